/**
 * Owns what connections promise the registry of running components: only what changed is opened again, and the old one goes on until
 * the new one works. Losing and mending connections is tested with channels and MCP servers.
 */
import { expect, onTestFinished, test } from 'vitest';
import { type Connection, Connections } from '../../src/domain/connections/index.ts';
import { Outpost } from './connections-ground.ts';
import { endless } from './ground.ts';

interface Settings {
  readonly token: string;
  readonly users: readonly string[];
}

/** An outpost that knows how many attempts nobody has ended yet. */
class PatientOutpost extends Outpost {
  pending = 0;

  override async connect(signal: AbortSignal) {
    this.pending += 1;
    try {
      return await super.connect(signal);
    } finally {
      this.pending -= 1;
    }
  }
}

/** Connections to outposts by their token, which tests lead; only another token may overlap. */
function connectionsOf(configured: Record<string, Settings>) {
  const posts = new Map<string, PatientOutpost>();
  const post = (token: string): PatientOutpost => {
    const known = posts.get(token) ?? new PatientOutpost();
    posts.set(token, known);
    return known;
  };
  const told: string[] = [];
  const connections = new Connections<Settings, Connection>({
    configured: () => configured,
    connectorOf: (_name, { token }) => (token === 'unknown' ? null : post(token)),
    unreachable: 'no adapter',
    overlaps: (before, after) => before.token !== after.token,
    onShift: (name, shift) =>
      told.push(`${name} ${shift.kind}${'error' in shift ? ` ${shift.error}` : ''}`),
    clock: { now: () => 0, monotonic: () => 0 },
    times: { connectMs: 200, closeMs: 100, retryMs: () => 5 },
  });
  onTestFinished(() => connections.stop());
  const one = () => connections.find('one');
  return { connections, configured, post, told, one, settle: () => connections.settle(endless) };
}

const first: Settings = { token: 'a', users: [] };

async function connected() {
  const world = connectionsOf({ one: first, other: { token: 'z', users: [] } });
  world.connections.start();
  await world.settle();
  expect(world.one()).toMatchObject({ status: 'connected', used: first, refused: null });
  world.told.length = 0;
  return world;
}

test('a new connection takes the place of the old one as soon as it works, and no other is touched', async () => {
  const { configured, post, told, one, settle } = await connected();
  const next = { token: 'b', users: [] };
  configured.one = next;
  await settle();
  expect(one()).toMatchObject({ status: 'connected', used: next, refused: null });
  expect(post('b')).toMatchObject({ attempts: 1, open: 1 });
  await expect.poll(() => post('a').open).toBe(0);
  expect(told).toEqual(['one disconnected null', 'one connected']);
  expect(post('z')).toMatchObject({ attempts: 1, open: 1 });
});

test('the old one goes on while the new one does not work, until it does', async () => {
  const { configured, post, told, one, settle } = await connected();
  const next = { token: 'b', users: [] };
  post('b').refusal = 'bad token';
  configured.one = next;
  await settle();
  expect(one()).toMatchObject({
    status: 'connected',
    settings: next,
    used: first,
    refused: 'bad token',
  });
  expect(post('a')).toMatchObject({ attempts: 1, open: 1 });
  post('b').refusal = null;
  await expect.poll(() => one()?.used).toEqual(next);
  expect(one()).toMatchObject({ status: 'connected', refused: null });
  await expect.poll(() => post('a').open).toBe(0);
  expect(told).toEqual(['one failed bad token', 'one disconnected null', 'one connected']);
});

test('going back to the old settings gives the new connection up and leaves the old one alone', async () => {
  const { configured, post, one, settle } = await connected();
  post('b').hangs = true;
  configured.one = { token: 'b', users: [] };
  expect(one()).toMatchObject({ status: 'connected', refused: 'still connecting' });
  await expect.poll(() => post('b').attempts).toBe(1);
  configured.one = first;
  await settle();
  expect(one()).toMatchObject({ status: 'connected', used: first, refused: null });
  expect(post('a')).toMatchObject({ attempts: 1, open: 1 });
  expect(post('b')).toMatchObject({ attempts: 1, open: 0 });
});

test('the old one is opened again when it breaks while the new one does not work', async () => {
  const { configured, post, one, settle } = await connected();
  post('b').refusal = 'bad token';
  configured.one = { token: 'b', users: [] };
  await settle();
  post('a').break('connection lost');
  await expect.poll(() => post('a').attempts).toBe(2);
  await expect.poll(() => one()?.status).toBe('connected');
  expect(one()).toMatchObject({ used: first, refused: 'bad token' });
});

test('what cannot be reached at all leaves the old one where it is', async () => {
  const { configured, one, settle } = await connected();
  configured.one = { token: 'unknown', users: [] };
  await settle();
  expect(one()).toMatchObject({ status: 'connected', used: first, refused: 'no adapter' });
});

test('where two would meet the old one is closed first', async () => {
  const { configured, post, one, settle } = await connected();
  const next = { token: 'a', users: ['bo'] };
  configured.one = next;
  await settle();
  expect(one()).toMatchObject({ status: 'connected', used: next });
  expect(post('a')).toMatchObject({ attempts: 2, open: 1, most: 1 });
});

test.each([
  ['removed', ({ configured }: Awaited<ReturnType<typeof connected>>) => delete configured.one],
  ['stopped', ({ connections }: Awaited<ReturnType<typeof connected>>) => connections.stop()],
])(
  'one that is %s while its new connection works on it leaves nothing open',
  async (_name, end) => {
    const world = await connected();
    const { configured, post, one, connections } = world;
    post('b').hangs = true;
    configured.one = { token: 'b', users: [] };
    one();
    await expect.poll(() => post('b').attempts).toBe(1);
    await end(world);
    connections.follow();
    await connections.stop();
    expect(post('a').open).toBe(0);
    expect(post('b')).toMatchObject({ attempts: 1, open: 0, pending: 0 });
  },
);

test('restarting takes the new settings', async () => {
  const { configured, connections, post, one, settle } = await connected();
  post('b').refusal = 'bad token';
  const next = { token: 'b', users: [] };
  configured.one = next;
  await settle();
  connections.restart('one');
  await expect.poll(() => one()?.error).toBe('bad token');
  expect(one()).toMatchObject({ used: next, refused: null });
  expect(post('a').open).toBe(0);
});

test('waiting for outcomes ends with its signal', async () => {
  const { configured, connections, post } = await connected();
  post('b').hangs = true;
  configured.one = { token: 'b', users: [] };
  const end = new AbortController();
  const settled = connections.settle(end.signal);
  await expect.poll(() => post('b').attempts).toBe(1);
  end.abort();
  await settled;
  expect(post('b')).toMatchObject({ attempts: 1, pending: 1 });
});
