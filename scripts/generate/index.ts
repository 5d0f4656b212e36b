/**
 * Owns `npm run generate`: bundles each contract and writes src/generated/<api>/{openapi.json,types.ts,bindings.ts} and the
 * client's clients/typescript/src/generated/<api>.ts.
 * Whether the committed files are fresh is checked by scripts/check-generated.ts, which calls this into a folder of its own.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import { writeBindings } from './bindings.ts';
import { writeCli } from './cli.ts';
import { writeClient } from './client.ts';
import { type Document, readOperations } from './operations.ts';

export const apis = ['prx', 'agent', 'nanoclaw'] as const;

const run = promisify(execFile);

/** Where generated files go: the repository, or folders to compare with it. */
export interface Targets {
  /** A folder for each API. */
  readonly source: string;
  /** The TypeScript client's, with a file for each API. */
  readonly client: string;
}

/** The generated files of this repository. */
export const committed: Targets = {
  source: 'src/generated',
  client: 'clients/typescript/src/generated',
};

/** Writes everything that is generated. */
export async function generate(targets: Targets): Promise<void> {
  const bundles = await mkdtemp(join(tmpdir(), 'gatehouse-bundle-'));
  try {
    const documents = await Promise.all(
      apis.map(
        async (api) =>
          [api, await generateApi(api, join(bundles, `${api}.json`), targets)] as const,
      ),
    );
    await writeFile(join(targets.source, 'cli.ts'), writeCli(documents));
  } finally {
    await rm(bundles, { recursive: true, force: true });
  }
}

async function generateApi(api: string, bundle: string, targets: Targets): Promise<Document> {
  const folder = join(targets.source, api);
  await run('node', ['node_modules/@redocly/cli/bin/cli.js', 'bundle', api, '--output', bundle]);
  const document = JSON.parse(await readFile(bundle, 'utf8')) as Document;
  const operations = readOperations(document);
  await mkdir(folder, { recursive: true });
  await mkdir(targets.client, { recursive: true });
  await writeFile(join(folder, 'openapi.json'), `${JSON.stringify(document, null, 1)}\n`);
  await writeFile(join(folder, 'types.ts'), await writeTypes(api, document, true));
  await writeFile(join(folder, 'bindings.ts'), writeBindings(api, operations));
  await writeFile(
    join(targets.client, `${api}.ts`),
    writeClient(api, await writeTypes(api, document, false), operations, document),
  );
  return document;
}

/** @param filled Whether what has a default is always there: so it is for a handler, but a client may leave it out. */
async function writeTypes(api: string, document: Document, filled: boolean): Promise<string> {
  // openapi-typescript takes the document as an object of its own type; a copy keeps ours untouched.
  const ast = await openapiTS(JSON.stringify(document), {
    alphabetize: false,
    defaultNonNullable: filled,
  });
  return `// Generated from openapi/${api}. Do not edit: change the YAML and run \`npm run generate\`.\n\n${astToString(ast)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await generate(committed);
}
