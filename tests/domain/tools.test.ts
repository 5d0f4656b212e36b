/**
 * Owns what the tool table promises: unique names, permission, checked inputs, and outcomes that never throw. What tools do belongs to
 * their sources.
 */
import { expect, test, vi } from 'vitest';
import {
  type Tool,
  Toolbox,
  type ToolContext,
  type ToolSettings,
  type ToolSource,
} from '../../src/domain/tools/index.ts';
import { cpuClock } from '../support/cpu.ts';

const anything = { type: 'object' };

function tool(name: string, given: Partial<Tool> = {}): Tool {
  return {
    name,
    description: `Does ${name}`,
    inputSchema: anything,
    source: 'mcp:one',
    call: async (input) => ({ content: JSON.stringify(input), failed: false }),
    ...given,
  };
}

function box(
  lists: readonly (readonly Tool[])[],
  given: Partial<ToolSettings> = {},
): { toolbox: Toolbox; told: string[]; settings: ToolSettings } {
  const told: string[] = [];
  const settings = { allow: [], deny: [], timeoutSecs: 60, maxResultBytes: 65_536, ...given };
  const sources: ToolSource[] = lists.map((tools) => ({ tools: () => tools }));
  const toolbox = new Toolbox({
    sources,
    settings: () => settings,
    report: (message) => told.push(message),
  });
  return { toolbox, told, settings };
}

const context = (signal = new AbortController().signal): ToolContext => ({
  sessionId: 's',
  callId: 'c',
  signal,
});

const call = async (tools: readonly Tool[], input: Record<string, unknown> = {}, given = {}) =>
  await box([tools], given)
    .toolbox.open()
    .call(tools[0]?.name ?? '', input, context());

test('the tools of all sources meet, and a call reaches the one it names', async () => {
  const seen = vi.fn(async () => ({ content: 'done', failed: false }));
  const { toolbox, told } = box([
    [tool('a')],
    [tool('b', { source: 'plugin:two', call: seen, inputSchema: { ...anything, title: 'B' } })],
  ]);
  const table = toolbox.open();
  expect(table.specs).toEqual([
    { name: 'a', description: 'Does a', inputSchema: anything },
    { name: 'b', description: 'Does b', inputSchema: { type: 'object', title: 'B' } },
  ]);
  expect(await table.call('b', { x: 1 }, context())).toEqual({
    content: 'done',
    failed: false,
    source: 'plugin:two',
  });
  expect(seen).toHaveBeenCalledExactlyOnceWith(
    { x: 1 },
    { sessionId: 's', callId: 'c', signal: expect.any(AbortSignal) },
  );
  expect(told).toEqual([]);
});

test('of two tools with one name the earlier source wins, and the other is told once', async () => {
  const lists = [[tool('same')], [tool('same', { source: 'mcp:two' }), tool('b')]];
  const { toolbox, told, settings } = box(lists);
  expect(toolbox.open().specs.map((one) => one.name)).toEqual(['same', 'b']);
  Object.assign(settings, { allow: ['*'] });
  const { source } = await toolbox.open().call('same', {}, context());
  expect(source).toBe('mcp:one');
  expect(told).toEqual(['tool "same" of mcp:two is left out: mcp:one has one of that name']);
});

test('a table stays the same while nothing changes, and an open one keeps its tools', async () => {
  let tools: readonly Tool[] = [tool('a')];
  const toolbox = new Toolbox({
    sources: [{ tools: () => tools }],
    settings: () => ({ allow: none, deny: none, timeoutSecs: 1, maxResultBytes: 100 }),
    report: expect.unreachable,
  });
  const none: string[] = [];
  const before = toolbox.open();
  expect(toolbox.open()).toBe(before);
  tools = [tool('b')];
  expect(toolbox.open().specs).toMatchObject([{ name: 'b' }]);
  expect(await before.call('a', {}, context())).toMatchObject({ failed: false });
});

test.each([
  [[], [], ['fs_read', 'fs_write', 'web']],
  [['fs_*'], [], ['fs_read', 'fs_write']],
  [['fs_*'], ['*_write'], ['fs_read']],
  [['*'], ['fs_read', 'w*b'], ['fs_write']],
  [['fs.*', 'w*eb*b', 'we'], [], []],
])('allowed %j and denied %j are %j', async (allow, deny, names) => {
  const tools = ['fs_read', 'fs_write', 'web'].map((name) => tool(name));
  const table = box([tools], { allow, deny }).toolbox.open();
  expect(table.specs.map((one) => one.name)).toEqual(names);
  for (const { name } of tools) {
    const outcome = await table.call(name, {}, context());
    expect(outcome.failed).toBe(!names.includes(name));
    if (outcome.failed) expect(outcome.content).toBe(`The tool "${name}" may not be used here.`);
  }
});

test('a pattern of many stars is quick', async () => {
  const allow = Array.from({ length: 256 }, () => `${'*a'.repeat(500)}b`);
  const spent = cpuClock();
  expect(box([[tool('a'.repeat(64))]], { allow }).toolbox.open().specs).toEqual([]);
  expect(spent()).toBeLessThan(500);
});

test('an unknown tool is told as such, however long its name', async () => {
  const outcome = await box([[]]).toolbox.open().call('x'.repeat(1e6), {}, context());
  expect(outcome).toMatchObject({ failed: true, source: null });
  expect(outcome.content).toMatch(/^There is no tool "x{100}…"\.$/);
});

const person = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: {
    name: { $ref: '#/definitions/name' },
    site: { type: 'string', format: 'uri' },
    pair: { type: 'array', items: [{ type: 'string' }, { type: 'number' }] },
  },
  required: ['name'],
  additionalProperties: false,
  definitions: { name: { type: 'string', minLength: 1 } },
};

test.each([
  [{ name: 'Ada', site: 'https://example.org', pair: ['a', 1] }, null],
  [{}, "it must have required property 'name'"],
  [{ name: '' }, '/name must NOT have fewer than 1 characters'],
  [{ name: 'Ada', age: 3 }, 'it must NOT have additional properties ("age")'],
  [{ name: 'Ada', site: 'no' }, '/site must match format "uri"'],
  [{ name: 'Ada', pair: ['a', 'b'] }, '/pair/1 must be number'],
])('the input %j is checked: %s', async (input, fault) => {
  const outcome = await call([tool('t', { inputSchema: person })], input);
  const content =
    fault === null ? JSON.stringify(input) : `The input does not fit the tool: ${fault}.`;
  expect(outcome).toEqual({ content, failed: fault !== null, source: 'mcp:one' });
});

const nested = (depth: number): Record<string, unknown> =>
  depth === 0 ? anything : { type: 'object', properties: { a: nested(depth - 1) } };

test.each([
  [
    'no schema',
    { type: 'object', properties: 3 },
    /is no JSON Schema: \/properties must be object/,
  ],
  ['an unknown type', { type: 'object', properties: { a: { type: 'text' } } }, /is no JSON Schema/],
  [
    'a pattern that is none',
    { type: 'object', properties: { a: { pattern: '(' } } },
    /has a pattern that is none/,
  ],
  ['not an object', { type: 'string' }, /does not describe an object/],
  ['nothing', {}, /does not describe an object/],
  ['a remote reference', { type: 'object', $ref: 'https://example.org/s' }, /outside of itself/],
  ['a file', { type: 'object', $ref: 'file:///etc/passwd' }, /outside of itself/],
  ['a dangling reference', { type: 'object', $ref: '#/$defs/no' }, /lacks what "#\/\$defs\/no"/],
  ['too deep', nested(40), /is nested deeper than 64/],
  ['too many values', { type: 'object', enum: Array(20_000).fill(1) }, /more than 16384 values/],
  ['too large', { type: 'object', title: 'x'.repeat(70_000) }, /is larger than 64 KiB/],
])('a tool whose schema is %s is left out and told once', (_what, inputSchema, reason) => {
  const { toolbox, told, settings } = box([[tool('bad', { inputSchema }), tool('good')]]);
  expect(toolbox.open().specs).toMatchObject([{ name: 'good' }]);
  Object.assign(settings, { deny: ['x'] });
  toolbox.open();
  expect(told).toEqual([expect.stringMatching(reason)]);
});

test('a schema that goes on for ever is stopped, and the next check works', async () => {
  const inputSchema = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
  const start = performance.now();
  const outcome = await call([tool('slow', { inputSchema })], { a: `${'a'.repeat(60)}!` });
  expect(outcome.content).toMatch(/takes too long to check/);
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(await call([tool('slow', { inputSchema })], { a: 'aa' })).toMatchObject({ failed: false });
});

test.each(['', 'with space', 'a.b', 'x'.repeat(65), 'é'])('the name %j is none', (name) => {
  const { toolbox, told } = box([[tool(name)]]);
  expect(toolbox.open().specs).toEqual([]);
  expect(told).toEqual([expect.stringMatching(/its name is not 1 to 64 letters/)]);
});

test('more tools than a model can use are left out', () => {
  const tools = Array.from({ length: 514 }, (_, index) => tool(`t${index}`));
  const { toolbox, told } = box([tools]);
  expect(toolbox.open().specs).toHaveLength(512);
  expect(told).toHaveLength(2);
});

test('what a tool throws is a failed outcome, without the secrets in it', async () => {
  const failing = (error: unknown): Tool => tool('t', { call: () => Promise.reject(error) });
  expect(await call([failing(new Error('no disk'))])).toMatchObject({
    content: 'The tool failed: no disk',
    failed: true,
  });
  expect((await call([failing('token=abcdef123')])).content).not.toContain('abcdef123');
  const throwing = tool('t', {
    call: () => {
      throw new Error('at once');
    },
  });
  expect(await call([throwing])).toMatchObject({ content: 'The tool failed: at once' });
});

test('a tool that does not answer is left after its time, and is told so', async () => {
  let signal: AbortSignal | undefined;
  const never = tool('t', {
    call: (_input, given) => {
      signal = given.signal;
      return new Promise(() => undefined);
    },
  });
  const start = performance.now();
  expect(await call([never], {}, { timeoutSecs: 0.02 })).toEqual({
    content: 'The tool did not answer within 0.02 s.',
    failed: true,
    source: 'mcp:one',
  });
  expect(signal?.aborted).toBe(true);
  expect(performance.now() - start).toBeLessThan(20_000);
});

test('a call ends with its turn, and leaves nothing at the signal', async () => {
  const turn = new AbortController();
  const late = tool('t', {
    call: (_input, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      }),
  });
  const table = box([[late, tool('quick')]]).toolbox.open();
  const remove = vi.spyOn(turn.signal, 'removeEventListener');
  await table.call('quick', {}, context(turn.signal));
  expect(remove).toHaveBeenCalledOnce();
  const outcome = table.call('t', {}, context(turn.signal));
  turn.abort();
  expect(await outcome).toMatchObject({ content: 'The call was cancelled.', failed: true });
  expect(await table.call('quick', {}, context(turn.signal))).toMatchObject({ failed: true });
});

test.each([
  ['short', 'short'],
  [`a\0b`, 'ab'],
  ['x'.repeat(10), 'x'.repeat(10)],
  ['x'.repeat(11), `${'x'.repeat(10)}\n[cut: 10 of 11 bytes are shown]`],
  ['리뷰리뷰', '리뷰리\n[cut: 9 of 12 bytes are shown]'],
  ['abcdefghi😀', 'abcdefghi\n[cut: 9 of 13 bytes are shown]'],
])('the result %j is kept as %j', async (content, kept) => {
  const talking = tool('t', { call: async () => ({ content, failed: true }) });
  expect(await call([talking], {}, { maxResultBytes: 10 })).toEqual({
    content: kept,
    failed: true,
    source: 'mcp:one',
  });
});
