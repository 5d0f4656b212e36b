/**
 * Owns what asking a peer agent promises: two daemons of ours, one asking the other, over real sockets, while it works, dies and
 * comes back. Peers that are hostile are in hostile-peers.test.ts.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { peerAdapter } from '../../../src/adapters/a2a/index.ts';
import { builtIn } from '../../../src/app/outside.ts';
import type { ModelEvent, ModelRequest, Provider } from '../../../src/domain/agent/index.ts';
import type { ToolContext } from '../../../src/domain/tools/index.ts';
import { makeToken } from '../../contract/read.ts';
import { clientsOf } from '../../contract/served.ts';
import { startTestDaemon } from '../../support/daemon.ts';

const FAST = { checkMs: 50, lookMs: 2000, pollMs: 20 };
const usage = { provider: 'test', model: 'test', input: 1, output: 1, costMicros: 0 };

/** Says what it was told, but holds back what says "wait". */
class Helper implements Provider {
  readonly name = 'test';
  readonly model = 'helper';
  waiting = 0;
  ended = 0;

  async *answer({ messages }: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const said = messages.at(-1)?.content ?? '';
    if (said === 'wait') {
      this.waiting += 1;
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }).finally(() => {
        this.ended += 1;
      });
    }
    yield { type: 'token', content: `${said}, says the helper` };
    yield { type: 'usage', usage };
  }
}

/** Asks the helper first, and then answers with what it said. */
const asking: Provider = {
  name: 'test',
  model: 'asking',
  async *answer({ messages, tools }: ModelRequest): AsyncGenerator<ModelEvent> {
    const last = messages.at(-1);
    if (last?.role === 'tool') yield { type: 'token', content: `It says: ${last.content}` };
    else {
      expect(tools.map(({ name }) => name)).toContain('a2a_helper');
      const input = { message: last?.content ?? '' };
      yield { type: 'tool_call', call: { id: 'call_1', name: 'a2a_helper', input } };
    }
    yield { type: 'usage', usage };
  },
};

const helper = new Helper();
const homes = mkdtempSync(join(tmpdir(), 'gatehouse-peers-'));
let made = 0;
let b: Awaited<ReturnType<typeof startTestDaemon>>;
let a: Awaited<ReturnType<typeof startTestDaemon>>;
let token: string;

const startB = (port: string) =>
  startTestDaemon({
    home: join(homes, 'helper'),
    env: {
      AGENT_ID: 'helper',
      GATEHOUSE_MANAGEMENT_PORT: port,
      GATEHOUSE_MANAGEMENT_AUTH: 'true',
      GATEHOUSE_AGENT_DESCRIPTION: 'Helps with everything',
    },
    outside: { ...builtIn, provider: helper },
  });

beforeAll(async () => {
  b = await startB('0');
  ({ token } = await makeToken(clientsOf(b.addresses).prx, ['a2a:write']));
  a = await startA(token);
});
afterAll(async () => {
  await a.stop();
  await b.stop();
  rmSync(homes, { recursive: true, force: true });
});

async function startA(secret: string) {
  made += 1;
  const home = join(homes, `asking-${made}`);
  mkdirSync(home);
  const table = `[a2a.peers.helper]\nurl = "${b.addresses.agent}"\ntoken = "${secret}"\n`;
  const off = '[a2a.peers.off]\nurl = "http://127.0.0.1:1"\nenabled = false\n';
  writeFileSync(join(home, 'gatehouse.toml'), table + off);
  return await startTestDaemon({
    home,
    outside: { ...builtIn, provider: asking, peers: peerAdapter(FAST) },
  });
}

const statusOf = async (daemon = a) =>
  Object((await clientsOf(daemon.addresses).agent.call('getStatus')).body).data.a2a;
const until = (status: string, daemon = a) =>
  vi.waitUntil(async () => (await statusOf(daemon)).helper.status === status, { timeout: 30_000 });

function toolOf(daemon = a) {
  const [tool] = daemon.services.peers.tools();
  if (tool === undefined) throw new Error('the peer is no tool');
  return tool;
}
const contextOf = (signal: AbortSignal): ToolContext => ({
  sessionId: 'sess_1',
  callId: crypto.randomUUID(),
  signal,
});

it('shows in the status, and is a tool of the agent', async () => {
  await until('connected');
  expect(await statusOf()).toEqual({
    helper: { status: 'connected', url: b.addresses.agent },
  });
  expect(toolOf()).toMatchObject({
    name: 'a2a_helper',
    source: 'a2a:helper',
    description: expect.stringContaining('Helps with everything'),
  });
  const { prx } = clientsOf(a.addresses);
  const { body: session } = await prx.call('createSession', { body: { user_id: 'u' } });
  const { body } = await prx.call('sendMessage', {
    path: { id: Object(session).id },
    body: { content: 'Hello' },
  });
  expect(body).toMatchObject({ content: 'It says: Hello, says the helper' });
});

it('is told when nobody waits for it any more', async () => {
  await until('connected');
  const leave = new AbortController();
  const asked = toolOf().call({ message: 'wait' }, contextOf(leave.signal));
  await vi.waitUntil(() => helper.waiting === 1, { timeout: 30_000 });
  leave.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
  await vi.waitUntil(() => helper.ended === 1, { timeout: 30_000 });
});

it('that refuses the token says so in the result, and the token stays a secret', async () => {
  const other = await startA('a-token-that-nobody-knows');
  onTestFinished(() => other.stop());
  await until('connected', other);
  const asked = toolOf(other).call({ message: 'Hi' }, contextOf(new AbortController().signal));
  await expect(asked).rejects.toThrow('The bearer token is not valid');
  await expect(asked).rejects.not.toThrow(/nobody-knows/);
});

it('that dies is shown so with the reason, and is back once it is', async () => {
  await until('connected');
  const { port } = new URL(b.addresses.agent);
  await b.stop();
  await until('disconnected');
  expect((await statusOf()).helper.error).toMatch(/ECONNREFUSED|ECONNRESET|closed/);
  expect(a.services.peers.tools()).toEqual([]);
  const { body } = await clientsOf(a.addresses).prx.call('getStatus');
  expect(Object(body)).toMatchObject({
    status: 'degraded',
    reasons: expect.arrayContaining([expect.objectContaining({ component: 'a2a:helper' })]),
  });
  b = await startB(port);
  await until('connected');
  const context = contextOf(new AbortController().signal);
  expect(await toolOf().call({ message: 'Back?' }, context)).toEqual({
    content: 'Back?, says the helper',
    failed: false,
  });
});
