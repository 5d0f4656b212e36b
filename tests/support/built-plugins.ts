/**
 * Owns building the example plugins once for all tests: compiling JavaScript takes some seconds. What they must do is said by the tests.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildPlugin } from '../../src/cli/plugin.ts';

/** Where the examples are. */
export const EXAMPLES = 'examples/plugins';

/**
 * Builds a copy of an example below the project, where its compiler is found, unless that was done since it changed.
 * Test files run side by side, so a copy is put in its place whole. @returns its folder
 */
export async function builtPlugin(name: string): Promise<string> {
  const folder = join('.cache', 'plugins', name);
  const source = join(EXAMPLES, name, 'plugin.js');
  const wasm = join(folder, 'plugin.wasm');
  if (existsSync(wasm) && statSync(wasm).mtimeMs > statSync(source).mtimeMs) return folder;
  mkdirSync(join('.cache', 'plugins'), { recursive: true });
  const making = mkdtempSync(join('.cache', 'plugins', `${name}-`));
  cpSync(join(EXAMPLES, name), making, { recursive: true });
  await buildPlugin(making);
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(making, folder);
  } catch (error) {
    // Another file has put its copy there meanwhile, which is as good.
    if (!existsSync(wasm)) throw error;
    rmSync(making, { recursive: true });
  }
  return folder;
}
