/**
 * Owns the check that src/generated is what the contracts say: it generates into a temporary folder and compares.
 * Generation itself belongs to scripts/generate.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { apis, generate } from './generate/index.ts';

const FILES = ['openapi.json', 'types.ts', 'bindings.ts'];

/** Names the generated files that differ from what the contracts say now. */
export async function staleFiles(committed: string): Promise<string[]> {
  const fresh = await mkdtemp(join(tmpdir(), 'gatehouse-generated-'));
  try {
    await generate(fresh);
    const stale: string[] = [];
    for (const file of apis.flatMap((api) => FILES.map((name) => join(api, name)))) {
      const [want, have] = await Promise.all([
        readFile(join(fresh, file), 'utf8'),
        readFile(join(committed, file), 'utf8').catch(() => undefined),
      ]);
      if (want !== have) stale.push(join(committed, file));
    }
    return stale;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const stale = await staleFiles('src/generated');
  for (const file of stale) process.stderr.write(`${file} is stale: run \`npm run generate\`\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
}
