/**
 * Owns what one call to a model promises, over sockets and through the real SDK, for both protocols. Further tries and other providers
 * are tested in chain.test.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import type { ModelMessage } from '../../../src/domain/agent/index.ts';
import type { Reply } from '../../support/model-servers/replies.ts';
import { endless, failureOf, hear, KEY, providerOf, requestOf, startServer } from './ground.ts';

const weather = {
  name: 'weather',
  description: 'The weather of a city',
  inputSchema: {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
    required: ['city'],
  },
};

const conversation: ModelMessage[] = [
  { role: 'human', content: 'How is the weather?' },
  {
    role: 'ai',
    content: '',
    toolCalls: [
      { id: 'functions.weather:0', name: 'weather', input: { city: 'Bern' } },
      { id: 'b', name: 'weather', input: { city: 'Oslo' } },
    ],
  },
  { role: 'tool', callId: 'functions.weather:0', name: 'weather', content: 'rain', failed: false },
  { role: 'tool', callId: 'b', name: 'weather', content: 'no such city', failed: true },
  { role: 'ai', content: 'Rain in Bern.', toolCalls: [] },
  { role: 'human', content: ' ' },
];

/** Something that can be waited for until it is opened. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe.each(['anthropic', 'openai', 'compatible'] as const)('%s', (vendor) => {
  const name = vendor === 'compatible' ? 'local' : vendor;

  /** Asks once with a server that has one reply. */
  async function ask(reply: Reply, options: Parameters<typeof providerOf>[2] = {}) {
    const server = await startServer(vendor);
    server.script([reply]);
    const provider = providerOf(vendor, server.url, options);
    return { server, provider, events: provider.answer(requestOf(), endless()) };
  }

  test('streams tokens as they come, then what they cost', async () => {
    const gates = [gate(), gate(), gate()];
    const { server, provider, events } = await ask({
      text: ['Hel', 'lo ', '🌍'],
      usage: { input: 1200, output: 34 },
      pause: async (piece) => await gates[piece]?.opened,
    });
    const reader = events[Symbol.asyncIterator]();
    for (const [index, content] of ['Hel', 'lo ', '🌍'].entries()) {
      // The next piece is not sent before this one has been read.
      gates[index]?.open();
      expect((await reader.next()).value).toEqual({ type: 'token', content });
    }
    const model = `${vendor}-model`;
    expect(await reader.next()).toEqual({
      done: false,
      value: {
        type: 'usage',
        usage: { provider: name, model, input: 1200, output: 34, costMicros: 4110 },
      },
    });
    expect(await reader.next()).toMatchObject({ done: true });
    expect({ name: provider.name, model: provider.model }).toEqual({ name, model });
    expect(server.last.body).toMatchObject({ model, stream: true });
    const shown = server.last.headers['x-api-key'] ?? server.last.headers.authorization;
    expect(shown).toBe(vendor === 'anthropic' ? KEY : `Bearer ${KEY}`);
    const limit = vendor === 'openai' ? 'max_completion_tokens' : 'max_tokens';
    expect(server.last.body[limit]).toBe(1000);
    expect(server.aborted).toBe(0);
  });

  test('hands on several tool calls of one answer, with their arguments put together', async () => {
    const { events } = await ask({
      text: 'Let me look.',
      toolCalls: [
        { id: 'a', name: 'weather', input: { city: 'Zürich "Süd" 🌧', days: 3 } },
        { id: 'b', name: 'weather', input: { city: 'Bern' } },
        { id: 'c', name: 'now', rawArguments: '' },
      ],
    });
    const { tokens, calls, usage } = await hear(events);
    expect(tokens.join('')).toBe('Let me look.');
    expect(calls).toEqual([
      { id: 'a', name: 'weather', input: { city: 'Zürich "Süd" 🌧', days: 3 } },
      { id: 'b', name: 'weather', input: { city: 'Bern' } },
      { id: 'c', name: 'now', input: {} },
    ]);
    expect(usage).toHaveLength(1);
  });

  test('sends a conversation with tools that the vendor takes, and the tools', async () => {
    const server = await startServer(vendor);
    const provider = providerOf(vendor, server.url);
    const request = requestOf('', { messages: conversation, tools: [weather] });
    expect((await hear(provider.answer(request, endless()))).tokens).toEqual(['ok']);
    const sent = JSON.stringify(server.last.body);
    for (const part of ['Be brief.', 'functions_weather_0', 'Oslo', 'no such city', '(no text)'])
      expect(sent).toContain(part);
    const { description, inputSchema: schema } = weather;
    expect(server.last.body.tools).toEqual([
      vendor === 'anthropic'
        ? expect.objectContaining({ name: 'weather', description, input_schema: schema })
        : { type: 'function', function: { name: 'weather', description, parameters: schema } },
    ]);
    // A window can begin anywhere in a conversation.
    const cut = requestOf('', { messages: conversation.slice(4) });
    expect((await hear(provider.answer(cut, endless()))).tokens).toEqual(['ok']);
    expect(JSON.stringify(server.last.body)).toContain(
      'beginning of this conversation is left out',
    );
  });

  test.each([
    ['broken off', '{"city": "Be'],
    ['no JSON', 'Bern, please'],
    ['a list', '["Bern"]'],
    ['a prototype', '{"__proto__": {"admin": true}}'],
    ['nested without end', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('tells of arguments that are %s', async (_, rawArguments) => {
    const { events } = await ask({ toolCalls: [{ name: 'weather', rawArguments }] });
    const { error } = await failureOf(events);
    expect(error.message).toBe(
      `${name} called the tool "weather" with arguments that are no JSON object`,
    );
  });

  test.each([
    [429, { 'retry-after': '7' }, 7],
    [429, { 'retry-after-ms': '1500' }, 1.5],
    [503, { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }, 0],
    [429, { 'retry-after': '99999999' }, 86_400],
    [529, { 'retry-after': 'soon' }, undefined],
    [500, {}, undefined],
  ])('tells of %i with %o', async (status, headers, retryAfter) => {
    const { events } = await ask({ status, headers, message: `busy\nwith ${KEY}` });
    const { error } = await failureOf(events);
    expect(error.message).toBe(`${name} answered ${status}: busy with ***`);
    expect(error.retryAfter).toBe(retryAfter);
  });

  test('tells of a key that is not accepted, and nothing of the key', async () => {
    const server = await startServer(vendor);
    server.key = 'another';
    const print = vi.spyOn(console, 'error');
    const { error } = await failureOf(
      providerOf(vendor, server.url).answer(requestOf(), endless()),
    );
    expect(error.message).toBe(`${name} answered 401: the key is not accepted`);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(KEY);
    expect(print).not.toHaveBeenCalled();
  });

  test('does not follow a redirect, which would take the key along', async () => {
    const other = await startServer(vendor);
    const { events } = await ask({ status: 307, headers: { location: other.url } });
    expect((await failureOf(events)).error.message).toMatch(`${name} answered 307`);
    expect(other.requests).toEqual([]);
  });

  test('tells of a stream that broke off, after what was heard of it', async () => {
    const early = await ask({ text: 'one two three', dropAfter: 0 });
    expect(await failureOf(early.events)).toMatchObject({ heard: '' });
    const late = await ask({ text: 'one two three', dropAfter: 2 });
    const { heard, error } = await failureOf(late.events);
    expect(heard).toBe('one two');
    expect(error.message).toMatch(new RegExp(`^${name} (closed the connection|broke off)`));
    const never = await ask('drop');
    expect((await failureOf(never.events)).error.message).toBe(`${name} closed the connection`);
  });

  test('tells of a server that says nothing, at once or in the middle, and leaves it', async () => {
    for (const reply of ['hang', { text: 'one two', hangAfter: 1 }] as const) {
      const { server, events } = await ask(reply, { silenceMs: 150 });
      const { error } = await failureOf(events);
      expect(error.message).toBe(`${name} said nothing for 0.15 s`);
      await server.untilAborted(1);
    }
  });

  test.each([
    [
      'lines',
      Buffer.alloc(2 ** 21, 'no events at all\n'),
      /^\w+ answered with more than 18000 lines/,
    ],
    [
      'bytes',
      Buffer.alloc(2 ** 21, Buffer.from([0xff, 0x00, 0x0a, 0xc3])),
      /more than 18000 lines/,
    ],
    ['one line', Buffer.alloc(2 ** 21, 'x'), /more than 1048576 bytes in one line/],
    ['events', Buffer.alloc(2 ** 21, 'data: no JSON\n\n'), /does not answer in its protocol/],
    [
      'other events',
      Buffer.alloc(2 ** 21, 'data: {"answer": 42}\n\n'),
      /not answer in its protocol/,
    ],
    ['nothing', '', /(ended its answer in the middle|ended without a finish reason)/],
    ['JSON', '{"error": null}', /(ended its answer in the middle|ended without a finish reason)/],
  ])('refuses 2 MB of %s in place of an answer', async (_, garbage, message) => {
    const { events } = await ask({ garbage });
    const { error } = await failureOf(events);
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(100);
    expect(error.message).toMatch(new RegExp(`^${name} `));
  });

  test('tells of an error in the stream, and leaves the socket', async () => {
    const message = 'Overloaded';
    const event =
      vendor === 'anthropic'
        ? { type: 'error', error: { type: 'overloaded_error', message } }
        : { error: { message } };
    const garbage = `data: ${JSON.stringify(event)}\n\n`;
    const { server, events } = await ask({ garbage, hang: true });
    const said = vendor === 'anthropic' ? 'answered 529' : 'broke off its answer';
    expect((await failureOf(events)).error.message).toBe(`${name} ${said}: Overloaded`);
    const failed = performance.now();
    await server.untilAborted(1);
    expect(performance.now() - failed).toBeLessThan(10_000);
  });

  test('refuses an answer without end, and reads of a refusal no more than it tells', async () => {
    const flood = `: ${'x'.repeat(997)}\n`.repeat(3000);
    const { events } = await ask({ garbage: flood });
    expect((await failureOf(events)).error.message).toBe(
      `${name} answered with more than ${1024 * 1024 + 1000 * 1024} bytes`,
    );
    const refused = await ask({ status: 500, body: flood.repeat(10) });
    const { error } = await failureOf(refused.events);
    expect(error.message).toBe(`${name} answered 500: Internal Server Error`);
    await refused.server.untilAborted(1);
  });

  test('leaves the socket at a cancellation', async () => {
    const { server, provider } = await ask({ text: 'one two three', hangAfter: 1 });
    const leave = new AbortController();
    const reading = hear(provider.answer(requestOf(), leave.signal));
    await server.untilRequests(1);
    const begun = performance.now();
    leave.abort(new Error('the caller went away'));
    await expect(reading).rejects.toThrow('the caller went away');
    await server.untilAborted(1);
    // Milliseconds on a quiet machine; without the cancellation it would be never.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test('leaves the socket when its reader stops early, and asks nothing once cancelled', async () => {
    const { server, provider, events } = await ask({ text: 'one two three', hangAfter: 2 });
    for await (const _ of events) break;
    await server.untilAborted(1);
    const asked = server.requests.length;
    await expect(hear(provider.answer(requestOf(), AbortSignal.abort()))).rejects.toThrow('abort');
    expect(server.requests).toHaveLength(asked);
  });
});

test.each(['anthropic', 'openai'] as const)(
  '%s may wait for a reader longer than it may say nothing',
  async (vendor) => {
    const server = await startServer(vendor);
    // More than the connection holds, so that some of it has to be read after the pause.
    const text = Array.from({ length: 2000 }, (_, index) => `${index} `.padEnd(300, '.'));
    server.script([{ text }]);
    const provider = providerOf(vendor, server.url, { silenceMs: 1000 });
    let tokens = 0;
    for await (const event of provider.answer(requestOf(), endless())) {
      if (event.type === 'token') tokens += 1;
      if (tokens === 1) await sleep(1200);
    }
    expect(tokens).toBe(2000);
  },
);

test('the address of Anthropic is taken with and without its version', async () => {
  const server = await startServer('anthropic');
  for (const end of ['', '/', '/v1', '/v1/']) {
    const provider = providerOf('anthropic', `${server.url}${end}`);
    expect((await hear(provider.answer(requestOf(), endless()))).tokens).toEqual(['ok']);
  }
});

test('a host that is not there is told of without its address', async () => {
  const server = await startServer('openai');
  const { url } = server;
  const provider = providerOf('compatible', url.replace(/:\d+/, ':1'));
  const { error } = await failureOf(provider.answer(requestOf(), endless()));
  expect(error.message).toMatch(/^local (refused the connection|does not|broke off)/);
});
