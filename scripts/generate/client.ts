/**
 * Owns the text of the TypeScript client's generated file of one API: its types, its methods and its error codes.
 * What the client does with them is written by hand in clients/typescript/src.
 */
import { type Document, type GeneratedOperation, resolve } from './operations.ts';

/** What a reader has to know of a stream; clients/typescript/src/methods.ts says what it means. */
interface StreamFacts {
  resumes?: true;
  last?: string[];
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: string[];
  oneOf?: Schema[];
  const?: string;
  properties?: Record<string, Schema>;
}

const STREAM = 'text/event-stream';
const quote = (text: string) => JSON.stringify(text);
/** What a stream's last event is called in every contract. */
const LAST_EVENTS = ['done', 'error'];

/** Writes clients/typescript/src/generated/<api>.ts: the types of openapi-typescript and what uses them. */
export function writeClient(
  api: string,
  types: string,
  operations: GeneratedOperation[],
  document: Document,
): string {
  return [
    // The types come first: their header says where the file comes from.
    types,
    `import type { Binder } from '../methods.ts';\n`,
    `/** The operations of the ${api} contract, by operationId. */`,
    `export const createMethods = (to: Binder) => ({\n${operations
      .map((one) => `  ${docOf(one)}\n  ${one.id}: ${bindingOf(one, document)},`)
      .join('\n')}\n});\n`,
    `/** The codes of the ${api} contract's errors. */`,
    `export type ErrorCode = ${errorCodes(document).map(quote).join(' | ')};\n`,
  ].join('\n');
}

const docOf = (one: GeneratedOperation) =>
  `/** ${one.summary}: ${one.method.toUpperCase()} ${one.path}. */`;

function bindingOf(one: GeneratedOperation, document: Document): string {
  const type = `operations[${quote(one.id)}]`;
  const where = `${quote(one.method)}, ${quote(one.path)}`;
  const media = one.answers.find((each) => each.status < 300)?.mediaTypes ?? [];
  if (media.includes(STREAM)) {
    const kind = media.length > 1 ? 'both' : 'stream';
    return `to.${kind}<${type}>(${where}, ${JSON.stringify(streamOf(one, document))})`;
  }
  if (one.parameterNames.includes('offset')) {
    const items = JSON.stringify(itemsOf(one, document));
    return `to.list<${type}, ${items}>(${where}, ${items})`;
  }
  const isJson = media.length === 0 || media.includes('application/json');
  return `to.call<${type}>(${where}${isJson ? '' : `, ${quote(media[0] ?? '')}`})`;
}

/** Finds the list in a page: the answer itself, its only list, or the only list of its `data`. */
function itemsOf(one: GeneratedOperation, document: Document): string[] {
  const schema = answerSchema(one, document, 'application/json');
  if (isList(schema)) return [];
  const own = listsOf(schema, document);
  if (own.length === 1) return own;
  const data = resolve<Schema>(document, schema.properties?.data ?? {});
  const inner = listsOf(data, document);
  if (inner.length === 1) return ['data', ...inner];
  throw new Error(`${one.id} takes an offset, but its answer has no single list`);
}

const isList = (schema: Schema) => schema.type === 'array';

const listsOf = (schema: Schema, document: Document) =>
  Object.entries(schema.properties ?? {})
    .filter(([, value]) => isList(resolve(document, value)))
    .map(([name]) => name);

/** What a reader has to know of the stream of an operation. */
export function streamOf(one: GeneratedOperation, document: Document): StreamFacts {
  const schema = answerSchema(one, document, STREAM);
  const events = (schema.oneOf ?? [schema]).map(
    (each) =>
      resolve<Schema>(document, resolve(document, each).properties?.event ?? {}).const ?? '',
  );
  const last = LAST_EVENTS.filter((name) => events.includes(name));
  return {
    ...(one.parameterNames.includes('Last-Event-ID') ? { resumes: true } : {}),
    ...(last.length > 0 ? { last } : {}),
  };
}

function answerSchema(one: GeneratedOperation, document: Document, media: string): Schema {
  const operation = document.paths[one.path]?.[one.method] as {
    responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
  };
  const status = String(one.answers.find((each) => each.status < 300)?.status);
  const response = operation.responses[status];
  return resolve<Schema>(document, response?.content?.[media]?.schema ?? {});
}

/** The codes, wherever the contract keeps them: in `error.code`, or in `error` itself. */
function errorCodes(document: Document): string[] {
  const schema = (document.components?.schemas?.Error ?? {}) as Schema;
  const error = resolve<Schema>(document, schema.properties?.error ?? {});
  const codes = resolve(document, error.properties?.code ?? error).enum;
  if (codes === undefined) throw new Error('the contract lists no error codes');
  return codes;
}
