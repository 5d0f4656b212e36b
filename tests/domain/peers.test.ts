/**
 * Owns what the registry of peer agents promises: states, troubles, and which of them are tools. Speaking to them is tested in tests/adapters.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { type PeerConnection, type PeerSettings, Peers } from '../../src/domain/peers/index.ts';
import { TestClock } from './ground.ts';

/** Peers in memory that refuse as the test tells them, and break. */
function peersOf(configured: Record<string, PeerSettings>) {
  const refusals = new Map<string, string>();
  const breaks = new Map<string, (reason: string) => void>();
  const told: string[] = [];
  const peers = new Peers({
    configured: () => configured,
    adapter: (name) => ({
      async connect(): Promise<PeerConnection> {
        const refusal = refusals.get(name);
        if (refusal !== undefined) throw new Error(refusal);
        return {
          description: `Is ${name}`,
          ended: new Promise((resolve) => breaks.set(name, resolve)),
          ask: async (message, messageId) => ({
            content: `${messageId}: ${message}`,
            failed: false,
          }),
          close: async () => undefined,
        };
      },
    }),
    clock: new TestClock(),
    onChange: (name, state, error) => told.push(`${name} ${state} ${error ?? ''}`.trim()),
    times: { retryMs: () => 5 },
  });
  onTestFinished(() => peers.stop());
  peers.start();
  const until = (name: string, status: string) =>
    vi.waitUntil(() => peers.list().find((one) => one.name === name)?.status === status, {
      interval: 2,
    });
  return { peers, refusals, breaks, told, until };
}

const url = 'http://127.0.0.1:1';

test('tells of every enabled peer, and takes the connected ones as tools', async () => {
  const { peers, refusals, breaks, told, until } = peersOf({
    one: { enabled: true, url },
    ['x'.repeat(64)]: { enabled: true, url },
    off: { enabled: false, url },
  });
  await until('one', 'connected');
  await until('x'.repeat(64), 'connected');
  expect(peers.list()[0]).toEqual({ name: 'one', url, status: 'connected', error: null });
  expect(peers.down()).toEqual([]);
  const [tool, long] = peers.tools();
  expect(tool).toMatchObject({
    name: 'a2a_one',
    source: 'a2a:one',
    inputSchema: { required: ['message'], additionalProperties: false },
  });
  expect(tool?.description).toContain('Is one');
  expect(long?.name).toHaveLength(64);
  const context = { sessionId: 's', callId: 'call_1', signal: new AbortController().signal };
  expect(await tool?.call({ message: 'Hi' }, context)).toEqual({
    content: 'call_1: Hi',
    failed: false,
  });

  refusals.set('one', 'it is asleep');
  breaks.get('one')?.('it went away');
  await until('one', 'disconnected');
  await vi.waitUntil(() => peers.down()[0]?.reason === 'it is asleep', { interval: 2 });
  expect(peers.tools()).toHaveLength(1);
  refusals.clear();
  await until('one', 'connected');
  expect(told.filter((one) => one.startsWith('one'))).toEqual([
    'one connected',
    'one disconnected it went away',
    'one disconnected it is asleep',
    'one connected',
  ]);
});

test('goes after the settings', async () => {
  const configured: Record<string, PeerSettings> = { one: { enabled: true, url } };
  const { peers, until } = peersOf(configured);
  await until('one', 'connected');
  configured.two = { enabled: true, url };
  delete configured.one;
  peers.follow();
  await until('two', 'connected');
  expect(peers.tools().map(({ name }) => name)).toEqual(['a2a_two']);
});
