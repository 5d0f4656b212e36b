/**
 * Owns `npm run generate`: bundles each contract and writes src/generated/<api>/{openapi.json,types.ts,bindings.ts}.
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
import { type Document, readOperations } from './operations.ts';

export const apis = ['prx', 'agent', 'nanoclaw'] as const;

const run = promisify(execFile);

/** Writes everything that is generated into `target` (src/generated, or a folder to compare with). */
export async function generate(target: string): Promise<void> {
  const bundles = await mkdtemp(join(tmpdir(), 'gatehouse-bundle-'));
  try {
    await Promise.all(
      apis.map((api) => generateApi(api, join(bundles, `${api}.json`), join(target, api))),
    );
  } finally {
    await rm(bundles, { recursive: true, force: true });
  }
}

async function generateApi(api: string, bundle: string, folder: string): Promise<void> {
  await run('node', ['node_modules/@redocly/cli/bin/cli.js', 'bundle', api, '--output', bundle]);
  const document = JSON.parse(await readFile(bundle, 'utf8')) as Document;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'openapi.json'), `${JSON.stringify(document, null, 1)}\n`);
  await writeFile(join(folder, 'types.ts'), await writeTypes(api, document));
  await writeFile(join(folder, 'bindings.ts'), writeBindings(api, readOperations(document)));
}

async function writeTypes(api: string, document: Document): Promise<string> {
  // openapi-typescript takes the document as an object of its own type; a copy keeps ours untouched.
  const ast = await openapiTS(JSON.stringify(document), { alphabetize: false });
  return `// Generated from openapi/${api}. Do not edit: change the YAML and run \`npm run generate\`.\n\n${astToString(ast)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await generate('src/generated');
}
