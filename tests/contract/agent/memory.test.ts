/**
 * Owns what the agent tags `memory` and `status` promise about threads: whose they are, what reading and deleting them answers.
 * That a deletion leaves nothing in the store is tested in tests/domain.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts } from '../../support/contract-check.ts';
import { credential } from '../../support/contract-client.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../../support/daemon.ts';
import { at, makeSession } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

/** The sessions of another agent, made by a daemon that ran on the same folder before. */
const theirs: string[] = [];
let first: Awaited<ReturnType<typeof startTestDaemon>>;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;

/** A session with one turn. @returns its id, which is the thread's */
async function makeThread({ prx }: Clients): Promise<string> {
  const id = await makeSession(prx);
  await prx.call('sendMessage', { path: { id }, body: { content: 'Hello' } });
  return id;
}

beforeAll(async () => {
  first = await startTestDaemon();
  await first.stop();
  const other = await startTestDaemon({ env: { AGENT_ID: 'other-agent' }, home: first.home });
  theirs.push(await makeThread(clientsOf(other.addresses)));
  theirs.push(await makeSession(clientsOf(other.addresses).prx));
  await other.stop();
  daemon = await startTestDaemon({ home: first.home });
  clients = clientsOf(daemon.addresses);
});
afterAll(async () => {
  await daemon.stop();
  // Stopping it again is no harm, and takes the folder away.
  await first.stop();
});

const threads = async (query: Record<string, number> = {}) => {
  const { body } = await clients.agent.call('listThreads', { query });
  return at(body, 'data', 'threads');
};

const ofThread = async (operation: string, thread_id: string) =>
  await clients.agent.call(operation, { path: { thread_id } });

describe('threads', () => {
  it('begin with their first message, newest first, and are this agent’s only', async () => {
    const older = await makeThread(clients);
    const silent = await makeSession(clients.prx);
    const newer = await makeThread(clients);
    expect(await threads()).toEqual([newer, older]);
    expect(await threads({ limit: 1 })).toEqual([newer]);
    expect(await threads({ limit: 1, offset: 1 })).toEqual([older]);
    expect(await threads({ offset: 1 })).toEqual([older]);
    for (const operation of ['listThreadMessages', 'deleteThread']) {
      expect(await ofThread(operation, silent)).toMatchObject({
        status: 404,
        body: { error: { code: 'THREAD_NOT_FOUND' } },
      });
    }
  });

  it('hold what was said, oldest first', async () => {
    const id = await makeThread(clients);
    const { body } = await ofThread('listThreadMessages', id);
    expect(body).toMatchObject({
      success: true,
      data: {
        thread_id: id,
        messages: [
          { role: 'human', content: 'Hello' },
          { role: 'ai', content: expect.stringContaining('Hello') },
        ],
      },
      error: null,
    });
  });

  it('are gone once deleted, with a count of what went', async () => {
    const id = await makeThread(clients);
    const deleted = await ofThread('deleteThread', id);
    expect(deleted.body).toMatchObject({
      data: {
        thread_id: id,
        deleted: { checkpoints: 2, checkpoint_blobs: 0, persistent_memory: 0 },
      },
    });
    expect(await ofThread('deleteThread', id)).toMatchObject({ status: 404 });
    expect(await threads()).not.toContain(id);
    const { body } = await clients.prx.call('listMessages', { path: { id } });
    expect(body).toEqual({ messages: [], total: 0 });
  });

  it('of another agent are refused, with and without messages', async () => {
    for (const id of theirs) {
      for (const operation of ['listThreadMessages', 'deleteThread']) {
        expect(await ofThread(operation, id)).toMatchObject({
          status: 403,
          body: { success: false, data: null, error: { code: 'FORBIDDEN' } },
        });
      }
    }
  });

  it('that nobody has are 404', async () => {
    for (const operation of ['listThreadMessages', 'deleteThread']) {
      expect(await ofThread(operation, 'session-001')).toMatchObject({
        status: 404,
        body: { error: { code: 'THREAD_NOT_FOUND' } },
      });
    }
  });
});

describe('a thread that is not named', () => {
  const folder = '/api/v1/memory/threads/';

  it.each([
    ['listThreadMessages', 'GET', `${folder}/messages`],
    ['listThreadMessages', 'GET', `${folder}/messages?limit=1`],
    ['deleteThread', 'DELETE', folder],
    ['deleteThread', 'DELETE', `${folder}?all=true`],
  ])('is missed by %s: %s %s', async (operation, method, target) => {
    const kept = await makeThread(clients);
    const headers = credential('agent', ADMIN_TOKEN);
    const answer = await clients.agent.raw(operation, { method, target, headers });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'MISSING_THREAD_ID', message: 'The thread_id is missing' } },
    });
    expect(await threads()).toContain(kept);
  });

  it('is no path at all with another verb', async () => {
    const answer = await clients.agent.raw(null, { method: 'GET', target: folder });
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
  });
});

describe('deleteThreads', () => {
  it.each([{}, { all: 'false' }, { all: 'TRUE' }, { all: '1' }, { all: '' }, { all: 'true ' }])(
    'refuses %o',
    async (query) => {
      expect(await clients.agent.call('deleteThreads', { query })).toMatchObject({
        status: 400,
        body: { error: { code: 'INVALID_PARAM' } },
      });
    },
  );

  it('deletes all threads of this agent and none of another', async () => {
    await makeThread(clients);
    const count = Object(await threads()).length;
    expect(count).toBeGreaterThan(0);
    const { body } = await clients.agent.call('deleteThreads', { query: { all: 'true' } });
    expect(body).toMatchObject({
      data: { agent_id: 'my-agent', deleted: { checkpoints: count * 2 } },
    });
    expect(await threads()).toEqual([]);
    const [thread = ''] = theirs;
    const kept = await clients.prx.call('listMessages', { path: { id: thread } });
    expect(at(kept.body, 'total')).toBe(2);
  });
});

const perThread = { thread_id: 'session-001' };
const memory = [
  ['listThreads', {}],
  ['deleteThreads', { query: { all: 'true' } }],
  ['deleteThread', { path: perThread }],
  ['listThreadMessages', { path: perThread }],
  ['getMemoryConfig', {}],
  ['updateMemoryConfig', { body: { summarize: true } }],
  ['updateMemoryConfig', { body: { enabled: true } }],
  ['migrateAgentId', { body: { old_id: 'my-agent-old', new_id: 'my-agent' } }],
] as const;

describe('an agent without', () => {
  it('an id answers 409 to everything about memory, and null as its id', async () => {
    const nobody = await startTestDaemon({ env: { AGENT_ID: '' } });
    const { agent } = clientsOf(nobody.addresses);
    for (const [operation, options] of memory) {
      expect(await agent.call(operation, options)).toMatchObject({
        status: 409,
        body: { error: { code: 'AGENT_ID_REQUIRED' } },
      });
    }
    expect(at((await agent.call('getStatus')).body, 'data', 'agent_id')).toBeNull();
    await nobody.stop();
  });

  it('memory answers 404 to everything about it, and answers messages all the same', async () => {
    const forgetful = await startTestDaemon({ env: { GATEHOUSE_MEMORY_ENABLED: 'false' } });
    const { agent, prx } = clientsOf(forgetful.addresses);
    for (const [operation, options] of memory) {
      expect(await agent.call(operation, options)).toMatchObject({
        status: 404,
        body: { error: { code: 'MEMORY_DISABLED' } },
      });
    }
    const id = await makeSession(prx);
    const turn = await prx.call('sendMessage', { path: { id }, body: { content: 'Hi' } });
    expect(turn.status).toBe(200);
    await forgetful.stop();
  });
});

describe('the agent', () => {
  it.each(['getStatus', 'getStatusLegacy'])('tells who it is at %s', async (operation) => {
    const { body } = await clients.agent.call(operation);
    expect(body).toEqual({
      success: true,
      data: {
        agent_id: 'my-agent',
        mcp: {},
        a2a: {},
        provider: { name: 'offline', model: 'echo', status: 'connected' },
      },
      error: null,
    });
  });

  it('answers its contract', async () => {
    const { body } = await clients.agent.call('getOpenapi');
    expect(body).toEqual(contracts.agent.document);
  });
});
