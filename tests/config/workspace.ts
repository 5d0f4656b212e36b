/**
 * Owns a throw-away working directory for configuration tests. What is written into it, and what is
 * expected of it, is left to the tests.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ConfigError, type ConfigProblem, loadConfig } from '../../src/config/index.ts';

/** A working directory that disappears after the test. */
export interface Workspace {
  readonly cwd: string;
  path(name: string): string;
  write(name: string, text: string): string;
}

/** Makes an empty working directory for the running test. */
export function workspace(): Workspace {
  const cwd = mkdtempSync(join(tmpdir(), 'gatehouse-config-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const path = (name: string): string => join(cwd, name);
  return {
    cwd,
    path,
    write(name, text) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
      return path(name);
    },
  };
}

/** The error that loading throws; fails the test when it throws none. */
export function configErrorOf(input: Parameters<typeof loadConfig>[0]): ConfigError {
  try {
    loadConfig(input);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected the configuration to be refused');
}

/** The problems with one file and environment in a fresh working directory. */
export function problemsOf(toml: string, env: NodeJS.ProcessEnv = {}): readonly ConfigProblem[] {
  const { cwd, write } = workspace();
  write('gatehouse.toml', toml);
  return configErrorOf({ env, cwd }).problems.map((problem) => ({
    ...problem,
    source: problem.source.replace(`${cwd}/`, ''),
  }));
}
