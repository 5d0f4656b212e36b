/**
 * Owns what the PRX tag `channels` promises: every configured channel as it is, restarting and checking one.
 * How states change is tested in tests/domain.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { at, makeSession } from '../read.ts';
import { type RegistryDaemon, startRegistryDaemon } from './registry-daemon.ts';

let world: RegistryDaemon;
beforeAll(async () => {
  world = await startRegistryDaemon();
  await untilTelegram('connected');
});
afterAll(() => world.stop());

const list = async () => Object((await world.prx.call('listChannels')).body).channels;

const untilTelegram = (status: string) =>
  vi.waitUntil(async () => at(await list(), 2, 'status') === status, {
    timeout: 30_000,
    interval: 10,
  });

const unknown = {
  status: 404,
  body: {
    error: { code: 'not_found', message: 'Channel matrix is not configured', details: null },
  },
};

describe('listChannels', () => {
  it('lists every configured channel, by name, and why one is not connected', async () => {
    await makeSession(world.prx, { channel: 'telegram' });
    await vi.waitUntil(async () => at(await list(), 0, 'error') !== undefined, { timeout: 30_000 });
    expect(await list()).toEqual([
      { name: 'discord', status: expect.any(String), error: 'Invalid bot token' },
      {
        name: 'slack',
        status: 'disconnected',
        error: 'no adapter for this channel in this version',
      },
      {
        name: 'telegram',
        status: 'connected',
        connected_at: '2026-03-21T10:00:00Z',
        active_sessions: 1,
      },
    ]);
  });

  it('is counted in the status, where each one that is down is a reason', async () => {
    const { body } = await world.prx.call('getStatus');
    expect(body).toMatchObject({ status: 'degraded', channels: { connected: 1, total: 3 } });
    expect(at(body, 'reasons')).toEqual(
      expect.arrayContaining([
        { component: 'channel:discord', reason: 'Invalid bot token' },
        { component: 'channel:slack', reason: 'no adapter for this channel in this version' },
      ]),
    );
  });
});

describe('restartChannel', () => {
  it('answers at once, and the channel comes back', async () => {
    const attempts = world.telegram.attempts;
    const path = { name: 'telegram' };
    const answer = { status: 200, body: { name: 'telegram', status: 'reconnecting' } };
    expect(await world.prx.call('restartChannel', { path })).toMatchObject(answer);
    expect(await world.prx.call('restartChannel', { path })).toMatchObject(answer);
    await untilTelegram('connected');
    expect(world.telegram.attempts).toBeGreaterThan(attempts);
  });

  it('cannot connect what has no adapter, and the list goes on saying so', async () => {
    const answer = await world.prx.call('restartChannel', { path: { name: 'slack' } });
    expect(answer.body).toEqual({ name: 'slack', status: 'reconnecting' });
    expect(at(await list(), 1, 'status')).toBe('disconnected');
  });

  it('answers 404 to a channel that is not configured', async () => {
    const answer = await world.prx.call('restartChannel', { path: { name: 'matrix' } });
    expect(answer).toMatchObject(unknown);
  });
});

describe('getChannelHealth', () => {
  const health = async (name: string) =>
    await world.prx.call('getChannelHealth', { path: { name } });

  it('asks the vendor', async () => {
    await untilTelegram('connected');
    const well = { name: 'telegram', healthy: true, latency_ms: 0, last_message_at: null };
    expect((await health('telegram')).body).toEqual(well);
    await world.telegram.events?.received({
      eventId: '1',
      jid: 'tg:7',
      chatName: null,
      isGroup: false,
      messageId: '1',
      sender: '7',
      senderName: 'Lee',
      text: 'hello',
      at: world.clock.now() - 5000,
      isBot: false,
      isOwn: false,
      mentionsAgent: false,
      thread: null,
    });
    expect((await health('telegram')).body).toEqual({
      ...well,
      last_message_at: '2026-03-21T09:59:55Z',
    });
    world.telegram.sickness = 'Unauthorized';
    expect((await health('telegram')).body).toMatchObject({
      healthy: false,
      latency_ms: null,
      error: 'Unauthorized',
    });
  });

  it('says why a channel that is not connected is not well', async () => {
    expect((await health('slack')).body).toEqual({
      name: 'slack',
      healthy: false,
      latency_ms: null,
      last_message_at: null,
      error: 'no adapter for this channel in this version',
    });
  });

  it('answers 404 to a channel that is not configured', async () => {
    expect(await health('matrix')).toMatchObject(unknown);
  });
});
