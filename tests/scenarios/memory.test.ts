/**
 * Owns what long conversations come to, through a whole daemon and a model behind a socket: the window stays small and the early fact is
 * seen; and two agents that use one database one after the other. Single rules are in tests/domain/memory.test.ts.
 */
import { expect, onTestFinished, test } from 'vitest';
import { at, makeSession } from '../contract/read.ts';
import { clientsOf } from '../contract/served.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { startOpenAiServer } from '../support/model-servers/openai.ts';
import type { RecordedRequest } from '../support/model-servers/replies.ts';
import { tempDir } from '../support/temp.ts';

const WINDOW = 10;
const FACT = 'FACT: The launch code is blue-42';

const messagesOf = ({ body }: RecordedRequest): { role: string; content: string }[] =>
  Array.isArray(body.messages)
    ? body.messages.map((one) => ({ role: String(one.role), content: textOf(one.content) }))
    : [];

const textOf = (content: unknown): string =>
  typeof content === 'string' ? content : JSON.stringify(content ?? '');

const systemOf = (request: RecordedRequest): string => messagesOf(request)[0]?.content ?? '';

const isSummary = (request: RecordedRequest): boolean =>
  systemOf(request).includes('long-term memory of a conversation');

/** A model that answers `ok` in conversations; asked for a summary it knows no more than the facts it is shown. */
async function startModel() {
  const server = await startOpenAiServer();
  onTestFinished(() => server.stop());
  server.respond = (request) => {
    if (!isSummary(request)) return 'ok';
    const shown = messagesOf(request).at(-1)?.content ?? '';
    const facts = new Set(shown.split('\n').filter((line) => line.startsWith('FACT:')));
    return { text: ['They talked.', ...facts].join('\n'), usage: { input: 1000, output: 50 } };
  };
  const env = {
    OPENAI_API_KEY: 'test-key',
    OPENAI_BASE_URL: server.url,
    GATEHOUSE_PROVIDERS_PRIMARY: 'openai',
  };
  return { server, env };
}

test('a thread of 2,000 messages stays inside the window, and the model still sees the early fact', async () => {
  const { server, env } = await startModel();
  const daemon = await startTestDaemon({ env });
  onTestFinished(() => daemon.stop());
  const { prx, agent } = clientsOf(daemon.addresses);
  const changed = await agent.call('updateMemoryConfig', {
    body: { summarize: true, window_size: WINDOW, summarize_threshold: 30 },
  });
  expect(changed.status).toBe(200);
  const id = await makeSession(prx);
  const say = async (content: string) => {
    const answer = await prx.call('sendMessage', { path: { id }, body: { content } });
    expect(answer.status).toBe(200);
  };
  await say(`Hello.\n${FACT}\nRemember that.`);
  for (let n = 2; n <= 1000; n += 1) await say(`message ${n}`);

  const talk = server.requests.filter((request) => !isSummary(request));
  expect(talk).toHaveLength(1000);
  for (const request of talk) {
    const [system, ...rest] = messagesOf(request);
    expect(system?.role).toBe('system');
    expect(rest.length).toBeLessThanOrEqual(WINDOW);
  }
  const last = talk.at(-1);
  if (last === undefined) throw new Error('nothing was asked');
  expect(systemOf(last)).toContain('The launch code is blue-42');
  expect(systemOf(last)).toContain('They talked.');
  const shown = messagesOf(last).map(({ content }) => content);
  expect(shown.at(-1)).toContain('message 1000');
  expect(shown.slice(1).join()).not.toContain('blue-42');

  const summaries = server.requests.filter(isSummary);
  expect(summaries.length).toBeGreaterThan(50);
  for (const request of summaries) {
    expect(JSON.stringify(request.body).length).toBeLessThan(20_000);
  }
  const session = (await prx.call('getSession', { path: { id } })).body;
  expect(Number(at(session, 'token_usage', 'input'))).toBeGreaterThan(50 * 1000);
  const { body } = await agent.call('deleteThread', { path: { thread_id: id } });
  expect(body).toMatchObject({
    data: { deleted: { checkpoints: 2000, checkpoint_blobs: 0, persistent_memory: 2 } },
  });
}, 180_000);

test('two agents on one database each have their own, until one hands it over', async () => {
  const { env: model } = await startModel();
  const home = tempDir();
  const start = async (agentId: string) => {
    const env = {
      ...model,
      AGENT_ID: agentId,
      GATEHOUSE_MEMORY_SUMMARIZE: 'true',
      GATEHOUSE_MEMORY_WINDOW_SIZE: '1',
      GATEHOUSE_MEMORY_SUMMARIZE_THRESHOLD: '1',
    };
    const daemon = await startTestDaemon({ home, env });
    const { prx, agent } = clientsOf(daemon.addresses);
    return {
      stop: () => daemon.stop(),
      async talk(content: string): Promise<string> {
        const id = await makeSession(prx);
        await prx.call('sendMessage', { path: { id }, body: { content } });
        return id;
      },
      async threads(): Promise<unknown> {
        return at((await agent.call('listThreads')).body, 'data', 'threads');
      },
      recalled: (id: string) => daemon.services.memory.recall(id),
      async deleteAll(): Promise<unknown> {
        const { body } = await agent.call('deleteThreads', { query: { all: 'true' } });
        return at(body, 'data', 'deleted');
      },
      async migrate(old_id: string, new_id: string): Promise<unknown> {
        const { body } = await agent.call('migrateAgentId', { body: { old_id, new_id } });
        return at(body, 'data', 'migrated_threads');
      },
      status: async (id: string) =>
        (await agent.call('listThreadMessages', { path: { thread_id: id } })).status,
    };
  };

  const a = await start('a');
  const ofA = [await a.talk(`Hi\n${FACT}`), await a.talk('x'.repeat(20_000))];
  await expect.poll(() => a.recalled(ofA[0] ?? '')).toContain('blue-42');
  await expect.poll(() => a.recalled(ofA[1] ?? '')).toContain('They talked.');
  await a.stop();

  const b = await start('b');
  const ofB = await b.talk('Hello');
  await expect.poll(() => b.recalled(ofB)).toContain('They talked.');
  expect(await b.threads()).toEqual([ofB]);
  expect(await b.status(ofA[0] ?? '')).toBe(403);
  expect(await b.deleteAll()).toEqual({
    checkpoints: 2,
    checkpoint_blobs: 0,
    persistent_memory: 1,
  });
  await b.stop();

  const again = await start('a');
  expect(await again.threads()).toEqual(ofA.toReversed());
  expect(await again.status(ofA[0] ?? '')).toBe(200);
  await again.stop();

  const heir = await start('b');
  expect(await heir.threads()).toEqual([]);
  expect(await heir.migrate('a', 'b')).toBe(2);
  expect(await heir.threads()).toEqual(ofA.toReversed());
  expect(await heir.recalled(ofA[0] ?? '')).toContain('blue-42');
  expect(await heir.deleteAll()).toEqual({
    checkpoints: 4,
    checkpoint_blobs: 1,
    persistent_memory: 3,
  });
  await heir.stop();

  const poor = await start('a');
  expect(await poor.threads()).toEqual([]);
  await poor.stop();
});
