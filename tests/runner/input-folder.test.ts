/**
 * Owns what the agent makes of whatever lies in its input folder: links, pipes, folders, garbage, too much, and answers nobody waits for.
 * What follows from good files is tested in agent.test.ts and ipc-tools.test.ts.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { InputFolder } from '../../src/runner/input-folder.ts';
import { LARGEST_ORDER } from '../../src/runner/order.ts';
import { followUp, leave, turnOrder, workspace } from './ground.ts';

async function inputFolder() {
  const { ipc } = workspace();
  const path = join(ipc, 'input');
  const notes: string[] = [];
  const inbox = new InputFolder(path, (text) => notes.push(text));
  await inbox.open();
  onTestFinished(() => inbox.close());
  const untilNotes = async (count: number) => {
    while (notes.length < count) await sleep(5);
  };
  return { ipc, path, inbox, notes, untilNotes };
}

const never = new AbortController().signal;

test.each<[string, RegExp, (path: string) => void]>([
  ['a link to a file', /is a link/, (path) => symlinkSync('/etc/passwd', path)],
  ['a link to nowhere', /is a link/, (path) => symlinkSync('/nowhere', path)],
  ['a folder', /is not a file/, (path) => mkdirSync(join(path, 'deep'), { recursive: true })],
  ['a pipe', /is not a file/, (path) => execFileSync('mkfifo', [path])],
  ['an empty file', /is no JSON/, (path) => writeFileSync(path, '')],
  ['garbage', /is not UTF-8/, (path) => writeFileSync(path, Buffer.from([0xff, 0x00, 0xfe]))],
  ['another type', /Invalid discriminator/, (path) => writeFileSync(path, '{"type":"other"}')],
  ['no turn', /at turn/, (path) => writeFileSync(path, '{"type":"message","text":"a"}')],
  [
    'too much',
    /is larger than/,
    (path) => {
      openSync(path, 'w');
      truncateSync(path, LARGEST_ORDER + 1);
    },
  ],
])('%s is noted and deleted, and what comes after it is read', async (_, reason, make) => {
  const { ipc, path, inbox, notes, untilNotes } = await inputFolder();
  make(join(path, '1.json'));
  await untilNotes(1);
  expect(notes.join()).toMatch(reason);
  while (existsSync(join(path, '1.json'))) await sleep(5);
  const turn = turnOrder('good');
  leave(ipc, '2.json', followUp(turn));
  expect((await inbox.next())?.id).toBe(turn.id);
  expect(readdirSync(path)).toEqual([]);
  expect(existsSync('/etc/passwd')).toBe(true);
});

test('only files that end in .json are looked at', async () => {
  const { ipc, path, inbox, notes } = await inputFolder();
  for (const name of ['1.json.tmp', '2.txt', '_closed', 'json'])
    writeFileSync(join(path, name), '');
  const turn = turnOrder('good');
  leave(ipc, '9.json', followUp(turn));
  expect((await inbox.next())?.id).toBe(turn.id);
  expect(notes).toEqual([]);
  expect(readdirSync(path).sort()).toEqual(['1.json.tmp', '2.txt', '_closed', 'json']);
});

test('names with control characters are noted on one line', async () => {
  const { path, notes, untilNotes } = await inputFolder();
  writeFileSync(join(path, 'a\nb\u001b[31m.json'), 'x');
  await untilNotes(1);
  expect(notes[0]).toContain('"a\\nb\\u001b[31m.json"');
});

test('a thousand messages are all taken, each once, by name', async () => {
  const { ipc, path, inbox } = await inputFolder();
  inbox.close();
  const ids = Array.from({ length: 1000 }, (_, index) => {
    const turn = turnOrder(`message ${index}`);
    leave(ipc, `${String(index).padStart(6, '0')}.json`, followUp(turn));
    return turn.id;
  });
  await inbox.open();
  const taken: (string | undefined)[] = [];
  while (taken.length < ids.length) taken.push((await inbox.next())?.id);
  expect(taken).toEqual(ids);
  expect(readdirSync(path)).toEqual([]);
});

test('a message that is gone or changed before its turn begins is passed over', async () => {
  const { ipc, path, inbox, untilNotes } = await inputFolder();
  const answered = inbox.answerTo('9.json', 5000, never);
  for (const name of ['1.json', '2.json']) leave(ipc, name, followUp(turnOrder('one')));
  // Once the later file is answered, the earlier ones have been seen.
  leave(ipc, '3.json', { type: 'answer', file: '9.json', ok: true, message: '' });
  await answered;
  rmSync(join(path, '1.json'));
  leave(ipc, '2.json', 'garbage');
  const turn = turnOrder('good');
  leave(ipc, '4.json', followUp(turn));
  expect((await inbox.next())?.id).toBe(turn.id);
  await untilNotes(1);
});

test('an answer goes to whoever waits for it, and one that nobody waits for is noted', async () => {
  const { ipc, path, inbox, notes, untilNotes } = await inputFolder();
  const [first, second] = [
    inbox.answerTo('a.json', 5000, never),
    inbox.answerTo('b.json', 5000, never),
  ];
  leave(ipc, '1.json', { type: 'answer', file: 'b.json', ok: false, message: 'no' });
  leave(ipc, '2.json', { type: 'answer', file: 'a.json', ok: true, message: 'yes' });
  leave(ipc, '3.json', { type: 'answer', file: 'c.json', ok: true, message: 'what' });
  expect((await first)?.message).toBe('yes');
  expect((await second)?.message).toBe('no');
  await untilNotes(1);
  expect(notes).toEqual(['nobody waits for the answer "3.json"']);
  while (readdirSync(path).length > 0) await sleep(5);
});

test('waiting for an answer ends with the time and with the signal', async () => {
  const { inbox } = await inputFolder();
  expect(await inbox.answerTo('a.json', 10, never)).toBeNull();
  const stop = new AbortController();
  const waiting = inbox.answerTo('b.json', 60_000, stop.signal);
  stop.abort(new Error('the turn is over'));
  await expect(waiting).rejects.toThrow('the turn is over');
});

test('a folder that comes later is found all the same', async () => {
  const { ipc, path, inbox } = await inputFolder();
  rmSync(path, { recursive: true });
  const next = inbox.next();
  mkdirSync(path);
  const turn = turnOrder('good');
  leave(ipc, '1.json', followUp(turn));
  expect((await next)?.id).toBe(turn.id);
});
