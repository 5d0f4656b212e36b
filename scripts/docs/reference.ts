/**
 * Owns the three references: Redocly renders each contract in each language, and its script is kept once beside the pages.
 * The frame around them is frame.ts, Redocly itself redocly.ts; translated contracts come from scripts/translations.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Language } from '../../src/http/docs-site.ts';
import type { Json } from '../translations/texts.ts';
import { renderPage } from './frame.ts';
import { type Labels, writeLabelScript, writeStrictLabelScript } from './labels.ts';
import type { Redocly } from './redocly.ts';

const run = promisify(execFile);

/** What Redocly prints for a page is cut into these parts by a template of ours. */
const TEMPLATE = '<!--head-->{{{redocHead}}}<!--body-->{{{redocHTML}}}<!--end-->';

/** One reference to be rendered. */
export interface Reference {
  readonly lang: Language;
  readonly api: string;
  readonly document: Json;
  readonly title: string;
  readonly description: string;
  /** A folder for files on the way. */
  readonly scratch: string;
  readonly redocly: Redocly;
  readonly labels: Labels;
}

/** Renders one reference as a page. @throws Error when Redocly prints something else than this knows */
export async function renderReference(reference: Reference): Promise<string> {
  const { lang, api, document, scratch, redocly, labels } = reference;
  const place = (name: string) => join(scratch, `${api}.${lang}.${name}`);
  await writeFile(place('json'), JSON.stringify(document));
  await writeFile(place('hbs'), TEMPLATE);
  await writeFile(place('mjs'), writeStrictLabelScript(labels, lang));
  await run('node', [
    ...['--import', pathToFileURL(place('mjs')).href],
    redocly.command,
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
  if (link[1] !== redocly.integrity) throw new Error('The page of Redocly asks for another script');
  const text = (module[1] ?? '').replace(imported, 'const { hydrate } = Redoc;');
  return renderPage({
    lang,
    file: `${api}.html`,
    title: reference.title,
    description: reference.description,
    head: head.replace(link[0], ''),
    // Redocly prints links for a server that knows its paths; here they stay on the page, as its script makes them.
    body: body.slice(0, module.index).replaceAll('href="/', 'href="#/'),
    scripts: [
      { text: writeLabelScript(labels, lang) },
      { src: '../assets/redoc.js' },
      { text: `{${text}}` },
    ],
  });
}
