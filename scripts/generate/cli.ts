/**
 * Owns the text of src/generated/cli.ts: one row per operation with what the command line asks for and shows.
 * Names belong to cli-names.ts, reading schemas to cli-schemas.ts; what a row means is in src/generated/cli-table.ts.
 */
import type { CliApi, CliField, CliOperation } from '../../src/generated/cli-table.ts';
import { kebab, verbOf } from './cli-names.ts';
import { answerOf, bodyFields, isOpen, type Schema, typeOf } from './cli-schemas.ts';
import { streamOf } from './client.ts';
import { type Document, type GeneratedOperation, readOperations, resolve } from './operations.ts';

interface Parameter {
  name: string;
  in: CliField['in'];
  description?: string;
  required?: boolean;
  schema?: Schema;
}

interface OperationObject {
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

const STREAM = 'text/event-stream';

/** The whole file, for all APIs in the order in which they claim short commands. */
export function writeCli(documents: readonly (readonly [CliApi, Document])[]): string {
  const tags = documents.flatMap(([api, { tags = [] }]) =>
    tags.map(({ name, description = '' }) => ({ api, name, description })),
  );
  const rows = documents.flatMap(([api, document]) => cliOperations(api, document));
  return [
    '// Generated from openapi. Do not edit: change the YAML and run `npm run generate`.\n',
    `import type { CliOperation, CliTag } from './cli-table.ts';\n`,
    '/** The tags of the three contracts. */',
    `export const cliTags: readonly CliTag[] = ${JSON.stringify(tags, null, 1)};\n`,
    '/** Every operation of the three contracts as a command. */',
    `export const cliOperations: readonly CliOperation[] = ${JSON.stringify(rows, null, 1)};\n`,
  ].join('\n');
}

function cliOperations(api: CliApi, document: Document): CliOperation[] {
  return readOperations(document).map((one) => {
    const item = document.paths[one.path] ?? {};
    const operation = item[one.method] as OperationObject;
    const shared = (item.parameters ?? []) as Parameter[];
    const parameters = [...shared, ...(operation.parameters ?? [])].map((each) =>
      resolve(document, each),
    );
    return toCommand(document, api, one, operation, parameters);
  });
}

function toCommand(
  document: Document,
  api: CliApi,
  one: GeneratedOperation,
  operation: OperationObject,
  parameters: Parameter[],
): CliOperation {
  const { id, tag, method, path } = one;
  const { summary, description = '' } = operation;
  const given = parameters.map((each) => parameterField(document, each));
  const taken = new Set(given.map(({ flag }) => flag));
  const request = operation.requestBody && resolve(document, operation.requestBody);
  const schema = request?.content['application/json']?.schema;
  const fields = schema === undefined ? [] : bodyFields(document, schema);
  const success = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  const content = success.map(([, each]) => resolve(document, each).content ?? {})[0] ?? {};
  const medias = Object.keys(content);
  const hasOffset = one.parameterNames.includes('offset');
  const limit = parameters.find(({ name }) => name === 'limit');
  return {
    api,
    id,
    tag,
    verb: verbOf(id, tag),
    method,
    path,
    summary,
    description,
    // Where a parameter and a property share a flag, one of them is enough: both mean the same.
    fields: [...given, ...fields.filter(({ flag }) => !taken.has(flag))],
    body:
      request === undefined
        ? null
        : {
            required: request.required ?? false,
            open: schema === undefined || isOpen(document, schema),
          },
    stream: medias.includes(STREAM)
      ? { always: medias.length === 1, ...streamOf(one, document) }
      : null,
    answer: answerOf(document, id, content['application/json']?.schema),
    pageSize:
      limit === undefined || !hasOffset
        ? null
        : (resolve(document, limit.schema ?? {}).maximum ?? null),
    slow: success.length > 1 || (method !== 'get' && medias.includes(STREAM)),
  };
}

function parameterField(document: Document, one: Parameter): CliField {
  return {
    flag: kebab(one.name),
    in: one.in,
    path: [one.name],
    required: one.required ?? false,
    ...typeOf(document, one.schema ?? {}),
    summary: one.description ?? '',
  };
}
