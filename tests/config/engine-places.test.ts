/**
 * Owns where a container engine is looked for, by the settings, the environment and the machine. What is found there is left to
 * tests/domain/runtime.test.ts.
 */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enginePlaces } from '../../src/app/engine-places.ts';
import { loadConfig } from '../../src/config/index.ts';
import { tempDir } from '../support/temp.ts';

const none = { dockerHost: null, runtimeDir: null };
const titlesOf = (...args: Parameters<typeof enginePlaces>) =>
  enginePlaces(...args).map(({ title }) =>
    title.replace('Docker or Podman at ', '').replace(/^Apple.*/, 'apple'),
  );
const usual = ['/var/run/docker.sock', '/run/podman/podman.sock'];

describe('a container engine is looked for', () => {
  it.each<[string, Parameters<typeof enginePlaces>, string[]]>([
    ['nowhere', [{ engine: 'none' }, none, 'darwin'], []],
    ['in the usual places', [{ engine: 'auto' }, none, 'linux'], usual],
    ['with Apple first on its machines', [{ engine: 'auto' }, none, 'darwin'], ['apple', ...usual]],
    ['without Apple', [{ engine: 'docker' }, none, 'darwin'], usual],
    ['with Apple alone', [{ engine: 'apple_container' }, none, 'linux'], ['apple']],
    ['where the settings say', [{ engine: 'auto', socket: '/x.sock' }, none, 'linux'], ['/x.sock']],
    [
      'where the environment says, first',
      [{ engine: 'auto' }, { dockerHost: 'unix:///d.sock', runtimeDir: '/run/user/7' }, 'linux'],
      ['/d.sock', ...usual, '/run/user/7/podman/podman.sock'],
    ],
  ])('%s', (_, args, expected) => {
    expect(titlesOf(...args)).toEqual(expected);
  });

  it('over socket files alone', async () => {
    const hints = { ...none, dockerHost: 'tcp://10.0.0.1:2375' };
    const [place] = enginePlaces({ engine: 'docker' }, hints, 'linux');
    expect(place?.title).toBe('DOCKER_HOST');
    await expect(place?.open()).rejects.toThrow('only unix:///');
  });

  it('without asking where no socket is', async () => {
    const runtimeDir = tempDir();
    const place = () => enginePlaces({ engine: 'docker' }, { ...none, runtimeDir }, 'linux').at(-1);
    expect(await place()?.open()).toBeNull();
    writeFileSync(join(runtimeDir, 'podman'), 'a file');
    expect(await place()?.open()).toBeNull();
    const server = createServer();
    const socket = join(runtimeDir, 's.sock');
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    const named = enginePlaces({ engine: 'docker', socket }, none, 'linux');
    expect(await named[0]?.open()).toMatchObject({ backend: 'docker' });
    server.close();
  });
});

it('the environment is read once, with the rest of the configuration', () => {
  const cwd = tempDir();
  writeFileSync(join(cwd, '.env'), 'XDG_RUNTIME_DIR=/run/user/8\n');
  const loaded = loadConfig({ env: { DOCKER_HOST: 'unix:///d.sock' }, cwd });
  expect(loaded.engineHints).toEqual({ dockerHost: 'unix:///d.sock', runtimeDir: '/run/user/8' });
  expect(loadConfig({ env: {}, cwd: tempDir() }).engineHints).toEqual(none);
});
