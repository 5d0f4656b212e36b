/**
 * Owns what the endpoint of the A2A protocol promises to good callers: the official client speaks to it in both versions.
 * Calls that are refused are in a2a-refusals.test.ts, what tasks are is tested in tests/domain.
 */
import { AgentCard, Role, type StreamResponse, type Task, TaskState } from '@a2a-js/sdk';
import { type Client, ClientFactory, JsonRpcTransportFactory } from '@a2a-js/sdk/client';
import { parseLegacyAgentCard } from '@a2a-js/sdk/compat/v0_3/client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { builtIn } from '../../../src/app/outside.ts';
import type { ModelEvent, ModelRequest, Provider } from '../../../src/domain/agent/index.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { tempDir } from '../../support/temp.ts';
import { at, makeToken, textAt } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';
import { message, rpc, text } from './a2a-calls.ts';

/** Repeats what it was told; what says "wait" is answered once the test lets it. */
class Parrot implements Provider {
  readonly name = 'test';
  readonly model = 'parrot';
  readonly #waiting = new Set<() => void>();

  get waiting(): number {
    return this.#waiting.size;
  }

  go(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  async *answer({ messages }: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const said = messages.at(-1)?.content ?? '';
    yield { type: 'token', content: 'You said: ' };
    if (said.startsWith('wait')) {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.add(resolve);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
    yield { type: 'token', content: said };
    yield {
      type: 'usage',
      usage: { provider: 'test', model: 'parrot', input: 1, output: 2, costMicros: 0 },
    };
  }
}

const parrot = new Parrot();
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;
beforeAll(async () => {
  daemon = await startTestDaemon({ outside: { ...builtIn, provider: parrot } });
  clients = clientsOf(daemon.addresses);
});
afterAll(() => daemon.stop());

/** A message as the official client takes it. */
function say(text: string, more: { contextId?: string; immediately?: boolean } = {}) {
  return {
    tenant: '',
    message: {
      messageId: crypto.randomUUID(),
      contextId: more.contextId ?? '',
      taskId: '',
      role: Role.ROLE_USER,
      parts: [
        {
          content: { $case: 'text' as const, value: text },
          metadata: undefined,
          filename: '',
          mediaType: 'text/plain',
        },
      ],
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
    },
    configuration: {
      acceptedOutputModes: [],
      taskPushNotificationConfig: undefined,
      returnImmediately: more.immediately ?? false,
    },
    metadata: undefined,
  };
}

/** The official client, as its version of the protocol finds the way from the card. */
async function clientOf(version: '1.0' | '0.3', url = daemon.addresses.agent): Promise<Client> {
  if (version === '1.0') return await new ClientFactory().createFromUrl(url);
  const card = await (await fetch(`${url}/.well-known/agent-card.json`)).json();
  const { supportedInterfaces: newer, ...old } = Object(card);
  expect(newer).toHaveLength(2);
  const transports = [new JsonRpcTransportFactory({ legacyCompat: { enabled: true } })];
  return await new ClientFactory({ transports }).createFromAgentCard(parseLegacyAgentCard(old));
}

function taskOf(result: Awaited<ReturnType<Client['sendMessage']>>): Task {
  if ('artifacts' in result) return result;
  throw new Error(`expected a task, got ${JSON.stringify(result)}`);
}

const answerOf = ({ artifacts }: Task) =>
  artifacts
    .flatMap(({ parts }) => parts)
    .map(({ content }) => (content?.$case === 'text' ? content.value : ''))
    .join('');

describe.each(['1.0', '0.3'] as const)('the official client, version %s', (version) => {
  it('completes a task, whose context is a session', async () => {
    const client = await clientOf(version);
    expect(client.protocolVersion).toBe(version);
    const task = taskOf(await client.sendMessage(say('Hello')));
    expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(answerOf(task)).toBe('You said: Hello');
    const { body } = await clients.prx.call('getSession', { path: { id: task.contextId } });
    expect(body).toMatchObject({ channel: 'a2a', user_id: 'a2a' });
    const next = taskOf(await client.sendMessage(say('More', { contextId: task.contextId })));
    expect(next.contextId).toBe(task.contextId);
    expect(next.id).not.toBe(task.id);
    const again = await client.getTask({ tenant: '', id: task.id });
    expect(again).toEqual(task);
  });

  it('follows a task as it is done', async () => {
    const client = await clientOf(version);
    const events: StreamResponse[] = [];
    for await (const event of client.sendMessageStream(say('Hello'))) events.push(event);
    const [first] = events;
    expect(first?.payload?.$case).toBe('task');
    const pieces = events.flatMap(({ payload }) =>
      payload?.$case === 'artifactUpdate' ? [payload.value] : [],
    );
    const text = pieces
      .flatMap(({ artifact }) => artifact?.parts ?? [])
      .map(({ content }) => (content?.$case === 'text' ? content.value : ''));
    expect(text.join('')).toBe('You said: Hello');
    expect(pieces[0]?.append).toBe(false);
    expect(events.at(-1)?.payload).toMatchObject({
      $case: 'statusUpdate',
      value: { status: { state: TaskState.TASK_STATE_COMPLETED } },
    });
  });

  it('need not wait, may come back to a task, and may cancel it', async () => {
    const client = await clientOf(version);
    const begun = taskOf(await client.sendMessage(say('wait', { immediately: true })));
    expect([TaskState.TASK_STATE_SUBMITTED, TaskState.TASK_STATE_WORKING]).toContain(
      begun.status?.state,
    );
    await vi.waitUntil(() => parrot.waiting > 0, { timeout: 30_000 });
    const followed = client.resubscribeTask({ tenant: '', id: begun.id });
    const { value: event } = await followed.next();
    expect(event?.payload).toMatchObject({ $case: 'task' });
    const canceled = await client.cancelTask({ tenant: '', id: begun.id, metadata: undefined });
    expect(canceled.status?.state).toBe(TaskState.TASK_STATE_CANCELED);
    const rest: StreamResponse[] = [];
    for await (const one of followed) rest.push(one);
    expect(rest.at(-1)?.payload).toMatchObject({
      $case: 'statusUpdate',
      value: { status: { state: TaskState.TASK_STATE_CANCELED } },
    });
    parrot.go();
  });

  it('may go away from a stream without ending the task', async () => {
    const client = await clientOf(version);
    const leave = new AbortController();
    const stream = client.sendMessageStream(say('wait here'), { signal: leave.signal });
    const { value } = await stream.next();
    const id = value?.payload?.$case === 'task' ? value.payload.value.id : '';
    await vi.waitUntil(() => parrot.waiting > 0, { timeout: 30_000 });
    leave.abort();
    const rest = async () => {
      for await (const event of stream) expect(event.payload?.$case).not.toBe('task');
    };
    await expect(rest()).rejects.toThrow();
    parrot.go();
    await vi.waitUntil(
      async () => {
        const { status } = await client.getTask({ tenant: '', id });
        return status?.state === TaskState.TASK_STATE_COMPLETED;
      },
      { timeout: 30_000 },
    );
  });
});

describe('a task', () => {
  it('is known after a restart', async () => {
    const home = tempDir();
    const first = await startTestDaemon({ home });
    const task = taskOf(
      await (await clientOf('1.0', first.addresses.agent)).sendMessage(say('Hello')),
    );
    await first.stop();
    const second = await startTestDaemon({ home });
    onTestFinished(() => second.stop());
    const client = await clientOf('1.0', second.addresses.agent);
    expect(await client.getTask({ tenant: '', id: task.id })).toEqual(task);
  });
});

describe('a call', () => {
  it('is answered with JSON or a stream, as its method has it', async () => {
    const blocking = { ...message(text('Hi')), configuration: { blocking: true } };
    const whole = await clients.agent.call('callA2a', { body: rpc('message/send', blocking) });
    expect(whole.body).toMatchObject({
      id: 7,
      result: { kind: 'task', status: { state: 'completed' }, history: [{ messageId: 'msg-1' }] },
    });
    const { events, status } = await clients.agent.call('callA2a', {
      body: rpc('message/stream', message(text('Hi')), { id: 'seven' }),
    });
    expect(status).toBe(200);
    const data = events?.map((one) => one.data) ?? [];
    expect(data.map((one) => at(one, 'id'))).toEqual(data.map(() => 'seven'));
    expect(data.map((one) => at(one, 'result', 'kind'))).toEqual(
      expect.arrayContaining(['task', 'status-update', 'artifact-update']),
    );
    expect(at(data.at(-1), 'result', 'final')).toBe(true);
  });
});

describe('a caller with a token', () => {
  it('needs the scope, and sees its own tasks only', async () => {
    const closed = await startTestDaemon({ env: { GATEHOUSE_MANAGEMENT_AUTH: 'true' } });
    onTestFinished(() => closed.stop());
    const { agent, prx } = clientsOf(closed.addresses);
    const [one, two] = await Promise.all([
      makeToken(prx, ['a2a:write']),
      makeToken(prx, ['a2a:write']),
    ]);
    const body = rpc('message/send', { ...message(text('Hi')), configuration: { blocking: true } });
    const made = await agent.call('callA2a', { body, token: one.token });
    const id = textAt(made.body, 'result', 'id');
    const ask = async (token: string) =>
      (await agent.call('callA2a', { body: rpc('tasks/get', { id }), token })).body;
    expect(at(await ask(one.token), 'result', 'id')).toBe(id);
    expect(at(await ask(two.token), 'error', 'code')).toBe(-32001);
    const contextId = textAt(made.body, 'result', 'contextId');
    const other = rpc('message/send', message(text('Hi'), { contextId }));
    const refused = await agent.call('callA2a', { body: other, token: two.token });
    expect(at(refused.body, 'error', 'code')).toBe(-32602);
    expect((await agent.call('callA2a', { body, token: null })).status).toBe(401);
  });
});

it('the card is one that the SDK reads whole', async () => {
  const { body } = await clients.agent.call('getAgentCard');
  const card = AgentCard.fromJSON(body);
  expect(AgentCard.toJSON(card)).toMatchObject({
    name: 'my-agent',
    capabilities: { streaming: true },
  });
});
