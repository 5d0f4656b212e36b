/**
 * Owns the proof that every example in the three contracts fits the schema it stands beside.
 * Examples printed on the published pages are tested in pages.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { type Api, apis, contracts } from '../support/contract-check.ts';
import { checkOf } from '../support/contract-client.ts';
import { resolve } from './sample.ts';

interface Example {
  /** Where it stands, as a JSON pointer. */
  readonly pointer: string;
  /** Where its schema is. */
  readonly schema: string;
  readonly value: unknown;
}

/** Values that are data: what looks like a keyword in them is none. */
const DATA = new Set(['example', 'examples', 'default', 'const', 'enum', 'value']);

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const escapePart = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Walks a contract. `named` is true where keys are names that the contract chose, such as those of properties. */
function* findExamples(
  api: Api,
  node: unknown,
  pointer: string,
  named: boolean,
): Generator<Example> {
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries())
      yield* findExamples(api, item, `${pointer}/${index}`, false);
    return;
  }
  if (!isNode(node)) return;
  if (!named) yield* examplesOf(api, node, pointer);
  for (const [key, inner] of Object.entries(node)) {
    if (!named && DATA.has(key)) continue;
    const isMap = !named && (key === 'properties' || key === 'headers' || key === 'schemas');
    yield* findExamples(api, inner, `${pointer}/${escapePart(key)}`, isMap);
  }
}

function* examplesOf(
  api: Api,
  node: Readonly<Record<string, unknown>>,
  pointer: string,
): Generator<Example> {
  const beside = 'schema' in node ? `${pointer}/schema` : pointer;
  if ('example' in node) {
    yield { pointer: `${pointer}/example`, schema: beside, value: node.example };
  }
  if (Array.isArray(node.examples)) {
    for (const value of node.examples)
      yield { pointer: `${pointer}/examples`, schema: beside, value };
  } else if ('schema' in node && isNode(node.examples)) {
    for (const [name, example] of Object.entries(node.examples)) {
      const { value } = resolve(api, example);
      yield { pointer: `${pointer}/examples/${name}`, schema: beside, value };
    }
  }
}

describe.each(apis)('%s', (api) => {
  const examples = [...findExamples(api, contracts[api].document, '', false)];

  it('has many examples', () => {
    expect(examples.length).toBeGreaterThan(50);
  });

  it('has no example that does not fit', () => {
    const check = checkOf(api);
    const faults = examples.flatMap(({ pointer, schema, value }) => {
      const fault = check.faultBySchema(schema, value);
      return fault === null ? [] : [`${pointer}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });
});
