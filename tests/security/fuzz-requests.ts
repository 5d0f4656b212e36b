/**
 * Owns random requests made from a contract: mostly what an operation asks for, here and there something it does not expect.
 * Sending them and judging the answers is left to fuzz.test.ts.
 */
import fc from 'fast-check';
import type { Operation } from '../../src/generated/contract.ts';
import { describeOperation, resolve } from '../contract/sample.ts';
import type { Api } from '../support/contract-check.ts';
import { credential } from '../support/contract-client.ts';
import { ADMIN_TOKEN } from '../support/daemon.ts';

/** One request as it goes onto the wire. */
export interface FuzzRequest {
  /** The verb and the target. */
  readonly line: string;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: string;
}

type Node = Readonly<Record<string, unknown>>;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
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

/** A value of the schema, now and then one that it does not expect. */
function fromSchema(api: Api, given: unknown, depth = 0): fc.Arbitrary<unknown> {
  const fitting = fittingSchema(api, resolve(api, given), depth);
  return fc.oneof({ weight: 12, arbitrary: fitting }, { weight: 1, arbitrary: nasty });
}

function fittingSchema(api: Api, schema: Node, depth: number): fc.Arbitrary<unknown> {
  const choices = [...list(schema.oneOf), ...list(schema.anyOf)];
  if (choices.length > 0) return fc.oneof(...choices.map((one) => fromSchema(api, one, depth)));
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'object':
      return objectOf(api, schema, depth);
    case 'array': {
      const most = Math.min(4, count(schema.maxItems, 4));
      return fc.array(fromSchema(api, schema.items, depth + 1), { maxLength: most });
    }
    case 'integer':
      return fc.integer({
        min: count(schema.minimum, -5),
        max: Math.min(2 ** 31, count(schema.maximum, 1000)),
      });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return textOf(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(api: Api, schema: Node, depth: number): fc.Arbitrary<unknown> {
  const properties = depth > 6 ? [] : Object.entries(resolve(api, schema.properties));
  const model = Object.fromEntries(
    properties.map(([name, one]) => [name, fromSchema(api, one, depth + 1)]),
  );
  const required = list(schema.required).map(String);
  const own = fc.record(model, {
    requiredKeys: Object.keys(model).filter((name) => required.includes(name)),
  });
  if (schema.additionalProperties === false) return own;
  const more = fc.dictionary(nastyText, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
  return fc.tuple(more, own).map(([extra, main]) => ({ ...extra, ...main }));
}

function textOf(schema: Node): fc.Arbitrary<unknown> {
  const examples = list(schema.examples).map(String);
  const maxLength = Math.min(40, count(schema.maxLength, 40));
  const free = fc.string({ minLength: Math.min(maxLength, count(schema.minLength, 0)), maxLength });
  if (typeof schema.pattern === 'string') {
    const matching = fc.stringMatching(new RegExp(schema.pattern), { size: 'small' });
    return examples.length > 0 ? fc.oneof(matching, fc.constantFrom(...examples)) : matching;
  }
  return examples.length > 0 ? fc.oneof(free, fc.constantFrom(...examples)) : free;
}

/** Percent-encodes what a URL cannot hold, half surrogates included. */
const encode = (value: unknown) => encodeURIComponent(String(value).toWellFormed());

/** Header values end up as they are, so only what a header may hold. */
const headerText = fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, ''));

/** Requests for one operation. */
export function requestsFor(api: Api, operation: Operation): fc.Arbitrary<FuzzRequest> {
  const { item, node } = describeOperation(api, operation);
  const parameters = [...list(item.parameters), ...list(node.parameters)].map((one) =>
    resolve(api, one),
  );
  const values = (part: string) =>
    Object.fromEntries(
      parameters
        .filter((one) => one.in === part)
        .map((one) => [String(one.name), fromSchema(api, one.schema)]),
    );
  const query = fc
    .tuple(
      fc.record(values('query'), { requiredKeys: [] }),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.dictionary(nastyText, nasty, { maxKeys: 2 }) },
      ),
    )
    .map(([own, extra]) => Object.entries({ ...extra, ...own }));
  const headers = fc.record(
    {
      accept: fc.oneof(fc.constantFrom('*/*', 'text/event-stream', 'text/html'), headerText),
      'content-type': fc.oneof(
        { weight: 9, arbitrary: fc.constant('application/json') },
        { weight: 1, arbitrary: headerText },
      ),
      'last-event-id': headerText,
      'x-hub-signature-256': headerText,
      'content-encoding': fc.constantFrom('identity', 'identity', 'identity', 'gzip'),
    },
    { requiredKeys: ['content-type'] },
  );
  return fc
    .record({ path: fc.record(values('path')), query, headers, body: bodies(api, operation, node) })
    .map((made) => {
      const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
        const text = encode(Object(made.path)[name]);
        // An empty segment or dots would be another path.
        return /^\.{0,2}$/.test(text) ? '%20' : text;
      });
      const pairs = made.query.map(([name, value]) => `${encode(name)}=${encode(value)}`);
      const target = pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
      return {
        line: `${operation.method.toUpperCase()} ${target.slice(0, 12_000)}`,
        headers: { ...credential(api, ADMIN_TOKEN), ...made.headers },
        body: made.body,
      };
    });
}

function bodies(api: Api, operation: Operation, node: Node): fc.Arbitrary<string> {
  const garbage = fc.oneof(fc.constant(''), fc.json(), fc.string({ maxLength: 200 }));
  const [type] = operation.body?.mediaTypes ?? [];
  if (type === undefined) return fc.oneof({ weight: 9, arbitrary: fc.constant('') }, garbage);
  const media = resolve(api, resolve(api, resolve(api, node.requestBody).content)[type]);
  const examples = Object.values(resolve(api, media.examples)).map(
    (one) => resolve(api, one).value,
  );
  const json = fc.oneof(fromSchema(api, media.schema), fc.constantFrom(...examples, {}));
  const text = json.map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 12, arbitrary: text },
    { weight: 1, arbitrary: text.map((whole) => whole.slice(0, -1)) },
    { weight: 1, arbitrary: garbage },
  );
}
