/**
 * Owns what is in the one file that goes into agent images: neither the database nor the edge, and not much. What it does is said by the
 * other tests of this folder.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from './ground.ts';

test('the bundle has no database, no edge and no daemon in it, and is small', async () => {
  const { folder, metafile } = await bundle();
  const parts = Object.keys(metafile.inputs);
  const foreign =
    /libsql|drizzle|pino|hono|dockerode|^src\/(db|http|handlers|generated|app|cli|config)\//;
  expect(parts.filter((path) => foreign.test(path))).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(['Dockerfile', 'runner.mjs']);
  expect(statSync(join(folder, 'runner.mjs')).size).toBeLessThan(3_000_000);
});

test('the bundle needs nothing but Node', async () => {
  const { metafile } = await bundle();
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  expect(outside.length).toBeGreaterThan(0);
  expect(outside.filter((path) => !path.startsWith('node:'))).toEqual([]);
});

test('the image is built without running anything, and its user is nobody in particular', () => {
  const lines = readFileSync('container/Dockerfile', 'utf8').split('\n');
  expect(lines.filter((line) => line.startsWith('RUN'))).toEqual([]);
  expect(lines).toContain('USER 1000:1000');
});
