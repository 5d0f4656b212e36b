/**
 * Owns the text of bindings.ts: one handler interface per tag and the run-time table of operations.
 * The shapes of requests and answers belong to types.ts, which openapi-typescript writes.
 */
import type { GeneratedOperation } from './operations.ts';

const HEADER = (api: string) =>
  `// Generated from openapi/${api}. Do not edit: change the YAML and run \`npm run generate\`.\n`;

/** Writes bindings.ts of one API. */
export function writeBindings(api: string, operations: GeneratedOperation[]): string {
  const tags = [...new Set(operations.map((one) => one.tag))];
  const name = pascal(api);
  return [
    HEADER(api),
    `import type { ${imports(operations)} } from '../contract.ts';`,
    `import type { components, operations } from './types.ts';\n`,
    `/** The objects of the ${api} contract, by name. */`,
    `export type Schemas = components['schemas'];\n`,
    ...tags.map((tag) =>
      tagInterface(
        api,
        tag,
        operations.filter((one) => one.tag === tag),
      ),
    ),
    `/** Every operation of the ${api} contract, by operationId; C is the context handed to each. */`,
    `export type ${name}Handlers<C> = ${tags.map((tag) => `${pascal(tag)}Handlers<C>`).join(' &\n  ')};\n`,
    `/** What the edge knows of each operation, in contract order. */`,
    `export const ${camel(api)}Operations: readonly Operation[] = ${JSON.stringify(
      operations.map(tableRow),
      null,
      2,
    )};\n`,
  ].join('\n');
}

/** Only what the file uses: an unused import does not compile. */
function imports(operations: GeneratedOperation[]): string {
  const streams = operations.some((one) =>
    one.answers.some((each) => each.mediaTypes.includes('text/event-stream')),
  );
  const raw = operations.some((one) => one.rawBody);
  return [
    'ContractRequest',
    ...(streams ? ['EventStream'] : []),
    'Operation',
    ...(raw ? ['RawRequest'] : []),
  ].join(', ');
}

function tagInterface(api: string, tag: string, operations: GeneratedOperation[]): string {
  const members = operations.map((one) => {
    const id = JSON.stringify(one.id);
    const request = one.rawBody ? 'RawRequest' : 'ContractRequest';
    return [
      `  /**`,
      `   * ${one.method.toUpperCase()} ${one.path} (openapi/${api}/paths/${tag}.yaml)`,
      `   *`,
      `   * ${one.summary}. Answers ${one.statuses.join(', ')}.`,
      `   */`,
      `  ${one.id}(request: ${request}<operations[${id}], ${union(one.defaulted)}, ${accepts(one)}>, c: C): Promise<${answer(one)}>;`,
    ].join('\n');
  });
  return `/** The operations tagged \`${tag}\`. */\nexport interface ${pascal(tag)}Handlers<C> {\n${members.join('\n')}\n}\n`;
}

/** Media types to choose from, for operations whose success has more than one. */
function accepts(one: GeneratedOperation): string {
  const first = one.answers[0];
  return first && first.mediaTypes.length > 1 ? union(first.mediaTypes) : 'never';
}

function answer(one: GeneratedOperation): string {
  const bodies = one.answers.map((each) => ({ status: each.status, type: bodyType(one, each) }));
  const [only] = bodies;
  if (bodies.length === 1 && only) return only.type;
  return bodies.map((each) => `{ status: ${each.status}; body: ${each.type} }`).join(' | ');
}

function bodyType(one: GeneratedOperation, each: GeneratedOperation['answers'][number]): string {
  if (each.mediaTypes.length === 0) return 'void';
  return each.mediaTypes
    .map((media) => {
      const type = `operations[${JSON.stringify(one.id)}]['responses'][${each.status}]['content'][${JSON.stringify(media)}]`;
      return media === 'text/event-stream' ? `EventStream<${type}>` : type;
    })
    .join(' | ');
}

function tableRow(one: GeneratedOperation) {
  const { summary, defaulted, hasPath, hasQuery, hasHeaders, parameterNames, ...row } = one;
  return row;
}

const union = (names: readonly string[]) =>
  names.length === 0 ? 'never' : names.map((one) => JSON.stringify(one)).join(' | ');

/** credential-proxy -> CredentialProxy */
export const pascal = (word: string) =>
  word.replace(/(^|[-_])([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

const camel = (word: string) =>
  word.replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase());
