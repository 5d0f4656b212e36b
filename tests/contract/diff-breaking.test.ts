/**
 * Owns which changes of a contract are refused, one of each kind, and how they are named.
 * Which ones are not refused, and what versions have to do with it, is tested in diff.test.ts.
 */
import { expect, test } from 'vitest';
import { judge } from '../../scripts/contract-diff/verdict.ts';
import { type Change, contract, type Draft, edited, set } from './diff-contract.ts';

/** Each change, the place that is named, and what is said of it. */
const breaking: readonly (readonly [string, Change, string, string])[] = [
  ['an operation that is gone', (d) => delete d.item.post, 'POST /things/{}', 'operation removed'],
  [
    'a path that is gone',
    (d) => delete d.paths['/things/{id}'],
    'GET /things/{}',
    'operation removed',
  ],
  [
    'another operationId',
    (d) => set(d.get, { operationId: 'other' }),
    'GET /things/{}',
    'operationId changed from getThing to other, by which clients name it',
  ],
  [
    'a status that is gone',
    (d) => delete d.get.responses['404'],
    'GET /things/{}, answer 404',
    'status removed',
  ],
  [
    'a header that is gone',
    (d) => delete d.ok.headers['X-Request-Id'],
    'GET /things/{}, answer 200, header x-request-id',
    'header removed',
  ],
  [
    'a header that may be missing',
    (d) => set(d.ok.headers['X-Request-Id'], { required: false }),
    'GET /things/{}, answer 200, header x-request-id',
    'may be missing now',
  ],
  [
    'an answer of another media type',
    (d) => set(d.ok, { content: { 'text/plain': { schema: { type: 'string' } } } }),
    'GET /things/{}, answer 200, application/json',
    'media type removed',
  ],
  [
    'a new parameter that is required',
    (d) => d.get.parameters.push({ name: 'z', in: 'query', required: true, schema: {} }),
    'GET /things/{}, query parameter z',
    'a new parameter that is required',
  ],
  [
    'a parameter that is required now',
    (d) => set(d.get.parameters[1], { required: true }),
    'GET /things/{}, query parameter kind',
    'required now',
  ],
  [
    'a parameter that is gone',
    (d) => d.get.parameters.pop(),
    'GET /things/{}, query parameter kind',
    'parameter removed',
  ],
  [
    'a parameter written in another way',
    (d) => set(d.get.parameters[1], { explode: false }),
    'GET /things/{}, query parameter kind',
    'explode changed',
  ],
  [
    'fewer values of a parameter',
    (d) => set(d.get.parameters[1]?.schema, { enum: ['a'] }),
    'GET /things/{}, query parameter kind',
    'value "b" is not taken any more',
  ],
  [
    'fewer values in a request',
    (d) => set(d.wanted.kind, { enum: ['a', null] }),
    'POST /things/{}, body, application/json .kind',
    'value "b" is not taken any more',
  ],
  [
    'values in a request that took any text',
    (d) => set(d.wanted.name, { enum: ['a'] }),
    'POST /things/{}, body, application/json .name',
    'enum changed from none to ["a"]',
  ],
  [
    'more values in an answer',
    (d) => set(d.thing.state, { enum: ['on', 'off', 'broken'] }),
    'GET /things/{}, answer 200, application/json .state',
    'value "broken" may be answered now',
  ],
  [
    'any text in an answer that had values',
    (d) => set(d.thing, { state: { type: 'string' } }),
    'GET /things/{}, answer 200, application/json .state',
    'enum changed from ["on","off"] to none',
  ],
  [
    'another constant in an answer',
    (d) => set(d.thing, { object: { const: 'other' } }),
    'GET /things/{}, answer 200, application/json .object',
    'value "other" may be answered now',
  ],
  [
    'a property of an answer that is gone',
    (d) => delete d.thing.note,
    'GET /things/{}, answer 200, application/json .note',
    'property removed',
  ],
  [
    'a property of an answer that may be missing',
    (d) => set(d.schemas.Thing, { required: [] }),
    'GET /things/{}, answer 200, application/json .state',
    'property may be missing now',
  ],
  [
    'a property of a request that is gone',
    (d) => delete d.wanted.size,
    'POST /things/{}, body, application/json .size',
    'property removed',
  ],
  [
    'a property of a request that is only read now',
    (d) => set(d.wanted.size, { readOnly: true }),
    'POST /things/{}, body, application/json .size',
    'property removed',
  ],
  [
    'a property of a request that is required now',
    (d) => set(d.schemas.Wanted, { required: ['name', 'size'] }),
    'POST /things/{}, body, application/json .size',
    'property required now',
  ],
  [
    'a new property of a request that is required',
    (d) => {
      d.wanted.fresh = { type: 'string' };
      set(d.schemas.Wanted, { required: ['name', 'fresh'] });
    },
    'POST /things/{}, body, application/json .fresh',
    'property required now',
  ],
  [
    'a request that may not have other properties',
    (d) => set(d.wanted.labels, { additionalProperties: false }),
    'POST /things/{}, body, application/json .labels',
    'any other property is not taken any more',
  ],
  [
    'another type of what a map holds',
    (d) => set(d.wanted.labels, { additionalProperties: { type: 'integer' } }),
    'POST /things/{}, body, application/json .labels.*',
    'type string is not taken any more',
  ],
  [
    'a type that changed in a request',
    (d) => set(d.wanted, { size: { type: 'string' } }),
    'POST /things/{}, body, application/json .size',
    'type integer is not taken any more',
  ],
  [
    'a type that changed in an answer',
    (d) => set(d.thing, { note: { type: 'integer' } }),
    'GET /things/{}, answer 200, application/json .note',
    'type integer may be answered now',
  ],
  [
    'a request that takes no null any more',
    (d) => set(d.wanted, { kind: { type: 'string', enum: ['a', 'b'] } }),
    'POST /things/{}, body, application/json .kind',
    'value null is not taken any more',
  ],
  [
    'an answer that may be null',
    (d) => set(d.thing.note, { type: ['string', 'null'] }),
    'GET /things/{}, answer 200, application/json .note',
    'type null may be answered now',
  ],
  [
    'an answer with one more form',
    (d) => d.thing.value?.anyOf?.push({ type: 'boolean' }),
    'GET /things/{}, answer 200, application/json .value',
    'type boolean may be answered now',
  ],
  [
    'one of two alternatives that is required now',
    (d) => set(d.schemas.Wanted, { anyOf: [{ required: ['size'] }] }),
    'POST /things/{}, body, application/json .size',
    'property required now',
  ],
  [
    'a lower bound of a request',
    (d) => set(d.wanted.size, { maximum: 5 }),
    'POST /things/{}, body, application/json .size',
    'maximum changed from 10 to 5',
  ],
  [
    'a bound that was not there',
    (d) => set(d.wanted.name, { minLength: 1 }),
    'POST /things/{}, body, application/json .name',
    'minLength changed from none to 1',
  ],
  [
    'a longer text in an answer',
    (d) => set(d.thing.note, { maxLength: 20 }),
    'GET /things/{}, answer 200, application/json .note',
    'maxLength changed from 10 to 20',
  ],
  [
    'another pattern',
    (d) => set(d.wanted.name, { pattern: '^b' }),
    'POST /things/{}, body, application/json .name',
    'pattern changed from "^a" to "^b"',
  ],
  [
    'an answer without its format',
    (d) => delete d.thing.at?.format,
    'GET /things/{}, answer 200, application/json .at',
    'format changed from "date-time" to none',
  ],
  [
    'something deep in a schema that holds itself',
    (d) => set(d.schemas.Tree.properties, { leaf: { type: 'integer' } }),
    'GET /things/{}, answer 200, application/json .tree.leaf',
    'type integer may be answered now',
  ],
  [
    'a keyword that is not judged',
    (d) => set(d.wanted.name, { not: { const: 'x' } }),
    'POST /things/{}, body, application/json .name',
    'not changed, which this comparison cannot judge',
  ],
  [
    'another default of a request',
    (d) => set(d.wanted.order, { default: 'down' }),
    'POST /things/{}, body, application/json .order',
    'default changed from "up" to "down"',
  ],
  [
    'a default of a request that is gone',
    (d) => delete d.wanted.order?.default,
    'POST /things/{}, body, application/json .order',
    'default changed from "up" to none',
  ],
  [
    'another default of a request, said in a part of the schema',
    (d) => set(d.wanted, { order: { allOf: [{ ...d.wanted.order, default: 'down' }] } }),
    'POST /things/{}, body, application/json .order',
    'default changed from "up" to "down"',
  ],
  [
    'another default of a parameter',
    (d) => set(d.get.parameters[1]?.schema, { default: 'b' }),
    'GET /things/{}, query parameter kind',
    'default changed from "a" to "b"',
  ],
  [
    'a body that is required now',
    (d) => set(d.item.post?.requestBody, { required: true }),
    'POST /things/{}, body',
    'required now',
  ],
  [
    'credentials that are asked for now',
    (d) => set(d.item.post, { security: [{ bearer: [] }] }),
    'POST /things/{}',
    'calling it without credentials is not enough any more',
  ],
  [
    'other credentials',
    (d) => set(d.schemes, { bearer: { type: 'http', scheme: 'basic' } }),
    'GET /things/{}',
    'calling it with http bearer and scope things:read is not enough any more',
  ],
  [
    'another scope',
    (d) => set(d.get, { security: [{ bearer: ['things:admin'] }] }),
    'GET /things/{}',
    'calling it with http bearer and scope things:read is not enough any more',
  ],
  [
    'a webhook that is gone',
    (d) => delete d.webhooks['thing.made'],
    'POST thing.made',
    'webhook removed',
  ],
  [
    'a property of a webhook that is gone',
    (d) => set(d.schemas.Made, { properties: {} }),
    'webhook POST thing.made, body, application/json .id',
    'property removed',
  ],
];

test.each(breaking)('%s is refused and named', (_, change, at, what) => {
  const { breaks, refusal } = judge(contract(), edited(change));
  expect(breaks).toContainEqual({ at, what });
  expect(refusal).toBe('incompatible changes need version 2.0.0');
});

test.each(['not', 'if', 'then', 'else', 'contains'])(
  'what changed behind a reference under %s is refused',
  (keyword) => {
    const refer = (d: Draft) =>
      set(d.wanted, { name: { [keyword]: { items: { $ref: '#/components/schemas/Tree' } } } });
    const now = edited((d) => {
      refer(d);
      set(d.schemas.Tree.properties, { leaf: { type: 'integer' } });
    });
    expect(judge(edited(refer), now).breaks).toContainEqual({
      at: 'POST /things/{}, body, application/json .name',
      what: `${keyword} changed, which this comparison cannot judge`,
    });
  },
);

test.each(breaking)('%s is all that is named', (_, change) => {
  const { breaks } = judge(contract(), edited(change));
  expect(new Set(breaks.map(({ what }) => what)).size).toBe(1);
});
