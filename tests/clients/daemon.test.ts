/**
 * Owns the TypeScript client beside a real daemon: every API, pages, turns, the log stream, errors by code, and a webhook.
 * What it makes of servers that misbehave is in retry.test.ts and stream.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createGatehouse,
  createPrxClient,
  type Gatehouse,
  isGatehouseError,
  paginate,
  stream,
  verifyPrxSignature,
  verifyWebhook,
} from '../../clients/typescript/src/index.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../support/daemon.ts';
import { HookReceiver } from '../support/hook-receiver.ts';
import { rejection } from './ambient.ts';

let receiver: HookReceiver;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let gatehouse: Gatehouse;

beforeAll(async () => {
  receiver = await HookReceiver.start();
  daemon = await startTestDaemon({ env: { GATEHOUSE_HOOKS_ALLOWED_HOSTS: receiver.host } });
  const { prx, agent, nanoclaw } = daemon.addresses;
  gatehouse = createGatehouse({
    prx: { baseUrl: prx, token: ADMIN_TOKEN },
    agent: { baseUrl: agent, token: ADMIN_TOKEN },
    nanoclaw: { baseUrl: nanoclaw, apiKey: ADMIN_TOKEN },
  });
});
afterAll(async () => {
  await daemon.stop();
  await receiver.stop();
});

describe('operations', () => {
  it('speak all three APIs', async () => {
    const { prx, agent, nanoclaw } = gatehouse;
    expect(await prx.getHealth()).toEqual({ healthy: true });
    expect((await agent.getMemoryConfig()).success).toBe(true);
    expect(Array.isArray(await nanoclaw.listChannels())).toBe(true);
    expect(await prx.getMetrics()).toContain('# HELP');
  });

  it('make, read and end a session', async () => {
    const { prx } = gatehouse;
    const made = await prx.createSession({ body: { user_id: 'user_life' } });
    const read = await prx.getSession({ path: { id: made.id } });
    expect(read).toMatchObject({ id: made.id, user_id: 'user_life', status: 'active' });
    expect(await prx.deleteSession({ path: { id: made.id } })).toBeUndefined();
    const again = await rejection(prx.deleteSession({ path: { id: made.id } }));
    expect(again).toMatchObject({ api: 'prx', status: 409, code: 'conflict' });
    if (isGatehouseError(again, 'prx')) expect(again.requestId).toMatch(/^req_/);
  });

  it('tell errors of each API by its codes', async () => {
    const { prx, agent, nanoclaw } = gatehouse;
    expect(await rejection(prx.getSession({ path: { id: 'sess_none' } }))).toMatchObject({
      api: 'prx',
      status: 404,
      code: 'not_found',
    });
    expect(await rejection(agent.updateCardUrl({ body: { url: 'ftp://x' } }))).toMatchObject({
      api: 'agent',
      status: 400,
      code: 'INVALID_PARAM',
    });
    expect(
      await rejection(nanoclaw.sendChannelMessage({ body: { jid: 'nobody', text: 'Hi' } })),
    ).toMatchObject({ api: 'nanoclaw', status: 400, code: 'invalid_jid' });
    const stranger = createPrxClient({ baseUrl: daemon.addresses.prx, token: 'prx_wrong-token' });
    const refused = await rejection(stranger.listSessions());
    expect(refused).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(JSON.stringify(refused)).not.toContain('prx_wrong-token');
  });
});

describe('pages', () => {
  it('are read to the end, one item after the other', async () => {
    const { prx } = gatehouse;
    const made: string[] = [];
    for (let i = 0; i < 7; i += 1) {
      made.push((await prx.createSession({ body: { user_id: 'u', channel: 'paged' } })).id);
    }
    const query = { channel: 'paged', limit: 3 };
    const read: string[] = [];
    for await (const session of paginate(prx.listSessions, { query })) read.push(session.id);
    expect(read.toSorted()).toEqual(made.toSorted());
    const some: string[] = [];
    for await (const { id } of paginate(prx.listSessions, { query: { ...query, offset: 5 } })) {
      some.push(id);
    }
    expect(some).toEqual(read.slice(5));
  });

  it('may be lists without a total, and lists inside an envelope', async () => {
    const { prx, agent, nanoclaw } = gatehouse;
    const session = await prx.createSession({ body: { user_id: 'u' } });
    await prx.sendMessage({ path: session, body: { content: 'Hello' } });
    const threads: string[] = [];
    for await (const id of paginate(agent.listThreads, { query: { limit: 1 } })) threads.push(id);
    expect(threads).toContain(session.id);
    const roles: string[] = [];
    const path = { thread_id: session.id };
    for await (const { role } of paginate(agent.listThreadMessages, { path })) roles.push(role);
    expect(roles).toEqual(['human', 'ai']);
    for await (const entry of paginate(nanoclaw.getAuditLog, { query: { limit: 2 } })) {
      expect(entry.timestamp).toMatch(/^2/);
    }
  });
});

describe('streams', () => {
  it('bring a turn piece by piece', async () => {
    const { prx } = gatehouse;
    const { id } = await prx.createSession({ body: { user_id: 'u' } });
    const pieces: string[] = [];
    let answer = '';
    const events = stream(prx.sendMessage, { path: { id }, body: { content: 'Hello there' } });
    for await (const event of events) {
      if (event.event === 'token') pieces.push(event.data.content);
      if (event.event === 'done') answer = event.data.content;
    }
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe(answer);
    expect(answer).toContain('Hello there');
  });

  it('bring log entries, and go on where the last reader was', async () => {
    const { prx } = gatehouse;
    const say = (message: string) =>
      daemon.services.logs.append({
        at: Date.now(),
        level: 'warn',
        module: 'client::test',
        message,
        sessionId: null,
      });
    const next = async (lastEventId?: string) => {
      const query = { module: 'client::test' } as const;
      const events = stream(prx.streamLogs, {
        query,
        ...(lastEventId === undefined ? {} : { lastEventId }),
      });
      for await (const event of events) if (event.event === 'log') return event;
      throw new Error('the stream ended');
    };
    const first = next();
    // The entry must come after the reader: said until it is heard.
    const timer = setInterval(() => say('one'), 20);
    const heard = await first.finally(() => clearInterval(timer));
    expect(heard.data.message).toBe('one');
    say('two');
    let last = heard;
    while (last.data.message === 'one') last = await next(last.id);
    expect(last.data).toMatchObject({ message: 'two', level: 'warn' });
  });

  it('refuse what the contract refuses', async () => {
    const { prx } = gatehouse;
    const events = stream(prx.sendMessage, { path: { id: 'sess_no' }, body: { content: 'Hi' } });
    expect(await rejection(events.next())).toMatchObject({ status: 404, code: 'not_found' });
  });
});

it('a webhook of the daemon is believed', async () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  await gatehouse.prx.createHook({
    body: { url: receiver.url('/client'), events: ['session.created'], secret },
  });
  const { id } = await gatehouse.prx.createSession({ body: { user_id: 'user_hook' } });
  await receiver.until(1);
  const [received] = receiver.received;
  if (received === undefined) throw new Error('nothing came');
  const { headers, body } = received;
  const event = await verifyWebhook({ headers, body, secret });
  expect(event.event === 'session.created' && event.data.session_id).toBe(id);
  expect(await verifyPrxSignature({ headers, body, secret })).toEqual(event);
});

it('a limit of the daemon is waited for', async () => {
  const limited = await startTestDaemon({ env: { GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '2' } });
  try {
    const prx = createPrxClient({ baseUrl: limited.addresses.prx, token: ADMIN_TOKEN });
    const pages = await Promise.all(Array.from({ length: 5 }, () => prx.listSessions()));
    expect(pages.map((page) => page.total)).toEqual([0, 0, 0, 0, 0]);
  } finally {
    await limited.stop();
  }
});
