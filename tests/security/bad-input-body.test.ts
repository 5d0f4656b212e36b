/**
 * Owns bodies that no API may take: not JSON, not what the contract says, or not what a store keeps. Requests whose framing or
 * headers are wrong are in bad-input-wire.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countRows, demand, jsonHeaders, type Subject, subjects, urlOf } from '../http/edge.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { ask, request } from '../support/raw-http.ts';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let before: Record<string, number>;
beforeAll(async () => {
  daemon = await startTestDaemon();
  before = countRows(daemon.home);
});
afterAll(() => daemon.stop());

/** A body of the subject with its text property put as it stands in JSON. */
const withText = ({ body, text }: Subject, raw: string) =>
  JSON.stringify({ ...body, [text]: 'PLACE' }).replace('"PLACE"', raw);

const bytes = (text: string, ...tail: number[]) =>
  Buffer.concat([Buffer.from(text), Buffer.from(tail)]);

/** Bodies that are refused whoever reads them: what is sent, what the fault is, and the property it names. */
const bodies: Record<
  string,
  { body: (of: Subject) => string | Buffer; fault: RegExp; at?: string }
> = {
  nothing: { body: () => '', fault: /is (empty|required)/ },
  'white space': { body: () => ' \n', fault: /is empty/ },
  'half a value': { body: () => '{"a":', fault: /is not JSON/ },
  'a trailing comma': {
    body: (of) => `${JSON.stringify(of.body).slice(0, -1)},}`,
    fault: /is not JSON/,
  },
  'single quotes': { body: () => "{'a': 1}", fault: /is not JSON/ },
  'a comment': { body: (of) => `/* */${JSON.stringify(of.body)}`, fault: /is not JSON/ },
  'two values': { body: (of) => JSON.stringify(of.body).repeat(2), fault: /is not JSON/ },
  NaN: { body: (of) => withText(of, 'NaN'), fault: /is not JSON/ },
  'a form': { body: () => 'user_id=1&name=2', fault: /is not JSON/ },
  'UTF-16': {
    body: (of) => Buffer.from(JSON.stringify(of.body), 'utf16le'),
    fault: /is not (JSON|valid UTF-8)/,
  },
  'a lone continuation byte': { body: () => bytes('{"a":"', 0x80, 0x22, 0x7d), fault: /UTF-8/ },
  'an overlong slash': { body: () => bytes('{"a":"', 0xc0, 0xaf, 0x22, 0x7d), fault: /UTF-8/ },
  'a surrogate in UTF-8': {
    body: () => bytes('{"a":"', 0xed, 0xa0, 0x80, 0x22, 0x7d),
    fault: /UTF-8/,
  },
  null: { body: () => 'null', fault: /must be object/, at: '' },
  'an array': { body: (of) => `[${JSON.stringify(of.body)}]`, fault: /must be object/, at: '' },
  'a string': { body: () => '"text"', fault: /must be object/, at: '' },
  'a number': { body: () => '1', fault: /must be object/, at: '' },
  'nothing in it': { body: () => '{}', fault: /is required/ },
  'a property too many': {
    body: (of) => JSON.stringify({ ...of.body, colour: 1 }),
    fault: /not a known property/,
    at: 'colour',
  },
  'a known property in odd case': {
    body: (of) => JSON.stringify({ ...of.body, [of.text.toUpperCase()]: 'x' }),
    fault: /not a known property/,
  },
  'a number for a text': { body: (of) => withText(of, '1'), fault: /must be string/, at: 'text' },
  'null for a text': { body: (of) => withText(of, 'null'), fault: /must be string/, at: 'text' },
  'an object for a text': {
    body: (of) => withText(of, '{"$gt":""}'),
    fault: /must be string/,
    at: 'text',
  },
  'a text too long': {
    body: (of) => withText(of, `"${'x'.repeat(100_000)}"`),
    fault: /more than/,
    at: 'text',
  },
  'a raw control character': { body: (of) => withText(of, '"a\u0000b"'), fault: /is not JSON/ },
  'an escaped NUL': { body: (of) => withText(of, '"a\\u0000b"'), fault: /NUL|pattern/, at: 'text' },
  'a NUL in a key': {
    body: (of) => `{"\\u0000":1,${JSON.stringify(of.body).slice(1)}`,
    fault: /NUL/,
  },
  'half a surrogate pair': {
    body: (of) => withText(of, '"\\ud83d"'),
    fault: /surrogate/,
    at: 'text',
  },
  'a pair the wrong way round': {
    body: (of) => withText(of, '"\\ude00\\ud83d"'),
    fault: /surrogate/,
    at: 'text',
  },
  'a number out of range': {
    body: (of) => withText(of, '1e400'),
    fault: /out of range/,
    at: 'text',
  },
  'a number out of range, written out': {
    body: (of) => withText(of, `${'9'.repeat(400)}`),
    fault: /out of range/,
    at: 'text',
  },
  'a __proto__ key': {
    body: (of) => `{"__proto__":{"x":1},${JSON.stringify(of.body).slice(1)}`,
    fault: /__proto__/,
  },
  '__proto__ in disguise': {
    body: (of) => `{"\\u005f_proto__":{"x":1},${JSON.stringify(of.body).slice(1)}`,
    fault: /__proto__/,
  },
  '__proto__ below': {
    body: (of) => withText(of, '{"a":[{"__proto__":null}]}'),
    fault: /__proto__/,
  },
  'constructor.prototype': {
    body: (of) => withText(of, '{"constructor":{"prototype":{"x":1}}}'),
    fault: /__proto__/,
  },
  '65 levels': {
    body: (of) => withText(of, '['.repeat(64) + ']'.repeat(64)),
    fault: /deeper than 64/,
  },
  '100,000 levels': { body: () => '['.repeat(100_000), fault: /deeper than 64/ },
  '100,000 objects': { body: () => '{"a":'.repeat(100_000), fault: /deeper than 64/ },
};

describe.each(subjects)('$api refuses', (subject) => {
  it.each(Object.entries(bodies))('%s', async (_name, { body, fault, at }) => {
    const url = urlOf(daemon.addresses, subject.api);
    const sent = request(url, `${subject.line} HTTP/1.1`, jsonHeaders(subject.api), body(subject));
    const refusal = demand(subject.api, subject.operation, await ask(url, sent), 400);
    expect(refusal.message).toMatch(fault);
    expect(refusal.faults.length).toBeGreaterThan(0);
    for (const one of refusal.faults) expect(one.in).toBe('body');
    if (at !== undefined)
      expect(refusal.faults.map((one) => one.path)).toContain(at === 'text' ? subject.text : at);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'application/problem+json',
    'application/json, text/plain',
    '',
    null,
  ])('the media type %j', async (type) => {
    const url = urlOf(daemon.addresses, subject.api);
    const headers = { ...jsonHeaders(subject.api), 'content-type': type };
    const sent = request(url, `${subject.line} HTTP/1.1`, headers, JSON.stringify(subject.body));
    const { message } = demand(subject.api, subject.operation, await ask(url, sent), 415);
    expect(message).toContain('application/json');
  });

  it.each(['gzip', 'br', 'identity, gzip', 'x-unknown'])('the encoding %s', async (encoding) => {
    const url = urlOf(daemon.addresses, subject.api);
    const headers = { ...jsonHeaders(subject.api), 'content-encoding': encoding };
    const sent = request(url, `${subject.line} HTTP/1.1`, headers, JSON.stringify(subject.body));
    demand(subject.api, subject.operation, await ask(url, sent), 415);
  });

  it('and has written nothing', () => {
    expect(countRows(daemon.home)).toEqual(before);
  });
});

describe('a free object', () => {
  const send = async (line: string, body?: string) => {
    const url = daemon.addresses.prx;
    const answer = await ask(url, request(url, `${line} HTTP/1.1`, jsonHeaders('prx'), body));
    return { status: answer?.status, body: JSON.parse(answer?.body ?? 'null') };
  };

  it.each([
    '{"__proto__":{"admin":true}}',
    '{"a":{"b":[{"__proto__":1}]}}',
    '{"constructor":{"prototype":{}}}',
  ])('may not hold %s', async (metadata) => {
    expect(
      (await send('POST /api/v1/sessions', `{"user_id":"u","metadata":${metadata}}`)).status,
    ).toBe(400);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  it('comes back as it was sent', async () => {
    const metadata = {
      emoji: '😀 é \u2028',
      constructor: 'a name like any other',
      toString: null,
      ' ': { 'a.b': [0, -0.5, 1e21, true, [], {}] },
      control: '\u0001\t\n\u007f',
    };
    const made = await send(
      'POST /api/v1/sessions',
      JSON.stringify({ user_id: 'ü\u0001', metadata }),
    );
    expect(made.status).toBe(201);
    const read = await send(`GET /api/v1/sessions/${made.body.id}`);
    expect(read.body).toMatchObject({ user_id: 'ü\u0001' });
    expect(JSON.stringify(read.body.metadata)).toBe(JSON.stringify(metadata));
  });

  it('means the last of two equal keys, in what is checked and in what is kept', async () => {
    const made = await send('POST /api/v1/sessions', '{"user_id":1,"user_id":"second"}');
    expect(made).toMatchObject({ status: 201, body: { user_id: 'second' } });
    const refused = await send('POST /api/v1/sessions', '{"user_id":"first","user_id":2}');
    expect(refused.status).toBe(400);
  });

  it('needs a user beside it that is not empty', async () => {
    expect((await send('POST /api/v1/sessions', '{"user_id":""}')).status).toBe(400);
  });

  it('may begin with a byte order mark', async () => {
    expect((await send('POST /api/v1/sessions', '\ufeff{"user_id":"u"}')).status).toBe(201);
  });

  it('is too large at 16 KiB and a byte', async () => {
    const fill = (size: number) =>
      JSON.stringify({ user_id: 'u', metadata: { a: 'x'.repeat(size - 8) } });
    expect((await send('POST /api/v1/sessions', fill(16_384))).status).toBe(201);
    expect((await send('POST /api/v1/sessions', fill(16_385))).status).toBe(400);
  });
});

describe('content of messages', () => {
  it('comes back whole, or is refused', async () => {
    const url = daemon.addresses.prx;
    const send = (line: string, body?: string) =>
      ask(url, request(url, `${line} HTTP/1.1`, jsonHeaders('prx'), body));
    const { id } = JSON.parse((await send('POST /api/v1/sessions', '{"user_id":"u"}'))?.body ?? '');
    const path = `/api/v1/sessions/${id}/messages`;
    const content = 'a\u0001b\u001f é 😀 \ufeff "quoted" \\ </script>';
    expect((await send(`POST ${path}`, JSON.stringify({ content })))?.status).toBe(200);
    const refused = await send(`POST ${path}`, '{"content":"before\\u0000after"}');
    expect(demand('prx', 'sendMessage', refused, 400).message).toMatch(/"content" holds a NUL/);
    for (const blank of ['""', '" \\n\\t"', '"\\u3000"'])
      demand('prx', 'sendMessage', await send(`POST ${path}`, `{"content":${blank}}`), 400);
    const read: { messages: { role: string; content: string }[] } = JSON.parse(
      (await send(`GET ${path}`))?.body ?? '',
    );
    const said = read.messages.filter((one) => one.role === 'human').map((one) => one.content);
    expect(said).toEqual([content]);
  });
});
