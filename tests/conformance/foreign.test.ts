/**
 * Owns the proof that the checker judges servers it has never seen: a right one without a false alarm, and hostile ones in bounded time
 * with nothing lost. Servers that are our daemon but for one fault are in broken.test.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Contract } from '../../src/conformance/contract.ts';
import {
  htmlReport,
  jsonReport,
  junitReport,
  type Outcome,
  textReport,
} from '../../src/conformance/index.ts';
import { Prober } from '../../src/conformance/prober.ts';
import { Record } from '../../src/conformance/record.ts';
import { checkEndless, checkHeartbeat, isEndless } from '../../src/conformance/streams.ts';
import { Wire } from '../../src/conformance/wire.ts';
import { failedChecks } from '../support/conformance.ts';
import {
  type Asked,
  checkThings,
  document,
  events,
  say,
  serveThings,
  TOKEN,
} from '../support/foreign-server.ts';

const isOne = ({ method, path }: Asked) => method === 'GET' && /^\/things\/[^/]+$/.test(path);
const isSaid = ({ path }: Asked) => path.endsWith('/say');
const isMade = ({ method, path }: Asked) => method === 'POST' && path === '/things';

const told = ({ record }: Outcome, check: string) =>
  record.violations.find((one) => one.check === check)?.message;

describe('a server of somebody else', () => {
  it('that is right passes, whatever is drawn', async () => {
    const outcome = await checkThings(await serveThings(), { requests: 300 });
    expect(outcome.record.violations).toEqual([]);
    expect(outcome.ending).toBe('done');
  });

  it('that is slow has everything looked at, also what comes after the random requests', async () => {
    const url = await serveThings((asked, response) => {
      if (!isOne(asked)) return false;
      void sleep(100).then(() => say(response, 404, { error: 'no' }));
      return true;
    });
    // More than fit into its share of the time.
    const options = { requests: 1000, timeoutMs: 20_000, heartbeatMs: 300 };
    const outcome = await checkThings(url, options);
    expect(outcome.ending).toBe('done');
    expect(told(outcome, 'stream-heartbeat')).toMatch(/^was silent/);
  });

  it('that dies of a request is told of with that request', async () => {
    let isDead = false;
    const url = await serveThings((asked, response) => {
      isDead ||= isMade(asked) && asked.body.includes('}{');
      isDead ||= isMade(asked) && asked.body.includes('"name":""');
      if (isDead) response.destroy();
      return isDead;
    });
    const outcome = await checkThings(url, { requests: 2000, only: 'createThing' });
    expect(outcome.ending).toBe('unreachable');
    expect(outcome.record.violations).toContainEqual(
      expect.objectContaining({
        check: 'answer-whole',
        operation: 'createThing',
        replay: expect.stringMatching(/--seed \d+ --path [\d:]+$/),
      }),
    );
  });
});

it('a contract of OpenAPI 3.0 may say null and bounds in its own words', async () => {
  const name = { nullable: true, allOf: [{ $ref: '#/components/schemas/Name' }] };
  const count = { type: 'integer', nullable: true, minimum: 0, exclusiveMinimum: true };
  const schema = { type: 'object', required: ['name', 'count'], properties: { name, count } };
  const ok = { description: 'one', content: { 'application/json': { schema } } };
  const contract = new Contract('old', {
    openapi: '3.0.3',
    paths: { '/one': { get: { operationId: 'getOne', responses: { '200': ok } } } },
    components: { schemas: { Name: { type: 'string' } } },
  });
  const serve = (count: number | null) =>
    serveThings(
      ({ path }, response) => path === '/one' && say(response, 200, { name: null, count }),
    );
  const judged = async (count: number | null) =>
    told(await checkThings(await serve(count), { contract, only: 'getOne' }), 'body-schema') ??
    null;
  expect(await judged(null)).toBeNull();
  expect(await judged(1)).toBeNull();
  expect(await judged(0)).toMatch(/count must be > 0/);
});

describe('one operation that', () => {
  it.each<[string, (asked: Asked) => boolean]>([
    ['is not the first one', isOne],
    ['is the first one', ({ method, path }) => method === 'GET' && path === '/things'],
  ])('hangs and %s leaves the others to be checked', async (_what, isHung) => {
    let hung = 0;
    const url = await serveThings((asked) => {
      if (!isHung(asked)) return false;
      hung += 1;
      return true;
    });
    const outcome = await checkThings(url, { requests: 50, requestTimeoutMs: 200 });
    expect(outcome).toMatchObject({ ending: 'done', message: null });
    expect(failedChecks(outcome)).toEqual(['answers-in-time']);
    expect(outcome.record.verdicts.get('streamEvents')?.get('stream-resume')?.passed).toBe(1);
    expect(hung).toBeLessThan(10);
  });

  it('always breaks off leaves the others to be checked', async () => {
    const url = await serveThings((asked, response) => {
      if (!isOne(asked)) return false;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{', () => response.destroy());
      return true;
    });
    const outcome = await checkThings(url, { requests: 50 });
    expect(outcome).toMatchObject({ ending: 'done', message: null });
    expect(failedChecks(outcome)).toEqual(['answer-whole']);
  });
});

describe('an answer', () => {
  it.each<[string, string, RegExp, (response: Parameters<typeof say>[0]) => void]>([
    [
      'byte by byte without end',
      'answers-in-time',
      /no end of the answer within/,
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 10);
        response.once('close', () => clearInterval(timer));
      },
    ],
    [
      'compressed though nobody asked for it',
      'body-schema',
      /is compressed as gzip/,
      (response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync('[]')),
    ],
    [
      'in another alphabet',
      'body-schema',
      /is not UTF-8/,
      (response) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(Buffer.from('[{"id":"a","name":"\u00fc"}]', 'latin1')),
    ],
    [
      'that leads elsewhere',
      'undeclared-status',
      /307 is not a declared status/,
      (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    [
      'with more headers than can be read',
      'answer-whole',
      /Header overflow/,
      (response) => say(response, 200, [], { 'x-long': 'x'.repeat(100_000) }),
    ],
  ])('%s is caught', async (_what, check, words, spoil) => {
    const url = await serveThings(({ method, path }, response) => {
      const isSpoilt = method === 'GET' && path === '/things';
      if (isSpoilt) spoil(response);
      return isSpoilt;
    });
    const outcome = await checkThings(url, { only: 'listThings', requestTimeoutMs: 300 });
    expect(outcome.ending).toBe('done');
    expect(told(outcome, check)).toMatch(words);
  });
});

it('a run that is interrupted waits no longer for an answer that does not come', async () => {
  const interrupt = new AbortController();
  const url = await serveThings(({ path }) => {
    if (path !== '/things') return false;
    interrupt.abort();
    return true;
  });
  const outcome = await checkThings(url, { requestTimeoutMs: 3_600_000, signal: interrupt.signal });
  expect(outcome.ending).toBe('interrupted');
  expect(outcome.record.violations).toEqual([]);
});

describe('a stream', () => {
  it('that ends by itself is read after something was made', async () => {
    const url = await serveThings((asked, response) => {
      if (!isSaid(asked) || asked.path.includes('thing1')) return false;
      events(response).end('event: tock\ndata: {}\n\n');
      return true;
    });
    const outcome = await checkThings(url);
    expect(told(outcome, 'stream-event')).toMatch(/sayThing 200 has an event that/);
  });

  it('that breaks off is caught', async () => {
    const url = await serveThings((asked, response) => {
      if (!isSaid(asked) || asked.path.includes('thing1')) return false;
      events(response).write('event: tick\ndata: {}\n\n', () => response.destroy());
      return true;
    });
    expect(told(await checkThings(url), 'answer-whole')).toMatch(/broke off after 1 event/);
  });

  it('that is closed every two events still has to resume', async () => {
    const url = await serveThings(({ path, request }, response) => {
      if (path !== '/events' || request.headers.authorization === undefined) return false;
      const after = Number(request.headers['last-event-id'] ?? 0);
      if (Number.isNaN(after)) return false;
      // It forgets one whenever somebody comes back.
      const next = after === 0 ? 1 : after + 2;
      const block = (id: number) => `event: tick\nid: ${id}\ndata: {}\n\n`;
      events(response).end(block(next) + block(next + 1));
      return true;
    });
    expect(told(await checkThings(url), 'stream-resume')).toMatch(/the event 2 was lost/);
  });

  it('that is asked for too often is resumed when its limit lets it', async () => {
    let refused = 0;
    const url = await serveThings(({ path, request }, response) => {
      const isResume = path === '/events' && request.headers['last-event-id'] === '1';
      if (!isResume || refused > 0) return false;
      refused += 1;
      say(response, 429, {}, { 'retry-after': '0' });
      return true;
    });
    const outcome = await checkThings(url, { only: 'streamEvents' });
    expect(refused).toBe(1);
    expect(outcome.record.verdicts.get('streamEvents')?.get('stream-resume')).toMatchObject({
      passed: 1,
      failed: 0,
    });
  });

  it('that is waited for is left as soon as the run is interrupted', async () => {
    const url = new URL(await serveThings());
    const wire = new Wire(url, { timeoutMs: 5000, maxBytes: 1e6 });
    onTestFinished(() => wire.close());
    const interrupt = new AbortController();
    const contract = new Contract('things', document);
    const operation = contract.operations.find(isEndless);
    if (operation === undefined) throw new Error('there is no stream');
    const prober = new Prober({
      contract,
      record: new Record(),
      wire,
      token: TOKEN,
      ends: Date.now() + 3_600_000,
      signal: interrupt.signal,
    });
    const reader = await checkEndless(prober, operation, async () => undefined);
    if (reader === null) throw new Error('the stream does not begin');
    const waiting = checkHeartbeat(prober, operation, reader, 3_000_000);
    interrupt.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'Abort', why: 'interrupted' });
    expect(prober.record.verdicts.get(operation.id)?.get('stream-heartbeat')).toBeUndefined();
  });

  it('that sends one event without end is caught', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const url = await serveThings(({ path, request }, response) => {
      if (path !== '/events' || request.headers.authorization === undefined) return false;
      const more = () => {
        while (!response.destroyed && response.write(piece));
      };
      events(response).write('data: ');
      response.on('drain', more);
      more();
      return true;
    });
    const outcome = await checkThings(url, { only: 'events' });
    expect(told(outcome, 'stream-event')).toMatch(
      /more than \d+ bytes without the end of an event/,
    );
  });
});

describe('a limit', () => {
  it('that asks to come back tomorrow does not keep the run waiting', async () => {
    let left = 3;
    const url = await serveThings(({ method, path }, response) => {
      if (method !== 'GET' || path !== '/things') return false;
      left -= 1;
      const rate = {
        'x-ratelimit-limit': '3',
        'x-ratelimit-remaining': String(Math.max(0, left)),
        'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000)),
      };
      if (left >= 0) return say(response, 200, [], rate);
      return say(response, 429, { error: 'no' }, { ...rate, 'retry-after': '86400' });
    });
    const outcome = await checkThings(url, { only: 'listThings', rateLimit: true });
    expect(outcome.ending).toBe('done');
  });
});

describe('reports', () => {
  const hostile = '<b>"&\u0000\u001b[2J\u009b31m\u202e]]>\ud83d\ude00';

  /** Everything that a report can be, of a run against a server that says hostile things. */
  async function reports(api: string, spoil: Parameters<typeof serveThings>[0], more = {}) {
    const url = await serveThings(spoil);
    const outcome = await checkThings(url, { requests: 50, ...more });
    const head = { api, url, seed: 1 };
    return {
      outcome,
      text: textReport(head, outcome),
      json: jsonReport(head, outcome),
      junit: junitReport(head, outcome),
      html: htmlReport(head, outcome),
    };
  }

  it('repeat neither the token nor anything that a terminal, XML or HTML would obey', async () => {
    const { outcome, ...all } = await reports('things', ({ request, path }, response) => {
      const said = `${request.headers.authorization} ${hostile}`;
      const body = `{"error": 1, "said": "${said}"}`;
      if (path !== '/things') return false;
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      return true;
    });
    expect(told(outcome, 'body-schema')).toContain('***');
    for (const report of Object.values(all)) expect(report).not.toContain(TOKEN);
    expect(all.text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(JSON.parse(all.json)).toMatchObject({ conforms: false });
    expect(xmlFault(all.junit)).toBeNull();
    expect(all.html).not.toContain('<b>"');
  });

  it('are valid whatever the contract is called and however the run ended', async () => {
    const { junit, html, json } = await reports('<a> & "b"', () => false, { timeoutMs: 1 });
    expect(xmlFault(junit)).toBeNull();
    expect(junit).toContain('<error message="the time is over"/>');
    expect(html).toContain('&lt;a&gt;');
    expect(JSON.parse(json)).toMatchObject({ ending: 'time-over' });
  });

  it('name a contract by any name', async () => {
    const contract = new Contract('my <api> #1', document);
    const outcome = await checkThings(await serveThings(), { contract });
    expect(outcome.record.violations).toEqual([]);
  });
});

/** Why a text is no XML of elements and attributes alone, or null. */
function xmlFault(text: string): string | null {
  const open: string[] = [];
  const tag = /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/y;
  const words = /[^<]+/y;
  const wrong = /&(?!(?:amp|lt|gt|quot);)|[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
  if (wrong.test(text)) return 'has what no XML may hold';
  let at = text.startsWith('<?xml version="1.0" encoding="UTF-8"?>') ? text.indexOf('?>') + 2 : 0;
  while (at < text.length) {
    words.lastIndex = at;
    at = words.exec(text) === null ? at : words.lastIndex;
    if (at >= text.length) break;
    tag.lastIndex = at;
    const [, closes, name = '', , alone] = tag.exec(text) ?? [];
    if (name === '') return `has no element at ${text.slice(at, at + 80)}`;
    at = tag.lastIndex;
    if (closes === '/' && open.pop() !== name) return `closes ${name} which is not open`;
    if (closes === '' && alone === '') open.push(name);
  }
  return open.length === 0 ? null : `leaves ${open.join(', ')} open`;
}
