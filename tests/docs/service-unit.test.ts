/**
 * Owns the proof that the example unit for systemd names what the program has: its command, its variables and its time to stop.
 * What the settings mean is in tests/config.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { tempDir } from '../support/temp.ts';

const unit = readFileSync('examples/systemd/gatehouse.service', 'utf8');
const setting = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

it('the unit starts a program of the package', () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [, program, command] = setting('ExecStart').split(' ');
  expect([Object.keys(bin).includes(program ?? ''), command]).toEqual([true, 'serve']);
});

it('its variables say where settings and data are, and it waits for requests under way', () => {
  const file = join(tempDir(), 'gatehouse.toml');
  writeFileSync(file, '');
  const settings = '/etc/gatehouse/gatehouse.toml';
  const pairs = setting('Environment').split(' ');
  const env = Object.fromEntries(pairs.map((pair) => pair.replace(settings, file).split('=', 2)));
  const loaded = loadConfig({ env, cwd: setting('WorkingDirectory') });
  expect(loaded).toMatchObject({ home: `/var/lib/${setting('StateDirectory')}`, file });
  expect(Number(setting('TimeoutStopSec'))).toBeGreaterThan(
    loaded.config.server.shutdown_grace_secs,
  );
});
