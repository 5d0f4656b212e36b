/**
 * Owns requests that only a bare socket can send: broken framing, absurd headers, halves. What happens between several requests, or
 * to clients that are slow or leave, is in bad-input-clients.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countRows, demand, jsonHeaders, type Subject, subjects, urlOf } from '../http/edge.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { request, Wire } from '../support/raw-http.ts';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let before: Record<string, number>;
beforeAll(async () => {
  daemon = await startTestDaemon({
    env: {
      GATEHOUSE_SERVER_HEADERS_TIMEOUT_SECS: '1',
      GATEHOUSE_SERVER_REQUEST_TIMEOUT_SECS: '1',
    },
  });
  before = countRows(daemon.home);
});
afterAll(() => daemon.stop());

/** The subject's good request with other headers, or with lines before its own headers. */
function write(subject: Subject, headers: Record<string, string | null> = {}, lines = ''): Buffer {
  const url = urlOf(daemon.addresses, subject.api);
  const line = `${subject.line} HTTP/1.1${lines === '' ? '' : `\r\n${lines}`}`;
  const all = { ...jsonHeaders(subject.api), ...headers };
  return request(url, line, all, JSON.stringify(subject.body));
}

const CHUNKED = { 'Transfer-Encoding': 'chunked', 'Content-Length': null };

/** Requests of the parser's or the guard's refusal: what is sent, the status and what the answer says. */
const refused: Record<
  string,
  { send: (of: Subject) => string | Buffer; status: number; says: RegExp }
> = {
  words: { send: () => 'hello\r\n\r\n', status: 400, says: /method/i },
  'a TLS greeting': {
    send: () => Buffer.from([0x16, 3, 1, 0, 0xa5, 1, 0, 0, 0xa1, 3, 3]),
    status: 400,
    says: /method/i,
  },
  'the preface of HTTP/2': {
    send: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    status: 400,
    says: /PRI|HTTP\/2|Pause/i,
  },
  'HTTP/0.9': { send: () => 'GET /openapi.json\r\n\r\n', status: 400, says: /HTTP\/0\.9/ },
  'HTTP/2.0': {
    send: () => 'GET /openapi.json HTTP/2.0\r\nHost: localhost\r\n\r\n',
    status: 400,
    says: /HTTP\/2\.0/,
  },
  'HTTP/1.2': {
    send: () => 'GET / HTTP/1.2\r\nHost: localhost\r\n\r\n',
    status: 400,
    says: /version/i,
  },
  'bare line feeds': {
    send: () => 'GET / HTTP/1.1\nHost: localhost\n\n',
    status: 400,
    says: /CR|LF/,
  },
  CONNECT: {
    send: () => 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    status: 400,
    says: /proxy/,
  },
  'two hosts': {
    send: (of) => write(of, {}, 'Host: localhost'),
    status: 400,
    says: /"host" is given twice/,
  },
  'two types': {
    send: (of) => write(of, {}, 'Content-Type: text/plain'),
    status: 400,
    says: /"content-type" is given twice/,
  },
  'two credentials': {
    send: (of) => write(of, {}, of.api === 'nanoclaw' ? 'X-API-Key: x' : 'Authorization: Bearer x'),
    status: 400,
    says: /is given twice/,
  },
  'a header without a colon': {
    send: (of) => write(of, {}, 'colourless'),
    status: 400,
    says: /header/i,
  },
  'a space before the colon': {
    send: (of) => write(of, {}, 'X-A : b'),
    status: 400,
    says: /header/i,
  },
  'a header without a name': { send: (of) => write(of, {}, ': b'), status: 400, says: /header/i },
  'a folded header': { send: (of) => write(of, {}, 'X-A: b\r\n c'), status: 400, says: /header/i },
  'a NUL in a header': { send: (of) => write(of, {}, 'X-A: b\0c'), status: 400, says: /header/i },
  'a NUL in a name': { send: (of) => write(of, {}, 'X-\0A: b'), status: 400, says: /header/i },
  'a header of 20,000 bytes': {
    send: (of) => write(of, { 'X-A': 'x'.repeat(20_000) }),
    status: 431,
    says: /too large/,
  },
  'a name of 20,000 bytes': {
    send: (of) => write(of, { ['x'.repeat(20_000)]: 'a' }),
    status: 431,
    says: /too large/,
  },
  '201 headers': {
    send: (of) => write(of, {}, Array(201).fill('a: b').join('\r\n')),
    status: 431,
    // Newer parsers bound the bytes before the guard can count.
    says: /headers/,
  },
  '2,000 headers': {
    send: (of) => write(of, {}, Array(2000).fill('a:').join('\r\n')),
    status: 431,
    // Newer parsers bound the bytes before the guard can count.
    says: /headers/,
  },
  'an unknown expectation': {
    send: (of) => write(of, { Expect: 'miracles' }),
    status: 417,
    says: /100-continue/,
  },
  'a negative length': {
    send: (of) => write(of, { 'Content-Length': '-1' }),
    status: 400,
    says: /Content-Length/,
  },
  'a length with a sign': {
    send: (of) => write(of, { 'Content-Length': '+15' }),
    status: 400,
    says: /Content-Length/,
  },
  'a length in hex': {
    send: (of) => write(of, { 'Content-Length': '0xf' }),
    status: 400,
    says: /Content-Length/,
  },
  'a length beyond numbers': {
    send: (of) => write(of, { 'Content-Length': '9'.repeat(30) }),
    status: 400,
    says: /Content-Length/,
  },
  'two lengths': {
    send: (of) => write(of, {}, 'Content-Length: 3'),
    status: 400,
    says: /Content-Length/,
  },
  'two lengths in one': {
    send: (of) => write(of, { 'Content-Length': '3, 3' }),
    status: 400,
    says: /Content-Length/,
  },
  'a length and chunks': {
    send: (of) => write(of, { 'Transfer-Encoding': 'chunked' }),
    status: 400,
    says: /Transfer-Encoding/,
  },
  'chunks that are not last': {
    send: (of) => write(of, { ...CHUNKED, 'Transfer-Encoding': 'chunked, gzip' }),
    status: 400,
    says: /Transfer-Encoding/,
  },
  'an unknown transfer coding': {
    send: (of) => write(of, { ...CHUNKED, 'Transfer-Encoding': 'xchunked' }),
    status: 400,
    says: /Transfer-Encoding/,
  },
  'a chunk of no size': {
    send: (of) => `${write(of, CHUNKED).toString('latin1').split('\r\n\r\n')[0]}\r\n\r\nzz\r\n`,
    status: 400,
    says: /chunk/i,
  },
  'a chunk of negative size': {
    send: (of) => `${write(of, CHUNKED).toString('latin1').split('\r\n\r\n')[0]}\r\n\r\n-1\r\n`,
    status: 400,
    says: /chunk/i,
  },
  'a chunk of endless size': {
    send: (of) =>
      `${write(of, CHUNKED).toString('latin1').split('\r\n\r\n')[0]}\r\n\r\n${'f'.repeat(17)}\r\n`,
    status: 400,
    says: /chunk/i,
  },
  'a chunk longer than it says': {
    send: (of) =>
      `${write(of, CHUNKED).toString('latin1').split('\r\n\r\n')[0]}\r\n\r\n1\r\nabc\r\n`,
    status: 400,
    says: /chunk|LF|CR/i,
  },
  'extensions without end': {
    send: (of) =>
      `${write(of, CHUNKED).toString('latin1').split('\r\n\r\n')[0]}\r\n\r\n1;${'x'.repeat(20_000)}\r\n`,
    status: 413,
    says: /chunk extensions/,
  },
  'fewer bytes than it says': {
    send: (of) => write(of, { 'Content-Length': '5000' }),
    status: 408,
    says: /in time/,
  },
  'chunks that do not end': {
    send: (of) => `${write(of, CHUNKED).toString('latin1').split('\r\n\r\n')[0]}\r\n\r\n1\r\n{\r\n`,
    status: 408,
    says: /in time/,
  },
  'half a header': { send: (of) => write(of).subarray(0, 40), status: 408, says: /in time/ },
  nothing: { send: () => '', status: 408, says: /in time/ },
};

describe.each(subjects)('$api, on a socket of its own,', (subject) => {
  it.concurrent.each(Object.entries(refused))(
    'refuses %s and closes',
    async (_name, { send, status, says }) => {
      const wire = await Wire.open(urlOf(daemon.addresses, subject.api));
      wire.send(send(subject));
      const answer = await wire.next();
      expect(demand(subject.api, null, answer, status).message).toMatch(says);
      // What the guard refuses is a whole request: its connection may go on.
      if (answer?.headers.connection === 'close') await wire.closed;
      wire.cut();
    },
  );

  it('has written nothing by then', () => {
    expect(countRows(daemon.home)).toEqual(before);
  });
});
