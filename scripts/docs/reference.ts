/**
 * Owns the three references: Redocly renders each contract in each language, and its script is kept once beside the pages.
 * The frame around them is frame.ts; translated contracts come from scripts/translations.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Language } from '../../src/http/docs-site.ts';
import type { Json } from '../translations/texts.ts';
import { renderPage } from './frame.ts';

const run = promisify(execFile);

/** What Redocly prints for a page is cut into these parts by a template of ours. */
const TEMPLATE = '<!--head-->{{{redocHead}}}<!--body-->{{{redocHTML}}}<!--end-->';

/** The one thing that the script would load from elsewhere, and what stands there instead. */
const LOGO = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;
const MARK =
  '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="0" y="15" font-family="sans-serif" font-size="14" fill="#888">Redoc</text></svg>';

/** Writes the script of all references: Redocly's own bundle, as a classic script that also runs from `file:`. @returns its integrity */
export async function writeRedoc(file: string): Promise<string> {
  const source = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const bundle = join(source, '../lib/chunks/redoc.standalone.js');
  await build({
    entryPoints: [bundle],
    outfile: file,
    format: 'iife',
    globalName: 'Redoc',
    minify: true,
    legalComments: 'inline',
    logLevel: 'error',
  });
  const script = await readFile(file, 'utf8');
  await writeFile(file, script.replaceAll(LOGO, `data:image/svg+xml,${encodeURIComponent(MARK)}`));
  return `sha384-${createHash('sha384')
    .update(await readFile(bundle))
    .digest('base64')}`;
}

/** One reference to be rendered. */
export interface Reference {
  readonly lang: Language;
  readonly api: string;
  readonly document: Json;
  readonly title: string;
  readonly description: string;
  /** A folder for files on the way. */
  readonly scratch: string;
  /** What the script that was written by `writeRedoc` is known by. */
  readonly integrity: string;
}

/** Renders one reference as a page. @throws Error when Redocly prints something else than this knows */
export async function renderReference(reference: Reference): Promise<string> {
  const { lang, api, document, scratch, integrity } = reference;
  const place = (name: string) => join(scratch, `${api}.${lang}.${name}`);
  await writeFile(place('json'), JSON.stringify(document));
  await writeFile(place('hbs'), TEMPLATE);
  await run('node', [
    'node_modules/@redocly/cli/bin/cli.js',
    'build-docs',
    place('json'),
    ...['--output', place('html')],
    ...['--template', place('hbs')],
    '--openapi.disableTelemetry=true',
    '--openapi.hideDownloadButtons=true',
  ]);
  const html = await readFile(place('html'), 'utf8');
  const [, head, body] = /<!--head-->([\s\S]*)<!--body-->([\s\S]*)<!--end-->/.exec(html) ?? [];
  const module = /<script type="module">([\s\S]*)<\/script>\s*$/.exec(body ?? '');
  const link = /<link rel="modulepreload"[^>]*integrity="([^"]+)"[^>]*>/.exec(head ?? '');
  const imported = /import \{ hydrate \} from "[^"]+";/;
  if (!head || !body || !module || !link || !imported.test(module[1] ?? '')) {
    throw new Error('Redocly prints its pages in another way than scripts/docs/reference.ts knows');
  }
  if (link[1] !== integrity) throw new Error('The page of Redocly asks for another script');
  const text = (module[1] ?? '').replace(imported, 'const { hydrate } = Redoc;');
  return renderPage({
    lang,
    file: `${api}.html`,
    title: reference.title,
    description: reference.description,
    head: head.replace(link[0], ''),
    // Redocly prints links for a server that knows its paths; here they stay on the page, as its script makes them.
    body: body.slice(0, module.index).replaceAll('href="/', 'href="#/'),
    scripts: [{ src: '../assets/redoc.js' }, { text: `{${text}}` }],
  });
}
