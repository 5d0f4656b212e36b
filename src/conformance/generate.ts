/**
 * Owns making random requests for an operation from its schemas: mostly fitting ones, now and then hostile ones. Sending them and
 * judging the answers belongs to whoever draws them.
 */
import fc from 'fast-check';
import type { Contract, ContractOperation } from './contract.ts';
import { isNode, listOf, type Node } from './document.ts';
import { type Credential, encode, textOf } from './drafts.ts';
import type { WireRequest } from './wire.ts';

const count = (value: unknown, other: number) => (typeof value === 'number' ? value : other);

/** Texts that have broken parsers, stores, templates and shells before. */
const NASTY = [
  '',
  ' ',
  '.',
  '..',
  '../../etc/passwd',
  '%2e%2e%2f',
  '%00',
  '\u0000',
  '\ud800',
  '\u202e',
  '😀',
  "' OR 1=1 --",
  '"; DROP TABLE sessions; --',
  '{{7*7}}',
  '$(reboot)',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  '0',
  '-1',
  '1e309',
  '9007199254740993',
  'NaN',
  '2026-02-30T25:61:61Z',
  'http://169.254.169.254/',
  'javascript:alert(1)',
  'a'.repeat(300),
];

const nastyText = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 40 }));
const nasty: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  fc.constantFrom(null, true, 0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, [], {}, [[]]),
  fc.jsonValue({ maxDepth: 3 }),
);
/** Header values end up as they are, so only what a header may hold. */
const headerText = fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, ''));

/** Deeper than any object of use; schemas may refer to themselves. */
const DEEPEST = 6;
const LONGEST_TARGET = 12_000;

/** Makes values of the schemas of one contract. */
class Values {
  readonly #contract: Contract;
  /** How many of 13 values are hostile on purpose. */
  readonly #hostile: 0 | 1;

  constructor(contract: Contract, hostile: 0 | 1) {
    this.#contract = contract;
    this.#hostile = hostile;
  }

  /** A value of the schema, now and then one that it does not expect. */
  of(given: unknown, depth = 0): fc.Arbitrary<unknown> {
    const fitting = this.#fitting(this.#contract.resolve(given), depth);
    if (this.#hostile === 0) return fitting;
    return fc.oneof({ weight: 12, arbitrary: fitting }, { weight: 1, arbitrary: nasty });
  }

  #fitting(schema: Node, depth: number): fc.Arbitrary<unknown> {
    const choices = [...listOf(schema.oneOf), ...listOf(schema.anyOf)];
    if (depth > DEEPEST + 2) return fc.jsonValue({ maxDepth: 1 });
    if (choices.length > 0) return fc.oneof(...choices.map((one) => this.of(one, depth + 1)));
    const all = listOf(schema.allOf);
    if (all.length > 0) return this.#fitting(this.#merged(schema, all), depth);
    if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
    if ('const' in schema) return fc.constant(schema.const);
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    switch (type ?? (isNode(schema.properties) ? 'object' : undefined)) {
      case 'object':
        return this.#object(schema, depth);
      case 'array': {
        const minLength = Math.min(4, count(schema.minItems, 0));
        const maxLength = Math.max(minLength, Math.min(4, count(schema.maxItems, 4)));
        return fc.array(this.of(schema.items, depth + 1), { minLength, maxLength });
      }
      case 'integer': {
        const min = count(schema.minimum, -5);
        return fc.integer({
          min,
          max: Math.max(min, Math.min(2 ** 31, count(schema.maximum, 1000))),
        });
      }
      case 'number':
        return fc.double({ noNaN: true, noDefaultInfinity: true });
      case 'boolean':
        return fc.boolean();
      case 'string':
        return textArbitrary(schema);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  }

  #merged(schema: Node, all: readonly unknown[]): Node {
    const parts = [schema, ...all.map((one) => this.#contract.resolve(one))];
    const properties = Object.assign(
      {},
      ...parts.map((one) => this.#contract.resolve(one.properties)),
    );
    const required = parts.flatMap((one) => listOf(one.required));
    return { ...Object.assign({}, ...parts), allOf: undefined, properties, required };
  }

  #object(schema: Node, depth: number): fc.Arbitrary<unknown> {
    const all = Object.entries(this.#contract.resolve(schema.properties));
    const properties = depth > DEEPEST ? [] : all;
    const model = Object.fromEntries(
      properties.map(([name, one]) => [name, this.of(one, depth + 1)]),
    );
    const required = listOf(schema.required).map(String);
    const own = fc.record(model, {
      requiredKeys: Object.keys(model).filter((name) => required.includes(name)),
    });
    if (schema.additionalProperties === false) return own;
    const value = isNode(schema.additionalProperties)
      ? this.of(schema.additionalProperties, depth + 1)
      : fc.jsonValue({ maxDepth: 2 });
    const more = fc.dictionary(nastyText, value, { maxKeys: 3 });
    return fc.tuple(more, own).map(([extra, main]) => ({ ...extra, ...main }));
  }
}

function textArbitrary(schema: Node): fc.Arbitrary<unknown> {
  const examples = listOf(schema.examples).map(String);
  const maxLength = Math.min(40, count(schema.maxLength, 40));
  const free = fc.string({ minLength: Math.min(maxLength, count(schema.minLength, 0)), maxLength });
  const matching = matchingText(schema.pattern) ?? formatText(schema.format) ?? free;
  return examples.length > 0 ? fc.oneof(matching, fc.constantFrom(...examples)) : matching;
}

function matchingText(pattern: unknown): fc.Arbitrary<string> | null {
  if (typeof pattern !== 'string') return null;
  try {
    return fc.stringMatching(new RegExp(pattern), { size: 'small' });
  } catch {
    // Some patterns can be tested, but not made: examples and free texts have to do.
    return null;
  }
}

function formatText(format: unknown): fc.Arbitrary<string> | null {
  switch (format) {
    case 'date-time':
      return fc.date({ noInvalidDate: true }).map((one) => one.toISOString());
    case 'uuid':
      return fc.uuid();
    case 'uri':
      return fc.webUrl();
    case 'email':
      return fc.emailAddress();
    default:
      return null;
  }
}

/** Texts that a parameter's schema allows, for what must be well-formed and unknown. */
export function fittingTexts(contract: Contract, schema: Node, seed: number): string[] {
  return fc.sample(new Values(contract, 0).of(schema), { numRuns: 20, seed }).map(textOf);
}

/** Bodies that fit a schema, as JSON. */
export function fittingBodies(contract: Contract, schema: Node, seed: number): string[] {
  const drawn = fc.sample(new Values(contract, 0).of(schema), { numRuns: 5, seed });
  return drawn.map((one) => JSON.stringify(one) ?? '');
}

/** Requests for one operation; the first one drawn is no better than any other. */
export function requestsFor(
  contract: Contract,
  operation: ContractOperation,
  credential: Credential,
): fc.Arbitrary<WireRequest> {
  const values = new Values(contract, 1);
  const parameters = (place: string) =>
    Object.fromEntries(
      operation.parameters
        .filter((one) => one.in === place)
        .map((one) => [one.name, values.of(one.schema)]),
    );
  const query = fc
    .tuple(
      fc.record(parameters('query'), { requiredKeys: [] }),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.dictionary(nastyText, nasty, { maxKeys: 2 }) },
      ),
    )
    .map(([own, extra]) => Object.entries({ ...extra, ...own }));
  const own = operation.parameters
    .filter((one) => one.in === 'header')
    .map((one) => [one.name.toLowerCase(), headerText] as const);
  const type = operation.body?.mediaType ?? 'application/json';
  const headers = fc.record(
    {
      ...Object.fromEntries(own),
      accept: fc.oneof(fc.constantFrom('*/*', 'text/event-stream', 'text/html'), headerText),
      'content-type': fc.oneof(
        { weight: 9, arbitrary: fc.constant(type) },
        { weight: 1, arbitrary: headerText },
      ),
      'last-event-id': headerText,
      'content-encoding': fc.constantFrom('identity', 'identity', 'identity', 'gzip'),
    },
    { requiredKeys: ['content-type'] },
  );
  return fc
    .record({
      path: fc.record(parameters('path')),
      query,
      headers,
      body: bodies(values, operation),
    })
    .map((made) => {
      const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
        const text = encode(textOf(Object(made.path)[name]));
        return /^\.{0,2}$/.test(text) ? '%20' : text;
      });
      const pairs = [
        ...made.query.map(([name, value]) => `${encode(name)}=${encode(textOf(value))}`),
        ...Object.entries(credential.query).map(([name, value]) => `${name}=${encode(value)}`),
      ];
      const target = pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
      return {
        method: operation.method.toUpperCase(),
        target: target.slice(0, LONGEST_TARGET),
        headers: { ...made.headers, ...credential.headers },
        body: made.body,
      };
    });
}

function bodies(values: Values, operation: ContractOperation): fc.Arbitrary<string> {
  const garbage = fc.oneof(fc.constant(''), fc.json(), fc.string({ maxLength: 200 }));
  if (operation.body === null)
    return fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: garbage });
  const { schema, examples } = operation.body;
  const json = fc.oneof(values.of(schema), fc.constantFrom(...examples, {}));
  const text = json.map((value) => JSON.stringify(value) ?? '');
  return fc.oneof(
    { weight: 12, arbitrary: text },
    { weight: 1, arbitrary: text.map((whole) => whole.slice(0, -1)) },
    { weight: 1, arbitrary: garbage },
  );
}
