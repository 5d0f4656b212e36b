/**
 * Owns which changes of a contract pass, and what a change demands of the version.
 * What is refused is in diff-breaking.test.ts, reading the contracts of a commit in diff-command.test.ts.
 */
import { expect, test } from 'vitest';
import { judge } from '../../scripts/contract-diff/verdict.ts';
import { type Change, contract, edited, set } from './diff-contract.ts';

/** Changes that nobody who keeps to the old contract notices, and whether they add something. */
const harmless: readonly (readonly [string, Change, string | null])[] = [
  ['an operation', (d) => set(d.item, { delete: d.get }), 'DELETE /things/{}'],
  [
    'a status',
    (d) => set(d.get.responses, { '409': { description: 'Conflict' } }),
    'GET /things/{}, answer 409',
  ],
  [
    'a header',
    (d) => set(d.ok.headers, { 'X-New': { schema: {} } }),
    'GET /things/{}, answer 200, header x-new',
  ],
  [
    'a parameter',
    (d) => d.get.parameters.push({ name: 'z', in: 'query', schema: {} }),
    'GET /things/{}, query parameter z',
  ],
  [
    'a property of a request',
    (d) => set(d.wanted, { fresh: { type: 'string' } }),
    'POST /things/{}, body, application/json .fresh',
  ],
  [
    'a property of an answer',
    (d) => set(d.thing, { fresh: { type: 'string' } }),
    'GET /things/{}, answer 200, application/json .fresh',
  ],
  [
    'a value of a request',
    (d) => d.wanted.kind?.enum?.push('c'),
    'POST /things/{}, body, application/json .kind',
  ],
  [
    'a higher bound of a request',
    (d) => set(d.wanted.size, { maximum: 20 }),
    'POST /things/{}, body, application/json .size',
  ],
  [
    'fewer values of an answer',
    (d) => set(d.thing.state, { enum: ['on'] }),
    'GET /things/{}, answer 200, application/json .state',
  ],
  [
    'any number where a request had to be whole',
    (d) => set(d.wanted.size, { type: 'number' }),
    'POST /things/{}, body, application/json .size',
  ],
  [
    'a default of a request that had none',
    (d) => set(d.wanted.name, { default: 'a' }),
    'POST /things/{}, body, application/json .name',
  ],
  ['another default of an answer', (d) => set(d.thing.note, { default: 'nothing' }), null],
  [
    'words behind a reference that is not judged',
    (d) => set(d.schemas.Odd, { description: 'Other words.' }),
    null,
  ],
  [
    'a schema that is not judged, written in place',
    (d) => set(d.wanted.order, { not: d.schemas.Odd }),
    null,
  ],
  ['values in another order', (d) => d.wanted.kind?.enum?.reverse(), null],
  ['forms in another order', (d) => d.thing.value?.anyOf?.reverse(), null],
  [
    'the same forms as a list of types',
    (d) => set(d.thing, { value: { type: ['string', 'null'] } }),
    null,
  ],
  ['a constant as the only value', (d) => set(d.thing, { object: { enum: ['thing'] } }), null],
  ['parameters in another order', (d) => d.get.parameters.reverse(), null],
  ['another name of a path parameter', (d) => d.rename('other'), null],
  ['a description', (d) => set(d.thing.note, { description: 'Other words.' }), null],
  ['a schema written in place', (d) => set(d.thing, { tree: d.schemas.Tree }), null],
];

test.each(harmless)('%s may come without a major version', (_, change, at) => {
  const { breaks, additions, refusal } = judge(contract(), edited(change));
  expect(breaks).toEqual([]);
  expect(refusal).toBeNull();
  expect(additions).toEqual(at === null ? [] : [at]);
});

test('two equal contracts have nothing to say, though a schema holds itself', () => {
  expect(judge(contract(), contract())).toEqual({
    from: '1.0.0',
    to: '1.0.0',
    breaks: [],
    additions: [],
    refusal: null,
    warning: null,
  });
});

const gone: Change = (d) => delete d.thing.note;
const fresh: Change = (d) => set(d.thing, { fresh: {} });
const words: Change = (d) => set(d.thing.note, { description: 'Other words.' });

test.each([
  ['a break without a new version', gone, '1.0.0', 'incompatible changes need version 2.0.0', null],
  ['a break with a minor version', gone, '1.1.0', 'incompatible changes need version 2.0.0', null],
  ['a break with a major version', gone, '2.0.0', null, null],
  ['an addition without a new version', fresh, '1.0.0', null, 'additions ask for version 1.1.0'],
  ['an addition with a patch', fresh, '1.0.1', null, 'additions ask for version 1.1.0'],
  ['an addition with a minor version', fresh, '1.1.0', null, null],
  ['other words without a new version', words, '1.0.0', null, null],
  ['a version that goes back', words, '0.9.0', 'the version goes back from 1.0.0 to 0.9.0', null],
] as const)('%s', (_, change, version, refusal, warning) => {
  const now = edited((draft) => {
    change(draft);
    draft.info.version = version;
  });
  expect(judge(contract(), now)).toMatchObject({ refusal, warning });
});

test('a reference that leads nowhere is said', () => {
  const now = edited((d) => set(d.thing, { note: { $ref: '#/components/schemas/None' } }));
  expect(() => judge(contract(), now)).toThrow('#/components/schemas/None leads nowhere');
});

test('a version that is none is said', () => {
  const now = edited((d) => {
    d.info.version = 'next';
  });
  expect(() => judge(contract(), now)).toThrow('info.version is "next"');
});
