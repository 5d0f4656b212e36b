/**
 * Owns checking values against JSON Schemas that others have written, in bounded time: a schema may be hostile.
 * Which values are checked, and what is done about a fault, belongs to the caller.
 */
import { createContext, Script } from 'node:vm';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';

/** A schema that cannot be used; the message is the end of a sentence that begins with its name. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** What is wrong with a value, in words; null where it fits. It never throws. */
export type SchemaCheck = (value: unknown) => string | null;

const MAX_BYTES = 64 * 1024;
const MAX_DEPTH = 64;
const MAX_NODES = 16_384;
const COMPILE_MS = 500;
const CHECK_MS = 100;
/** How often work is begun anew that was stopped although it had hardly had the processor: the machine was busy. */
const MOST_TRIES = 5;
const BUSY_SHARE = 0.7;
const MOST_FAULTS = 3;
const LONGEST_FAULT = 500;

/** Dialects before 2019 speak of arrays in another way; one that says nothing is taken for the newest. */
const OLD_DIALECT = /^https?:\/\/json-schema\.org\/draft-0[467]\//;

const options = { strict: false, logger: false, addUsedSchema: false } as const;
// The package is CommonJS: Node hands over its exports object, a bundler the function itself.
const addFormats = 'default' in addFormatsModule ? addFormatsModule.default : addFormatsModule;
let engines: { readonly old: Ajv; readonly newest: Ajv } | undefined;

/**
 * Reads a schema of objects (dialects draft-04 to 2020-12; `$ref` only within it). It is compiled at the first check, which costs
 * milliseconds; until then only that is found out which needs no compiling.
 * @throws SchemaError
 */
export function readObjectSchema(given: Readonly<Record<string, unknown>>): SchemaCheck {
  checkShape(given);
  if (given.type !== 'object') throw new SchemaError('does not describe an object');
  const { $schema, ...schema } = given;
  const isOld = typeof $schema === 'string' && OLD_DIALECT.test($schema);
  const engine = () => {
    engines ??= { old: makeEngine(new Ajv(options)), newest: makeEngine(new Ajv2020(options)) };
    return isOld ? engines.old : engines.newest;
  };
  inTime(COMPILE_MS, engine, (ajv) => {
    if (ajv.validateSchema(schema) !== true)
      throw new SchemaError(`is no JSON Schema: ${faultsOf(ajv)}`);
  });
  let check: SchemaCheck | undefined;
  return (value) => {
    try {
      check ??= inTime(COMPILE_MS, engine, (ajv) => compile(ajv, schema));
      const compiled = check;
      return inTime(
        CHECK_MS,
        () => compiled,
        (faultOf) => faultOf(value),
      );
    } catch (error) {
      // Among others a stack that overflows on a schema or a value that goes too deep.
      return `it cannot be checked: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
}

function makeEngine(ajv: Ajv): Ajv {
  addFormats(ajv);
  // Compiles the schema of schemas now: that takes longer than any schema may.
  ajv.validateSchema({});
  return ajv;
}

function compile(ajv: Ajv, schema: Readonly<Record<string, unknown>>): SchemaCheck {
  try {
    const validate = ajv.compile(schema);
    return (value) => (validate(value) ? null : faultsOf(validate));
  } finally {
    // The engine would keep every schema it has ever seen.
    ajv.removeSchema(schema);
  }
}

function faultsOf({ errors }: Pick<Ajv, 'errors'>): string {
  const faults = (errors ?? []).map(({ instancePath, message, params }) => {
    const name: unknown = params.additionalProperty;
    const extra = typeof name === 'string' ? ` (${JSON.stringify(name)})` : '';
    const where = instancePath === '' ? 'it' : instancePath;
    return `${where} ${message ?? 'does not fit'}${extra}`;
  });
  return [...new Set(faults)].slice(0, MOST_FAULTS).join('; ').slice(0, LONGEST_FAULT);
}

/** Bounds what the engine is given, and sees that every reference stays inside and leads somewhere, and every pattern is one. */
function checkShape(schema: Readonly<Record<string, unknown>>): void {
  const waiting: { value: unknown; depth: number }[] = [{ value: schema, depth: 0 }];
  const references: string[] = [];
  let nodes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    nodes += 1;
    if (depth > MAX_DEPTH) throw new SchemaError(`is nested deeper than ${MAX_DEPTH}`);
    if (nodes > MAX_NODES) throw new SchemaError(`has more than ${MAX_NODES} values`);
    if (typeof value !== 'object' || value === null) continue;
    if ('$ref' in value && typeof value.$ref === 'string') references.push(value.$ref);
    // The schema of schemas lets every text pass.
    if ('pattern' in value && typeof value.pattern === 'string') checkPattern(value.pattern);
    for (const one of Object.values(value)) waiting.push({ value: one, depth: depth + 1 });
  }
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_BYTES)
    throw new SchemaError(`is larger than ${MAX_BYTES / 1024} KiB`);
  for (const reference of references) {
    const shown = JSON.stringify(reference.slice(0, 200));
    if (!reference.startsWith('#')) throw new SchemaError(`refers to ${shown}, outside of itself`);
    if (!leadsSomewhere(schema, reference)) throw new SchemaError(`lacks what ${shown} refers to`);
  }
}

function checkPattern(pattern: string): void {
  try {
    new RegExp(pattern, 'u');
  } catch {
    throw new SchemaError(`has a pattern that is none: ${JSON.stringify(pattern.slice(0, 200))}`);
  }
}

/** Follows a JSON Pointer; whether a named anchor is there is found out when the schema is compiled. */
function leadsSomewhere(schema: unknown, reference: string): boolean {
  if (!reference.startsWith('#/')) return true;
  let at = schema;
  for (const step of reference.slice(2).split('/')) {
    const key = decode(step).replaceAll('~1', '/').replaceAll('~0', '~');
    const found = typeof at === 'object' && at !== null && Object.hasOwn(at, key);
    if (!found) return false;
    at = Reflect.get(Object(at), key);
  }
  return true;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return text;
  }
}

const sandbox: { run: () => unknown } = { run: () => undefined };
const call = new Script('run()');
let context: ReturnType<typeof createContext> | undefined;

/**
 * Does a piece of synchronous work that is stopped when it takes too long: a pattern in a schema can take for ever on a short text,
 * and nothing but the engine's own watchdog interrupts it. The watchdog goes by the clock on the wall, so what it stopped on a
 * busy machine is done again.
 * @param prepare Whatever the work needs, made before each try and outside of its time.
 * @throws SchemaError then, and what the work throws
 */
function inTime<T, P>(milliseconds: number, prepare: () => P, work: (prepared: P) => T): T {
  let spent = 0;
  for (let tries = 1; ; tries += 1) {
    const prepared = prepare();
    const begun = cpuMs();
    const done = runWatched(milliseconds, () => work(prepared));
    if (done !== null) return done.value;
    // Stopped in the middle, without any `finally`: what the engine holds can be trusted no more.
    engines = undefined;
    // All tries together: a hostile schema on a busy machine costs no more than on a quiet one.
    spent += cpuMs() - begun;
    if (tries >= MOST_TRIES || spent > milliseconds * BUSY_SHARE)
      throw new SchemaError('takes too long to check');
  }
}

/** The result of some work; null where it was stopped. */
function runWatched<T>(milliseconds: number, work: () => T): { readonly value: T } | null {
  context ??= createContext(sandbox);
  let done: { readonly value: T } | null = null;
  sandbox.run = () => {
    done = { value: work() };
  };
  try {
    call.runInContext(context, { timeout: milliseconds });
  } catch (error) {
    // The watchdog's error is of the other realm, and no `Error` of this one.
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
    if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return null;
  }
  return done;
}

/** What the process has had of the processor. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
