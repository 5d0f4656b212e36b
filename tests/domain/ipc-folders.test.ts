/**
 * Owns how the folders of IPC are made and written into while a container does to them what it likes: nothing is ever written, read or
 * removed outside them. What is read out of them is tested in ipc-inbox.test.ts.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { reasonOf } from './ground.ts';
import { type IpcGround, ipcGround } from './ipc-ground.ts';

let ground: IpcGround;
let outside: string;
beforeEach(async () => {
  ground = await ipcGround();
  outside = join(ground.home, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'precious'), 'precious');
});

const inOutside = () => readdirSync(outside).sort();
const input = (group = 'dev') => readdirSync(ground.at(group, 'input')).sort();
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the folders', () => {
  it('are made once, for their owner alone', async () => {
    const first = await ground.folders.ensure('fresh');
    const base = ground.at('fresh');
    expect(first).toEqual({
      paths: {
        base,
        messages: join(base, 'messages'),
        tasks: join(base, 'tasks'),
        input: join(base, 'input'),
      },
      created: true,
    });
    for (const path of Object.values(first.paths)) {
      expect(modeOf(path)).toBe('700');
      // Root gives them to the user of containers.
      expect(statSync(path).uid).toBe(process.getuid?.() === 0 ? 1000 : process.getuid?.());
    }
    expect((await ground.folders.ensure('fresh')).created).toBe(false);
    rmSync(join(base, 'tasks'), { recursive: true });
    expect((await ground.folders.ensure('fresh')).created).toBe(true);
  });

  it('get back the rights that a container took away', async () => {
    execFileSync('chmod', ['000', ground.at('dev', 'input'), ground.at('dev')]);
    await ground.folders.writeInput('dev', '1.json', {});
    expect(input()).toEqual(['1.json']);
    expect(modeOf(ground.at('dev', 'input'))).toBe('700');
  });

  it.each(['..', '.', '', 'a/b', 'a\0b', 'errors', 'Errors', '.trash', '-a', 'a'.repeat(65)])(
    'are never made for %j',
    async (group) => {
      await expect(ground.folders.ensure(group)).rejects.toThrow('is the name of no namespace');
    },
  );

  it('are made once by many at once', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => ground.folders.ensure('many')));
    expect(many.some(({ created }) => created)).toBe(true);
    await ground.folders.ensure('many');
    expect(readdirSync(ground.at('many')).sort()).toEqual(['input', 'messages', 'tasks']);
  });
});

describe('a file for a container', () => {
  it('has a name behind all before it, also when the clock stands or is set back', () => {
    const names = [];
    for (let n = 0; n < 2000; n += 1) {
      if (n === 500) ground.clock.advance(5);
      if (n === 1000) ground.clock.advance(-60_000);
      names.push(ground.folders.nextInputName());
    }
    expect(names[0]).toBe('1767225600000-000001.json');
    expect(names.toSorted()).toEqual(names);
    expect(new Set(names).size).toBe(2000);
  });

  it('is there whole or not at all', async () => {
    const large = { text: 'x'.repeat(4 * 1024 * 1024) };
    let isWritten = false;
    const seen = new Set<number>();
    const looking = (async () => {
      while (!isWritten) {
        for (const name of input())
          if (name.endsWith('.json')) seen.add(statSync(ground.at('dev', 'input', name)).size);
        await setImmediate();
      }
    })();
    await ground.folders.writeInput('dev', '1.json', large);
    isWritten = true;
    await looking;
    expect([...seen].filter((size) => size !== JSON.stringify(large).length)).toEqual([]);
    expect(input()).toEqual(['1.json']);
  });

  it('may be read by the container alone', async () => {
    await ground.folders.writeInput('dev', '1.json', {});
    const path = ground.at('dev', 'input', '1.json');
    expect(modeOf(path)).toBe('600');
    expect(statSync(path).uid).toBe(statSync(ground.at('dev', 'input')).uid);
  });

  it('that asks to end is empty', async () => {
    await ground.folders.writeClose('dev');
    await ground.folders.writeClose('dev');
    expect(input()).toEqual(['_close']);
    expect(statSync(ground.at('dev', 'input', '_close')).size).toBe(0);
  });

  it('is not written when a thousand wait', async () => {
    for (let n = 0; n < 1000; n += 1) writeFileSync(ground.at('dev', 'input', `${n}.json`), '');
    expect(await reasonOf(ground.folders.writeInput('dev', 'x.json', {}))).toBe('rate_limited');
    await ground.folders.writeClose('dev');
    expect(existsSync(ground.at('dev', 'input', '_close'))).toBe(true);
  });

  it('is not written when it is too large', async () => {
    const content = 'x'.repeat(16 * 1024 * 1024);
    expect(await reasonOf(ground.folders.writeInput('dev', 'x.json', content))).toBe(
      'payload_too_large',
    );
  });

  it('goes before a fresh container comes, a request to end too', async () => {
    await ground.folders.writeInput('dev', '1.json', {});
    await ground.folders.writeClose('dev');
    mkdirSync(ground.at('dev', 'input', 'deep', 'er'), { recursive: true });
    await ground.folders.clear('dev');
    expect(input()).toEqual([]);
    expect(readdirSync(ground.at('.trash'))).toEqual([]);
  });
});

describe('a container', () => {
  const folderNames = ['input', 'messages', 'tasks'] as const;
  const replace = (name: string, by: (path: string) => void) => {
    rmSync(ground.at('dev', name), { recursive: true, force: true });
    by(ground.at('dev', name));
  };
  const everything = async () => {
    await ground.folders.writeInput('dev', '1.json', {});
    await ground.folders.writeClose('dev');
    await ground.inbox.prepare('dev');
    await ground.folders.writeInput('dev', '2.json', {});
  };

  it.each(
    folderNames.flatMap((name) => [
      [name, 'a link out', (path: string) => symlinkSync(outside, path)],
      [name, 'a link to itself', (path: string) => symlinkSync(path, path)],
      [name, 'a link to nothing', (path: string) => symlinkSync('/nothing/there', path)],
      [name, 'a file', (path: string) => writeFileSync(path, 'x')],
      [name, 'a hard link', (path: string) => linkSync(join(outside, 'precious'), path)],
      [name, 'a pipe', (path: string) => void execFileSync('mkfifo', [path])],
    ]) satisfies [string, string, (path: string) => void][],
  )('that puts in place of %s %s gets a folder, and is noted', async (name, _what, by) => {
    replace(name, by);
    await everything();
    expect(lstatSync(ground.at('dev', name)).isDirectory()).toBe(true);
    expect(input()).toEqual(['2.json']);
    expect(inOutside()).toEqual(['precious']);
    expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('precious');
    expect(await ground.noted()).toMatchObject([
      {
        event: 'ipc.folder_replaced',
        target: 'dev',
        severity: 'critical',
        allowed: false,
        message: expect.stringContaining(name),
      },
    ]);
  });

  it('that puts a link in place of everything gets folders', async () => {
    rmSync(ground.at('dev'), { recursive: true });
    symlinkSync(outside, ground.at('dev'));
    await everything();
    expect(inOutside()).toEqual(['precious']);
    expect(input()).toEqual(['2.json']);
  });

  it.each(['1.json', '_close', 'current_tasks.json', 'available_groups.json'])(
    'that puts something in place of %s does not lead a write elsewhere',
    async (name) => {
      const path = name.includes('_') && name !== '_close' ? [name] : ['input', name];
      symlinkSync(join(outside, 'precious'), ground.at('dev', ...path));
      await ground.folders.writeInput('dev', '1.json', { a: 1 });
      await ground.folders.writeClose('dev');
      await ground.inbox.prepare('dev');
      expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('precious');
      rmSync(ground.at('dev', ...path), { force: true });
      mkdirSync(ground.at('dev', ...path, 'full'), { recursive: true });
      if (path.length === 1) await ground.inbox.prepare('dev');
      else if (name === '_close') await ground.folders.writeClose('dev');
      else await ground.folders.writeInput('dev', name, {});
      expect(statSync(ground.at('dev', ...path)).isFile()).toBe(true);
    },
  );

  it('that has left a tree as deep as it liked has it removed, and links in it lead nowhere', async () => {
    // Deeper than any path may be long.
    const dig = `const fs = require('node:fs');
      for (let n = 0; n < 700; n += 1) {
        fs.symlinkSync(${JSON.stringify(outside)}, 'out');
        fs.mkdirSync('ddddddd');
        process.chdir('ddddddd');
      }`;
    execFileSync(process.execPath, ['-e', dig], { cwd: ground.at('dev', 'input') });
    await ground.folders.clear('dev');
    expect(readdirSync(ground.at('.trash'))).toEqual([]);
    expect(inOutside()).toEqual(['precious']);
  });

  it('that has left tens of thousands of files holds nobody up, and they go', async () => {
    execFileSync('bash', ['-c', 'for i in $(seq 1 12000); do : > $i.json; done'], {
      cwd: ground.at('dev', 'input'),
    });
    await ground.folders.clear('dev');
    expect(input()).toEqual([]);
    expect(readdirSync(ground.at('.trash'))).not.toEqual([]);
    for (let n = 0; n < 3; n += 1) await ground.folders.clear('dev');
    expect(readdirSync(ground.at('.trash'))).toEqual([]);
  });

  it('that swaps its folders all the time never has anything written or read elsewhere', async () => {
    const swap = `
      const { parentPort, workerData } = require('node:worker_threads');
      const fs = require('node:fs');
      const { paths, outside } = workerData;
      const quietly = (act) => { try { act(); } catch {} };
      let on = true;
      parentPort.once('message', () => { on = false; });
      const turn = () => {
        for (let n = 0; n < 200; n += 1) for (const path of paths) {
          quietly(() => fs.renameSync(path, path + '.away'));
          quietly(() => fs.symlinkSync(outside, path));
          quietly(() => fs.unlinkSync(path));
          quietly(() => fs.renameSync(path + '.away', path));
        }
        if (on) setImmediate(turn); else parentPort.postMessage('done');
      };
      turn();`;
    writeFileSync(join(outside, '1-stolen.json'), JSON.stringify({ type: 'message' }));
    const paths = ['input', 'messages', 'tasks'].map((name) => ground.at('dev', name));
    const worker = new Worker(swap, { eval: true, workerData: { paths, outside } });
    onTestFinished(async () => void (await worker.terminate()));
    let written = 0;
    for (let n = 0; n < 150; n += 1) {
      // What fails because of the swapping harms the container alone.
      await ground.folders.writeInput('dev', `${n}.json`, {}).then(
        () => {
          written += 1;
        },
        () => undefined,
      );
      await ground.inbox.drain('dev').catch(() => undefined);
      if (n % 10 === 0) await ground.folders.clear('dev').catch(() => undefined);
    }
    const ended = new Promise((resolve) => worker.once('message', resolve));
    worker.postMessage('stop');
    await ended;
    expect(written).toBeGreaterThan(0);
    expect(inOutside()).toEqual(['1-stolen.json', 'precious']);
    expect(existsSync(ground.at('errors'))).toBe(false);
    expect(ground.inbox.counts()).toEqual({ processed: 0, errors: 0 });
  });
});
