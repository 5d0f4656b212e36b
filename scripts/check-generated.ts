/**
 * Owns the check that what is generated is what the contracts say: it generates into a temporary folder and compares.
 * Generation itself belongs to scripts/generate.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { apis, committed, generate, type Targets } from './generate/index.ts';

const filesOf = ({ source, client }: Targets) => [
  join(source, 'cli.ts'),
  ...apis.flatMap((api) => [
    ...['openapi.json', 'types.ts', 'bindings.ts'].map((name) => join(source, api, name)),
    join(client, `${api}.ts`),
  ]),
];

/** Names the generated files that differ from what the contracts say now. */
export async function staleFiles(targets: Targets): Promise<string[]> {
  const fresh = await mkdtemp(join(tmpdir(), 'gatehouse-generated-'));
  try {
    const made = { source: join(fresh, 'source'), client: join(fresh, 'client') };
    await generate(made);
    const want = filesOf(made);
    const stale: string[] = [];
    for (const [index, file] of filesOf(targets).entries()) {
      const [wanted, have] = await Promise.all([
        readFile(want[index] ?? '', 'utf8'),
        readFile(file, 'utf8').catch(() => undefined),
      ]);
      if (wanted !== have) stale.push(file);
    }
    return stale;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const stale = await staleFiles(committed);
  for (const file of stale) process.stderr.write(`${file} is stale: run \`npm run generate\`\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
}
