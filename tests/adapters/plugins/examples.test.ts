/**
 * Owns that the shipped examples work: built by the command line, loaded, called, and as hard to harm as any other.
 * The building takes some seconds for JavaScript, so its result is kept in the cache folder.
 */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildPlugin, newPlugin, testPlugin, validatePlugin } from '../../../src/cli/plugin.ts';
import { readManifest } from '../../../src/domain/plugins/index.ts';
import { builtPlugin, EXAMPLES } from '../../support/built-plugins.ts';
import { tempDir } from '../../support/temp.ts';
import { execute, leastMemory, loadGuest, testHost } from './guests.ts';

const LIMIT = 180_000;

async function manifestIn(folder: string) {
  const manifest = await readManifest(folder);
  if (manifest === undefined || 'fault' in manifest) throw new Error(`${folder} has no manifest`);
  return manifest;
}

test('the die rolls one to six', async () => {
  const folder = join(EXAMPLES, 'dice');
  const { host, calls } = testHost();
  const plugin = await loadGuest(
    readFileSync(join(folder, 'plugin.wasm')),
    await manifestIn(folder),
    host,
  );
  const rolled = new Set<string>();
  for (let time = 0; time < 200; time += 1) rolled.add((await execute(plugin)).output);
  expect([...rolled].sort()).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(calls[0]).toEqual({ name: 'log.log', args: { level: 'debug', message: 'rolled' } });
});

test('the shipped component of the die is built from its text', async () => {
  const folder = join(tempDir(), 'dice');
  cpSync(join(EXAMPLES, 'dice'), folder, { recursive: true });
  await buildPlugin(folder);
  expect(readFileSync(join(folder, 'plugin.wasm'))).toEqual(
    readFileSync(join(EXAMPLES, 'dice', 'plugin.wasm')),
  );
});

test(
  'the word count counts, says what is wrong with its input, and 1000 calls leave nothing behind',
  async () => {
    const folder = await builtPlugin('word-count');
    const plugin = await loadGuest(
      readFileSync(join(folder, 'plugin.wasm')),
      await manifestIn(folder),
    );
    const count = (input: string) => execute(plugin, input);
    expect((await count('{"text":"one two\\nthree 낱말"}')).output).toBe(
      '{"words":4,"lines":2,"characters":16}',
    );
    expect(await count('{"text":1}')).toMatchObject({
      success: false,
      error: expect.stringContaining('split'),
    });
    const before = await leastMemory(plugin, 500, '{"text":"a b"}');
    const after = await leastMemory(plugin, 500, '{"text":"a b"}');
    expect(after - before).toBeLessThan(16 * 1024 * 1024);
  },
  LIMIT,
);

test('the commands say in words what they cannot do', async () => {
  const folder = tempDir();
  const made = join(folder, 'mine');
  await expect(newPlugin('../x')).rejects.toThrow('a name has letters');
  await expect(buildPlugin(folder)).rejects.toThrow('has no plugin.toml');
  cpSync(join(EXAMPLES, 'word-count'), made, {
    recursive: true,
    filter: (file) => !file.endsWith('.wasm'),
  });
  await expect(buildPlugin(made)).rejects.toThrow('@bytecodealliance/componentize-js is missing');
  await expect(validatePlugin(made)).rejects.toThrow('word-count: plugin.wasm does not exist');
  await expect(testPlugin(join(EXAMPLES, 'dice'), '[]')).rejects.toThrow('must be a JSON object');
});
