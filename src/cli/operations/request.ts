/**
 * Owns putting a request together from flags, a file and standard input. What flags there are belongs to flags.ts, sending to
 * api.ts.
 */
import { open } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import type { CliOperation } from '../../generated/cli-table.ts';
import { CommandError, EXIT } from '../errors.ts';
import { isRecord } from './failure.ts';
import type { Given } from './flags.ts';

/** A request as the contract describes it, without where it goes and who sends it. */
export interface OperationRequest {
  readonly operation: CliOperation;
  /** With its parameters in it. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text, or undefined where there is no body. */
  readonly body: string | undefined;
}

/** Where a body comes from beside its flags. */
export interface BodySources {
  /** A file of JSON or YAML, `-` for standard input. */
  readonly file?: string;
  /** `name=value` pairs for bodies that take any name. */
  readonly set?: readonly string[];
}

/** No file of a body is larger, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/** Puts the request together. @throws CommandError that names what cannot be used */
export async function buildRequest(
  operation: CliOperation,
  given: Given,
  sources: BodySources,
): Promise<OperationRequest> {
  let path = operation.path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const [field, value] of given) {
    const name = field.path[0] ?? '';
    if (field.in === 'path') path = path.replace(`{${name}}`, segment(field.flag, String(value)));
    if (field.in === 'header') headers[name] = String(value);
    if (field.in === 'query')
      for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const body = await buildBody(operation, given, sources);
  return {
    operation,
    path,
    query,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

/** A positional as a part of a path. What a URL takes for the folder around it would reach another operation. */
function segment(flag: string, value: string): string {
  if (['', '.', '..'].includes(value)) throw usage(`<${flag}>: "${value}" cannot be one`);
  return encodeURIComponent(value);
}

async function buildBody(
  operation: CliOperation,
  given: Given,
  { file, set = [] }: BodySources,
): Promise<unknown> {
  if (operation.body === null) return undefined;
  const flags = [...given].filter(([field]) => field.in === 'body');
  const isEmpty = flags.length === 0 && set.length === 0;
  if (file === undefined && isEmpty) return operation.body.required ? {} : undefined;
  const base = file === undefined ? {} : await readBody(file);
  // Some bodies are no object at all; only flags need one.
  if (isEmpty) return base;
  if (!isRecord(base)) throw usage(`-f ${file}: flags can only be added to an object`);
  for (const text of set) {
    const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw usage(`--set: expected name=value, found "${text}"`);
    put(base, [name], readLoose(value));
  }
  for (const [field, value] of flags) {
    if (!put(base, field.path, value))
      throw usage(`--${field.flag}: -f ${file} has no object around it`);
  }
  return base;
}

/** Sets a value inside objects. @returns false where something else stands in the way */
function put(base: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  const [name = '', ...inside] = path;
  // Defined, not assigned: `__proto__` is a name like any other here.
  const define = (one: unknown) =>
    Object.defineProperty(base, name, {
      value: one,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  if (inside.length === 0) {
    define(value);
    return true;
  }
  const there = Object.hasOwn(base, name) ? base[name] : undefined;
  const object = there ?? {};
  if (!isRecord(object)) return false;
  if (there === undefined) define(object);
  return put(object, inside, value);
}

async function readBody(file: string): Promise<unknown> {
  const text = file === '-' ? await readBounded(process.stdin, '-') : await readFileBounded(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  try {
    const value: unknown = parse(text);
    if (!isTree(value)) throw usage(`-f ${file}: contains itself`);
    return value;
  } catch (error) {
    if (error instanceof YAMLParseError) throw usage(`-f ${file}: ${firstLine(error.message)}`);
    if (error instanceof ReferenceError) throw usage(`-f ${file}: ${error.message}`);
    throw error;
  }
}

async function readFileBounded(file: string): Promise<string> {
  try {
    await using handle = await open(file);
    return await readBounded(handle.createReadStream({ autoClose: false }), file);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw usage(`-f ${file}: ${error.message}`);
    throw error;
  }
}

async function readBounded(source: AsyncIterable<Buffer>, file: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > LARGEST) throw usage(`-f ${file}: more than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  if (size === 0) throw usage(`-f ${file}: is empty`);
  return Buffer.concat(chunks).toString();
}

/** `100`, `true` and `{"a":1}` are what they look like; anything else is text, `2.0` and `1e5` too. */
function readLoose(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'number' && String(value) !== text ? text : value;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** False where an alias of YAML leads back to what is around it, which no JSON can say. */
function isTree(value: unknown, around: ReadonlySet<unknown> = new Set()): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (around.has(value)) return false;
  const inside = new Set([...around, value]);
  return Object.values(value).every((one) => isTree(one, inside));
}

const firstLine = (text: string) => text.split('\n', 1)[0]?.replace(/:$/, '') ?? '';

const usage = (message: string) => new CommandError(message, EXIT.usage);
