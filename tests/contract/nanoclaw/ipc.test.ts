/**
 * Owns what the nanoclaw tag `ipc` promises of its operations. Containers are played here, over the services of a real daemon; what goes
 * through the folders is tested in tests/domain.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Ipc, type RunningContainers } from '../../../src/domain/ipc/index.ts';
import { demandName } from '../../../src/domain/namespaces/index.ts';
import { DomainError, systemCaller } from '../../../src/domain/shared/index.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { at } from '../read.ts';
import { type Clients, clientsOf, type Served, serveBeside } from '../served.ts';

type Asked = readonly (string | null)[];

/** The container of `busy` runs, and a task has the one of `task`. */
class Containers implements RunningContainers {
  readonly asked: Asked[] = [];

  async followUp(group: string, text: string, chatJid: string | null) {
    this.#demand(group);
    if (group === 'task') throw new DomainError('task_container_active', 'A task has it');
    this.asked.push(['follow-up', group, text, chatJid]);
    return { file: '1773568800000-000001.json', at: Date.UTC(2026, 2, 15, 10) };
  }

  async close(group: string, reason: string | null) {
    this.#demand(group);
    this.asked.push(['close', group, reason]);
  }

  #demand(group: string): void {
    if (group !== 'idle') return;
    throw new DomainError('container_not_running', 'No container of namespace idle is running');
  }
}

const containers = new Containers();
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;
let played: Served;
beforeAll(async () => {
  daemon = await startTestDaemon();
  clients = clientsOf(daemon.addresses);
  const { journal, ipcFolders: folders, namespaces: all } = daemon.services;
  const chats: Readonly<Record<string, string>> = { idle: 'tg:3', busy: 'tg:1', task: 'tg:2' };
  for (const [name, jid] of Object.entries(chats)) {
    const rest = { description: '', trigger: null, requiresTrigger: true, isMain: false };
    const parts = { ...rest, chatJids: [jid], containerConfig: {} };
    await all.create(name, parts, systemCaller('test'));
  }
  const namespaces = {
    find: (name: string) => all.byName(name),
    names: () => all.list().map(({ name }) => name),
    ofChat: (jid: string) => all.ofChat(jid)?.name ?? null,
    create: () => Promise.resolve(),
    addChat: () => Promise.resolve(),
  };
  const ipc = new Ipc({ journal, folders, namespaces, containers, demandName });
  played = await serveBeside({ ...daemon, services: { ...daemon.services, ipc } });
});
afterAll(async () => {
  await played.stop();
  await daemon.stop();
});

const call = async (id: string, body: unknown) => await played.clients.nanoclaw.call(id, { body });
const outcome = ({ status, body }: Awaited<ReturnType<typeof call>>) => [status, at(body, 'error')];
const newest = async () => {
  const { body } = await played.clients.nanoclaw.call('getAuditLog', { query: { limit: 1 } });
  return Array.isArray(body) ? body[0] : body;
};

describe('the directories', () => {
  const make = async (body: unknown) =>
    await clients.nanoclaw.call('createIpcDirectories', { body });

  it('are made, and found the next time', async () => {
    const first = await make({ group: 'idle' });
    const base = join(daemon.home, 'ipc', 'idle');
    const answer = {
      success: true,
      group: 'idle',
      basePath: base,
      directories: {
        messages: join(base, 'messages'),
        tasks: join(base, 'tasks'),
        input: join(base, 'input'),
      },
      containerPath: '/workspace/ipc',
      created: true,
      message: 'The directories were created',
    };
    expect([first.status, first.body]).toEqual([201, answer]);
    for (const path of Object.values(answer.directories)) {
      expect(statSync(path).isDirectory()).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(0o700);
    }
    expect(await newest()).toMatchObject({ event: 'ipc.directories_created', group: 'idle' });
    const again = await make({ group: 'idle' });
    const message = 'The directories existed already';
    expect([again.status, again.body]).toEqual([200, { ...answer, created: false, message }]);
  });

  it.each([
    ['..', 400, 'invalid_name'],
    ['a/b', 400, 'invalid_name'],
    ['', 400, 'invalid_name'],
    ['errors', 400, 'invalid_name'],
    ['Errors', 400, 'invalid_name'],
    ['global', 400, 'invalid_name'],
    ['.trash', 400, 'invalid_name'],
    ['a\n', 400, 'invalid_name'],
    ['a'.repeat(65), 400, 'invalid_name'],
    ['a'.repeat(257), 400, 'validation_failed'],
    [5, 400, 'validation_failed'],
    ['unknown', 404, 'not_found'],
    ['IDLE', 404, 'not_found'],
  ])('of %j are refused with %i', async (group, status, code) => {
    expect(outcome(await make({ group }))).toEqual([status, code]);
    expect(existsSync(join(daemon.home, 'ipc', 'unknown'))).toBe(false);
  });

  it('are refused for more than a name', async () => {
    expect((await make({ group: 'idle', path: '/etc' })).status).toBe(400);
    expect((await make({})).status).toBe(400);
  });
});

describe('a follow-up', () => {
  const send = async (body: unknown) => await call('sendFollowUp', body);
  const queued = {
    success: true,
    group: 'busy',
    file: '1773568800000-000001.json',
    queuedAt: '2026-03-15T10:00:00Z',
    message: 'The message waits for the container',
  };

  it('goes to the container that runs, under either name', async () => {
    const first = await send({ group: 'busy', text: '한국어로도' });
    expect([first.status, first.body]).toEqual([202, queued]);
    expect((await send({ group: 'busy', message: 'again', chatJid: 'tg:1' })).status).toBe(202);
    expect(containers.asked.slice(-2)).toEqual([
      ['follow-up', 'busy', '한국어로도', null],
      ['follow-up', 'busy', 'again', 'tg:1'],
    ]);
    expect(await newest()).toMatchObject({ event: 'ipc.follow_up', group: 'busy', target: 'busy' });
    expect(JSON.stringify(await newest())).not.toContain('again');
  });

  it.each<[string, unknown, number, string]>([
    ['nothing runs', { group: 'idle', text: 'x' }, 409, 'not_running'],
    ['a task has the container', { group: 'task', text: 'x' }, 409, 'task_container_active'],
    ['nobody is called so', { group: 'nobody', text: 'x' }, 404, 'not_found'],
    ['the chat is another one’s', { group: 'busy', text: 'x', chatJid: 'tg:2' }, 404, 'not_found'],
    ['the chat is nobody’s', { group: 'busy', text: 'x', chatJid: 'tg:9' }, 404, 'not_found'],
    ['the chat is none', { group: 'busy', text: 'x', chatJid: 'hello' }, 400, 'invalid_jid'],
    ['it is blank', { group: 'busy', text: ' \n' }, 400, 'validation_failed'],
    ['it is empty', { group: 'busy', text: '' }, 400, 'validation_failed'],
    ['it is missing', { group: 'busy' }, 400, 'validation_failed'],
    ['it is there twice', { group: 'busy', text: 'x', message: 'y' }, 400, 'validation_failed'],
    ['the name is a path', { group: '../busy', text: 'x' }, 400, 'validation_failed'],
    ['it is no text', { group: 'busy', text: ['x'] }, 400, 'validation_failed'],
  ])('is refused where %s', async (_what, body, status, code) => {
    const before = containers.asked.length;
    expect(outcome(await send(body))).toEqual([status, code]);
    expect(containers.asked).toHaveLength(before);
  });

  it('is refused where it is too large', async () => {
    const answer = await send({ group: 'busy', text: 'x'.repeat(1024 * 1024 + 1) });
    expect([400, 413]).toContain(answer.status);
  });
});

describe('a request to close', () => {
  const close = async (body: unknown) => await call('sendClose', body);

  it('goes to the container that runs, with its reason', async () => {
    const { status, body } = await close({ group: 'task', reason: 'The instructions changed' });
    expect([status, body]).toEqual([
      202,
      {
        success: true,
        group: 'task',
        sentinel: '_close',
        message: 'The container was asked to end',
      },
    ]);
    expect(await newest()).toMatchObject({
      event: 'ipc.close',
      group: 'task',
      details: { reason: 'The instructions changed' },
    });
    await close({ group: 'busy' });
    expect(containers.asked.slice(-2)).toEqual([
      ['close', 'task', 'The instructions changed'],
      ['close', 'busy', null],
    ]);
  });

  it.each<[unknown, number, string]>([
    [{ group: 'idle' }, 409, 'not_running'],
    [{ group: 'nobody' }, 404, 'not_found'],
    [{ group: '-x' }, 400, 'validation_failed'],
    [{ group: 'busy', reason: 'x'.repeat(501) }, 400, 'validation_failed'],
    [{}, 400, 'validation_failed'],
  ])('of %j is refused with %i', async (body, status, code) => {
    expect(outcome(await close(body))).toEqual([status, code]);
  });
});

describe('while no container runs', () => {
  it('the daemon itself says so', async () => {
    const send = async (id: string, body: unknown) => await clients.nanoclaw.call(id, { body });
    expect(outcome(await send('sendFollowUp', { group: 'busy', text: 'x' }))).toEqual([
      409,
      'not_running',
    ]);
    expect(outcome(await send('sendClose', { group: 'busy' }))).toEqual([409, 'not_running']);
  });
});
