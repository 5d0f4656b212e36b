/**
 * Owns a copy of Redocly's command that asks for its labels, and the browser script made of it. Redocly has a hook for labels and
 * lets nobody set it. Which labels there are is in labels.ts; what is rendered with the copy is reference.ts.
 */
import { createHash } from 'node:crypto';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** The script for browsers, among the chunks of the command. */
const BROWSER = 'redoc.standalone.js';

/** The hook by which every component gets its labels; what is between the arrow and the bracket is the English text. */
const HOOK = /useTranslate:\(\)=>\(\{translate:\((\w+),(\w+)\)=>([^{};]+)\}\)/g;

/** The one thing that the script would load from elsewhere, and what stands there instead. */
const LOGO = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;
const MARK =
  '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="0" y="15" font-family="sans-serif" font-size="14" fill="#888">Redoc</text></svg>';

/** The copy. */
export interface Redocly {
  /** The command. */
  readonly command: string;
  /** What its browser script is known by on the pages that the command prints. */
  readonly integrity: string;
}

/** Where npm has put Redocly's command. */
const INSTALLED = dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json'));

/** Puts the copy into a folder. @throws Error when this version has its labels in another way */
export async function copyRedocly(folder: string, original = INSTALLED): Promise<Redocly> {
  await cp(original, folder, { recursive: true });
  const chunks = join(folder, 'lib/chunks');
  const changed: string[] = [];
  for (const name of await readdir(chunks)) {
    if (!name.endsWith('.js')) continue;
    const text = await readFile(join(chunks, name), 'utf8');
    const own = letAskForLabels(text);
    if (own === null) continue;
    await writeFile(join(chunks, name), own);
    changed.push(name);
  }
  // One is for browsers and one for the command: both or the page changes its language as it comes to life.
  if (changed.length !== 2 || !changed.includes(BROWSER)) {
    throw new Error(
      `Redocly has its labels elsewhere than scripts/docs/redocly.ts knows: ${changed}`,
    );
  }
  const script = await readFile(join(chunks, BROWSER));
  const integrity = `sha384-${createHash('sha384').update(script).digest('base64')}`;
  return { command: join(folder, 'bin/cli.js'), integrity };
}

/** Makes a chunk ask `redocLabel` of the page for each label. @returns null when it has no labels */
function letAskForLabels(chunk: string): string | null {
  const found = [...chunk.matchAll(HOOK)].length;
  if (found > 1) throw new Error('A chunk of Redocly has its hook for labels twice');
  if (found === 0) return null;
  return chunk.replace(
    HOOK,
    'useTranslate:()=>({translate:($1,$2)=>globalThis.redocLabel($1,$3)})',
  );
}

/** Writes the script of all references: the browser script of the copy, as a classic script that also runs from `file:`. */
export async function writeBrowserScript({ command }: Redocly, file: string): Promise<void> {
  await build({
    entryPoints: [join(dirname(command), '../lib/chunks', BROWSER)],
    outfile: file,
    format: 'iife',
    globalName: 'Redoc',
    minify: true,
    legalComments: 'inline',
    logLevel: 'error',
  });
  const script = await readFile(file, 'utf8');
  await writeFile(file, script.replaceAll(LOGO, `data:image/svg+xml,${encodeURIComponent(MARK)}`));
}
