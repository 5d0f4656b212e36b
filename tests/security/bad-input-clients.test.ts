/**
 * Owns clients that behave oddly rather than send nonsense: too much, too slowly, too many at once, or gone before the answer.
 * Requests that are wrong in themselves are in the other bad-input files.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countRows, demand, jsonHeaders, subjects, urlOf } from '../http/edge.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { ask, request, Wire } from '../support/raw-http.ts';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
beforeAll(async () => {
  daemon = await startTestDaemon({
    env: { GATEHOUSE_SERVER_HEADERS_TIMEOUT_SECS: '2', GATEHOUSE_SERVER_REQUEST_TIMEOUT_SECS: '2' },
  });
});
afterAll(() => daemon.stop());

const OK = '{"user_id":"u"}';
const LIMIT = 1_048_576;
const JSON_HEADERS = jsonHeaders('prx');
const prx = () => daemon.addresses.prx;
const post = (body: string | Buffer, headers: Record<string, string | null> = {}) =>
  request(prx(), 'POST /api/v1/sessions HTTP/1.1', { ...JSON_HEADERS, ...headers }, body);
const say = (id: string, content: string, headers: Record<string, string> = {}) =>
  request(
    prx(),
    `POST /api/v1/sessions/${id}/messages HTTP/1.1`,
    { ...JSON_HEADERS, ...headers },
    JSON.stringify({ content }),
  );
const STREAM = { Accept: 'text/event-stream' };

async function createSession(): Promise<string> {
  return JSON.parse((await ask(prx(), post(OK)))?.body ?? '').id;
}

/** A request in one chunk. */
function chunked(body: Buffer): Buffer {
  const head = post('', { 'Transfer-Encoding': 'chunked' });
  return Buffer.concat([
    head,
    Buffer.from(`${body.length.toString(16)}\r\n`),
    body,
    Buffer.from('\r\n0\r\n\r\n'),
  ]);
}

/** Sends everything before it reads anything, as simple clients do. */
async function sendThenRead(url: string, bytes: Buffer) {
  const wire = await Wire.open(url);
  wire.socket.pause();
  const failed = await new Promise((resolve) => wire.socket.write(bytes, resolve));
  wire.socket.resume();
  const answer = await wire.next();
  return { failed, answer, closed: await wire.closed };
}

describe.each(subjects)('a body too large for $api', ({ api, operation, line, body, text }) => {
  const fill = (bytes: number) => {
    const empty = JSON.stringify({ ...body, [text]: '' });
    return Buffer.from(JSON.stringify({ ...body, [text]: 'x'.repeat(bytes - empty.length) }));
  };

  it.each([LIMIT + 1, 2 * LIMIT, 5 * LIMIT])('is refused readably at %i bytes', async (size) => {
    const url = urlOf(daemon.addresses, api);
    const sent = request(url, `${line} HTTP/1.1`, jsonHeaders(api), fill(size));
    const { failed, answer, closed } = await sendThenRead(url, sent);
    expect(failed ?? null).toBeNull();
    expect(demand(api, operation, answer, 413).message).toContain(`${LIMIT} bytes`);
    expect(closed).toBe('end');
  });

  it('is read at the limit, and judged as any other', async () => {
    const url = urlOf(daemon.addresses, api);
    const sent = request(url, `${line} HTTP/1.1`, jsonHeaders(api), fill(LIMIT));
    demand(api, operation, await ask(url, sent), 400);
  });
});

describe('a body of no stated length', () => {
  it.each([LIMIT + 20, 3 * LIMIT])('is refused readably at %i bytes', async (size) => {
    const { answer, closed } = await sendThenRead(prx(), chunked(Buffer.alloc(size, 0x20)));
    demand('prx', 'createSession', answer, 413);
    expect(closed).toBe('end');
  });

  it('is not read for ever', async () => {
    const wire = await Wire.open(prx());
    wire.send(post('', { 'Transfer-Encoding': 'chunked' }));
    const chunk = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(0x100000),
      Buffer.from('\r\n'),
    ]);
    const isOver = Promise.race([wire.closed, wire.until((received) => received.length > 0)]);
    let over = false;
    void isOver.then(() => {
      over = true;
    });
    let sent = 0;
    while (!over && sent < 100) {
      await new Promise((resolve) => wire.socket.write(chunk, resolve));
      sent += 1;
    }
    expect(sent).toBeLessThan(100);
    wire.cut();
  });

  it('may come byte by byte', async () => {
    const wire = await Wire.open(prx());
    wire.send(post('', { 'Transfer-Encoding': 'chunked' }));
    for (const byte of OK) wire.send(`1\r\n${byte}\r\n`);
    wire.send('0\r\n\r\n');
    expect(await wire.next()).toMatchObject({ status: 201 });
    wire.cut();
  });
});

describe('headers that ask for more than there is', () => {
  it('Expect: 100-continue is met, then the request is answered', async () => {
    const wire = await Wire.open(prx());
    wire.send(post('', { Expect: '100-continue', 'Content-Length': String(OK.length) }));
    expect(await wire.next()).toMatchObject({ status: 100 });
    wire.send(OK);
    expect(await wire.next()).toMatchObject({ status: 201 });
    wire.cut();
  });

  it.each(['websocket', 'h2c'])('Upgrade: %s is not taken up', async (protocol) => {
    const answer = await ask(prx(), post(OK, { Connection: 'Upgrade', Upgrade: protocol }));
    expect(answer).toMatchObject({ status: 201 });
    expect(answer?.headers.upgrade).toBeUndefined();
  });

  it.each([
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json;charset="UTF-8"; x=y',
  ])('the media type %s is JSON', async (type) => {
    expect(await ask(prx(), post(OK, { 'content-type': type }))).toMatchObject({ status: 201 });
  });

  it('200 headers are taken', async () => {
    const url = prx();
    const line = `POST /api/v1/sessions HTTP/1.1\r\n${Array(196).fill('a: b').join('\r\n')}`;
    expect(await ask(url, request(url, line, JSON_HEADERS, OK))).toMatchObject({ status: 201 });
  });

  it('HTTP/1.0 may leave the host out', async () => {
    const sent = request(prx(), 'GET /api/v1/sessions HTTP/1.0', { ...JSON_HEADERS, Host: null });
    expect(await ask(prx(), sent)).toMatchObject({ status: 200, headers: { connection: 'close' } });
  });
});

describe('requests one after the other on one connection', () => {
  it.each([
    ['a good one', () => post(OK), 201],
    ['a body that is not JSON', () => post('{bad'), 400],
    ['a body of another type', () => post('x'.repeat(5000), { 'content-type': 'text/plain' }), 415],
    ['a body nobody may send', () => post('x'.repeat(5000), { authorization: null }), 401],
    [
      'a body for GET',
      () => request(prx(), 'GET /api/v1/sessions HTTP/1.1', JSON_HEADERS, OK),
      200,
    ],
    ['a body for nothing', () => request(prx(), 'POST /nope HTTP/1.1', JSON_HEADERS, OK), 404],
    [
      'a body for a wrong verb',
      () => request(prx(), 'PUT /api/v1/sessions HTTP/1.1', JSON_HEADERS, OK),
      405,
    ],
    ['a wrong host', () => post(OK, { Host: 'evil.example' }), 403],
  ])('go on after %s', async (_name, first, status) => {
    const wire = await Wire.open(prx());
    wire.send(Buffer.concat([first(), post(OK), post(OK)]));
    expect((await wire.next())?.status).toBe(status);
    expect((await wire.next())?.status).toBe(201);
    expect((await wire.next())?.status).toBe(201);
    wire.cut();
  });

  it('are answered in order when the last one is nonsense', async () => {
    const wire = await Wire.open(prx());
    wire.send(Buffer.concat([post(OK), post('{'), Buffer.from('nonsense\r\n\r\n')]));
    expect((await wire.next())?.status).toBe(201);
    expect((await wire.next())?.status).toBe(400);
    demand('prx', null, await wire.next(), 400);
    expect(await wire.closed).toBe('end');
  });

  it('keep a stream whole when nonsense follows it', async () => {
    const id = await createSession();
    const wire = await Wire.open(prx());
    // Nobody reads, so the turn waits for its reader with most of its words unsaid.
    wire.socket.pause();
    wire.send(say(id, 'a '.repeat(130_000), STREAM));
    const list = request(prx(), `GET /api/v1/sessions/${id}/messages HTTP/1.1`, JSON_HEADERS);
    const count = async () => JSON.parse((await ask(prx(), list))?.body ?? '').total;
    await expect.poll(count).toBe(1);
    wire.send('nonsense\r\n\r\n');
    expect(await count()).toBe(1);
    wire.socket.resume();
    const stream = await wire.next();
    expect(stream?.status).toBe(200);
    expect(stream?.body.match(/^event: done$/gm)).toHaveLength(1);
    demand('prx', null, await wire.next(), 400);
    await wire.closed;
  });

  it('are not smuggled in a body', async () => {
    const before = countRows(daemon.home).sessions ?? 0;
    const hidden = post(OK);
    const wire = await Wire.open(prx());
    // Whoever believed the length would see one request, whoever believed the chunks two.
    wire.send(
      post('', { 'Transfer-Encoding': 'chunked', 'Content-Length': String(hidden.length + 5) }),
    );
    wire.send(Buffer.concat([Buffer.from('0\r\n\r\n'), hidden]));
    demand('prx', null, await wire.next(), 400);
    expect(await wire.next()).toBeNull();
    expect(countRows(daemon.home).sessions).toBe(before);
  });
});

describe('slow clients', () => {
  it('are told so when headers trickle', async () => {
    const wire = await Wire.open(prx());
    wire.send('GET /api/v1/sessions HTTP/1.1\r\n');
    const trickle = setInterval(() => wire.send('X-A: b\r\n'), 100);
    demand('prx', null, await wire.next(), 408);
    clearInterval(trickle);
    wire.cut();
  });

  it('are told so when a body trickles', async () => {
    const wire = await Wire.open(prx());
    wire.send(post('', { 'Content-Length': '5000' }));
    const trickle = setInterval(() => wire.send(' '), 100);
    demand('prx', null, await wire.next(), 408);
    clearInterval(trickle);
    wire.cut();
  });

  it('are answered when they are just in time', async () => {
    const wire = await Wire.open(prx());
    for (const byte of post(OK)) wire.send(Buffer.from([byte]));
    expect(await wire.next()).toMatchObject({ status: 201 });
    wire.cut();
  });
});

describe('clients that leave', () => {
  it('are answered when they have only finished sending', async () => {
    const wire = await Wire.open(prx(), true);
    wire.send(post(OK));
    wire.socket.end();
    expect(await wire.next()).toMatchObject({ status: 201 });
    expect(await wire.closed).toBe('end');
  });

  it('are told when they finish too early', async () => {
    const wire = await Wire.open(prx(), true);
    wire.send(post('{"user', { 'Content-Length': '50' }));
    wire.socket.end();
    demand('prx', null, await wire.next(), 400);
  });

  it.each(['in the headers', 'in the body'])('write nothing when they go %s', async (where) => {
    const before = countRows(daemon.home);
    const whole = post(OK);
    for (let round = 0; round < 20; round += 1) {
      const wire = await Wire.open(prx());
      wire.send(whole.subarray(0, where === 'in the body' ? whole.length - 5 : 50));
      wire.socket.resetAndDestroy();
    }
    expect(
      await ask(prx(), request(prx(), 'GET /api/v1/sessions HTTP/1.1', JSON_HEADERS)),
    ).toMatchObject({ status: 200 });
    expect(countRows(daemon.home)).toEqual(before);
  });

  it('in the middle of a streamed turn free the session for the next turn', async () => {
    const id = await createSession();
    const wire = await Wire.open(prx());
    wire.send(say(id, 'a '.repeat(130_000), STREAM));
    await wire.until((received) => received.includes('event: token'));
    wire.socket.resetAndDestroy();
    const next = await ask(prx(), say(id, 'still there?'));
    expect(next).toMatchObject({ status: 200 });
    expect(JSON.parse(next?.body ?? '').content).toContain('still there?');
    const list = request(prx(), `GET /api/v1/sessions/${id}/messages HTTP/1.1`, JSON_HEADERS);
    const { messages } = JSON.parse((await ask(prx(), list))?.body ?? '');
    // The message of the turn that broke off stays, its answer does not.
    expect(messages.map((one: { role: string }) => one.role)).toEqual(['human', 'human', 'ai']);
  });
});
