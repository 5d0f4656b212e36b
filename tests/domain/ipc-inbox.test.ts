/**
 * Owns how files of containers are taken in: in order, each once whatever is killed when, and hostile ones without harm. What an order
 * may ask for is tested in ipc-permissions.test.ts.
 */
import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { StoreUnavailableError } from '../../src/db/errors.ts';
import { DomainError } from '../../src/domain/shared/index.ts';
import { type IpcGround, ipcGround } from './ipc-ground.ts';

let ground: IpcGround;
beforeEach(async () => {
  ground = await ipcGround();
});

const hello = (text: string) => ({ type: 'message', chatJid: 'tg:2', text });
const waiting = (box = 'messages') => readdirSync(ground.at('dev', box)).sort();
const leave = (name: string, content: unknown) => ground.leave('dev', 'messages', name, content);
const drain = () => ground.inbox.drain('dev');

describe('files of a container', () => {
  it('are taken in by their names, messages before tasks, and are gone then', async () => {
    ground.leave('dev', 'tasks', '0.json', { type: 'pause_task', taskId: 't-dev' });
    for (const n of [3, 1, 2, 10]) leave(`${n}-x.json`, hello(`number ${n}`));
    await drain();
    expect(ground.chats.texts()).toEqual(['number 1', 'number 10', 'number 2', 'number 3']);
    expect([waiting(), waiting('tasks')]).toEqual([[], []]);
    expect(ground.answers('dev').map(({ file }) => file)).toEqual([
      '1-x.json',
      '10-x.json',
      '2-x.json',
      '3-x.json',
      '0.json',
    ]);
    expect(ground.inbox.counts()).toEqual({ processed: 5, errors: 0 });
  });

  it('are all taken in before a run, however many', async () => {
    for (let n = 100; n < 350; n += 1) leave(`${n}.json`, hello(String(n)));
    await ground.inbox.prepare('dev');
    expect(ground.chats.texts()).toEqual(Array.from({ length: 250 }, (_, n) => String(n + 100)));
    // Answers are for a container that is gone.
    expect(ground.answers('dev')).toEqual([]);
  });

  it('are taken in while it runs, and what it left last after it', async () => {
    leave('1.json', hello('before'));
    ground.inbox.start('dev');
    ground.inbox.start('dev');
    await vi.waitFor(() => expect(ground.chats.texts()).toEqual(['before']), { timeout: 30_000 });
    leave('2.json', hello('while'));
    await vi.waitFor(() => expect(ground.chats.texts()).toEqual(['before', 'while']), {
      timeout: 30_000,
    });
    await vi.waitFor(() => expect(waiting()).toEqual([]), { timeout: 30_000 });
    const stopped = ground.inbox.stop('dev');
    leave('3.json', hello('last'));
    await stopped;
    expect(ground.chats.texts()).toEqual(['before', 'while', 'last']);
  });

  it('are left alone while no container runs', async () => {
    ground.inbox.start('dev');
    await ground.inbox.stop('dev');
    leave('1.json', hello('hello'));
    await drainOther();
    expect(waiting()).toEqual(['1.json']);
  });
  const drainOther = () => ground.inbox.drain('ops');

  it('that are still being written are left alone', async () => {
    leave('1.json.tmp', '{"type":"mess');
    await drain();
    expect([waiting(), ground.answers('dev')]).toEqual([['1.json.tmp'], []]);
    writeFileSync(ground.at('dev', 'messages', '1.json.tmp'), JSON.stringify(hello('whole')));
    renameSync(ground.at('dev', 'messages', '1.json.tmp'), ground.at('dev', 'messages', '1.json'));
    await drain();
    expect(ground.chats.texts()).toEqual(['whole']);
  });

  it('that nobody finishes go after a minute', async () => {
    leave('1.json.tmp', 'x');
    mkdirSync(ground.at('dev', 'messages', 'folder', 'in', 'it'), { recursive: true });
    ground.clock.advance(statSync(ground.at('dev', 'messages')).ctimeMs - ground.clock.now());
    await drain();
    expect(waiting()).toEqual(['1.json.tmp', 'folder']);
    ground.clock.advance(61_000);
    await drain();
    expect(waiting()).toEqual([]);
  });
});

describe('a crash', () => {
  it('between the effect and the removal of the file does not double the effect', async () => {
    leave('1.json', hello('once'));
    const task = { type: 'schedule_task', prompt: 'once', schedule_type: 'once' };
    ground.leave('dev', 'tasks', '1.json', { ...task, schedule_value: '2026-03-15T10:00:00' });
    const before = ['messages', 'tasks'].map((box) => {
      const path = ground.at('dev', box, '1.json');
      return { path, content: readFileSync(path) };
    });
    await drain();
    // As if the daemon had been killed before the files went.
    for (const { path, content } of before) writeFileSync(path, content);
    const next = ground.restarted();
    await next.recover();
    expect(ground.chats.texts()).toEqual(['once']);
    expect(ground.tasks.created).toHaveLength(1);
    expect([waiting(), waiting('tasks')]).toEqual([[], []]);
    expect(next.counts()).toEqual({ processed: 2, errors: 0 });
    const noted = (await ground.noted()).map(({ event }) => event);
    expect(noted.filter((event) => event === 'ipc.message_sent')).toHaveLength(1);
  });

  it('before the effect loses nothing', async () => {
    leave('1.json', hello('first'));
    leave('2.json', hello('second'));
    ground.chats.failure = new StoreUnavailableError('The disk is full');
    await expect(drain()).rejects.toThrow('The disk is full');
    expect([waiting(), ground.answers('dev')]).toEqual([['1.json', '2.json'], []]);
    await ground.restarted().recover();
    expect(ground.chats.texts()).toEqual(['first', 'second']);
  });

  it('leaves the same name for another message that is a message of its own', async () => {
    leave('1.json', hello('first'));
    await drain();
    leave('1.json', hello('second'));
    await drain();
    expect(ground.chats.texts()).toEqual(['first', 'second']);
  });
});

describe('what cannot be carried out now', () => {
  it('is tried again, and those behind it wait', async () => {
    leave('1.json', hello('first'));
    leave('2.json', hello('second'));
    ground.chats.failure = new DomainError('stopping', 'The daemon is stopping');
    await expect(drain()).rejects.toThrow('The daemon is stopping');
    expect(ground.chats.texts()).toEqual([]);
    await drain();
    expect(ground.chats.texts()).toEqual(['first', 'second']);
  });

  it('is given up in the end when nobody foresaw it', async () => {
    leave('1.json', hello('bad'));
    leave('2.json', hello('good'));
    for (let n = 0; n < 4; n += 1) {
      ground.chats.failure = new RangeError('unforeseen');
      await expect(drain()).rejects.toThrow('unforeseen');
    }
    ground.chats.failure = new RangeError('unforeseen');
    await drain();
    expect(ground.chats.texts()).toEqual(['good']);
    const [bad] = ground.answers('dev');
    expect(bad).toMatchObject({ file: '1.json', ok: false });
    expect(JSON.stringify(bad)).not.toContain('unforeseen');
  });
});

describe('a hostile file', () => {
  const path = (name: string) => ground.at('dev', 'messages', name);
  const secret = () => {
    const file = join(ground.home, 'secret.json');
    writeFileSync(file, JSON.stringify(hello('the secret')));
    return file;
  };
  const deep = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`;

  it.each<[string, (name: string) => void]>([
    ['is no JSON', (name) => writeFileSync(path(name), 'hello')],
    ['is empty', (name) => writeFileSync(path(name), '')],
    ['is no UTF-8', (name) => writeFileSync(path(name), Buffer.from([0x22, 0xff, 0x22]))],
    ['is null', (name) => writeFileSync(path(name), 'null')],
    ['is a list', (name) => writeFileSync(path(name), '[]')],
    ['is of another type', (name) => leave(name, { ...hello('x'), type: 'schedule_task' })],
    ['has a number for a text', (name) => leave(name, { ...hello('x'), text: 5 })],
    ['has a blank text', (name) => leave(name, hello(' \n\t'))],
    ['has no chat', (name) => leave(name, { type: 'message', text: 'x' })],
    ['has a text that is too long', (name) => leave(name, hello('x'.repeat(65_537)))],
    ['has __proto__', (name) => writeFileSync(path(name), '{"__proto__":{"type":"message"}}')],
    ['is deep', (name) => writeFileSync(path(name), deep(200_000))],
    [
      'is deep in what nobody reads',
      (name) => writeFileSync(path(name), `{"type":"message","text":"x","y":${deep(200_000)}}`),
    ],
    ['is larger than 1 MiB', (name) => leave(name, hello('x'.repeat(1024 * 1024)))],
    ['is huge and empty', (name) => execFileSync('truncate', ['-s', '1T', path(name)])],
    ['is a link', (name) => symlinkSync(secret(), path(name))],
    ['is a link to /dev/zero', (name) => symlinkSync('/dev/zero', path(name))],
    ['is a link to nothing', (name) => symlinkSync('/nothing/there', path(name))],
    ['is a link to itself', (name) => symlinkSync(path(name), path(name))],
    ['is a hard link', (name) => linkSync(secret(), path(name))],
    ['is a pipe', (name) => execFileSync('mkfifo', [path(name)])],
    ['is a folder', (name) => mkdirSync(join(path(name), 'in', 'it'), { recursive: true })],
  ])(
    'that %s is refused, noted and answered, and those behind it are not held up',
    async (_, make) => {
      make('1.json');
      leave('2.json', hello('good'));
      await drain();
      expect(ground.chats.texts()).toEqual(['good']);
      expect(waiting()).toEqual([]);
      expect(ground.answers('dev')).toMatchObject([
        { file: '1.json', ok: false },
        { file: '2.json', ok: true },
      ]);
      expect(await ground.noted()).toContainEqual(
        expect.objectContaining({
          event: 'ipc.message_blocked',
          group: 'dev',
          allowed: false,
          severity: 'warning',
        }),
      );
      expect(ground.inbox.counts()).toEqual({ processed: 1, errors: 1 });
      expect(JSON.stringify(await ground.noted())).not.toContain('the secret');
    },
  );

  it('that is a socket is refused', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path('1.json'), resolve));
    onTestFinished(() => void server.close());
    await drain();
    expect([waiting(), ground.answers('dev')]).toMatchObject([[], [{ ok: false }]]);
  });

  it.each([
    'a\nb.json',
    '\x1b[2J.json',
    '한글.json',
    ' .json',
    '.json',
    '..json',
    `${'a'.repeat(200)}.json`,
    'a b.json',
    '"; rm -rf .json',
  ])('with the name %j is taken away and noted', async (name) => {
    writeFileSync(path(name), JSON.stringify(hello('x')));
    await drain();
    expect(waiting()).toEqual([]);
    expect(ground.chats.texts()).toEqual([]);
    expect(await ground.noted()).toMatchObject([{ event: 'ipc.message_blocked' }]);
  });

  it('with a name that is no UTF-8 is taken away too', async () => {
    const name = Buffer.concat([
      Buffer.from(`${path('')}/`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('.json'),
    ]);
    writeFileSync(name, JSON.stringify(hello('x')));
    await drain();
    expect(readdirSync(ground.at('dev', 'messages'))).toEqual([]);
    expect(ground.chats.texts()).toEqual([]);
  });

  it('is kept for whoever looks for the fault, and not outside its place', async () => {
    leave('1.json', 'hello');
    ground.leave('ops', 'tasks', '1.json', 'hello');
    symlinkSync(secret(), path('2.json'));
    await drain();
    await ground.inbox.drain('ops');
    expect(readdirSync(ground.at('errors')).sort()).toEqual(['dev-1.json', 'ops-1.json']);
    expect(readFileSync(ground.at('errors', 'dev-1.json'), 'utf8')).toBe('hello');
  });

  it('does not fill the disk, however many there are', async () => {
    mkdirSync(ground.at('errors'));
    for (let n = 0; n < 500; n += 1) writeFileSync(ground.at('errors', `dev-old${n}.json`), '');
    leave('new.json', 'hello');
    await drain();
    const kept = readdirSync(ground.at('errors'));
    expect(kept).toHaveLength(251);
    expect(kept).toContain('dev-new.json');
  });

  it('among thousands holds up nothing for long', async () => {
    const all = 'for i in $(seq 10000 10400); do echo bad > $i.json; done';
    execFileSync('bash', ['-c', all], { cwd: ground.at('dev', 'messages') });
    const count = vi.fn();
    ground.inbox.start('ops');
    ground.leave('ops', 'messages', '1.json', { type: 'message', chatJid: 'tg:3', text: 'good' });
    const drained = drain().then(count);
    await vi.waitFor(() => expect(ground.chats.texts()).toEqual(['good']), { timeout: 30_000 });
    expect(count).not.toHaveBeenCalled();
    await drained;
    // What is more than three hundred waits for the next look.
    expect(waiting()).toHaveLength(101);
    expect(waiting()[0]).toBe('10300.json');
  });

  it('that is gone when it is looked at is no trouble', async () => {
    for (let n = 10; n < 30; n += 1) leave(`${n}.json`, hello(String(n)));
    const post = ground.chats.post.bind(ground.chats);
    vi.spyOn(ground.chats, 'post').mockImplementation((change, jid, text, key) => {
      for (const name of waiting().slice(5)) unlinkSync(path(name));
      return post(change, jid, text, key);
    });
    await drain();
    expect(ground.chats.texts()).toEqual(['10', '11', '12', '13', '14']);
  });
});

describe('answers', () => {
  it('that a container does not take are lost, and harm nobody', async () => {
    for (let n = 0; n < 1000; n += 1) writeFileSync(ground.at('dev', 'input', `${n}`), '');
    leave('1.json', hello('hello'));
    await drain();
    expect([ground.chats.texts(), waiting(), ground.answers('dev')]).toEqual([['hello'], [], []]);
  });
});
