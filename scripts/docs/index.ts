/**
 * Owns `npm run docs`: the whole documentation site in dist/docs, static and self-contained, in every language.
 * Pages are made by reference.ts, guides.ts and landing.ts; serving them is src/http/docs-site.ts.
 */
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { LANGUAGES, type Language } from '../../src/http/docs-site.ts';
import { readContracts } from '../translations/index.ts';
import { applyOverlay } from '../translations/overlay.ts';
import { isJson, type Json } from '../translations/texts.ts';
import { renderPage } from './frame.ts';
import { guides, inEnglish, readGuide, renderMarkdown } from './guides.ts';
import { readLabels } from './labels.ts';
import { type Card, renderLanding, renderRoot } from './landing.ts';
import { copyRedocly, writeBrowserScript } from './redocly.ts';
import { renderReference } from './reference.ts';
import { words } from './words.ts';

/** A contract in one language. */
interface Contract {
  readonly api: string;
  readonly document: Json;
  readonly title: string;
  readonly summary: string;
}

/** Builds the site into `target`, which is replaced only when all of it is there. */
export async function buildSite(target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}-`);
  const scratch = await mkdtemp(`${target}-scratch-`);
  try {
    await cp('scripts/docs/assets', join(folder, 'assets'), { recursive: true });
    const labels = await readLabels();
    const redocly = await copyRedocly(join(scratch, 'redocly'));
    await writeBrowserScript(redocly, join(folder, 'assets/redoc.js'));
    await writeFile(join(folder, 'index.html'), renderRoot());
    const pairs: { lang: Language; contract: Contract }[] = [];
    for (const lang of LANGUAGES) {
      await mkdir(join(folder, lang));
      const contracts = await translate(lang);
      await writeTexts(folder, lang, contracts);
      pairs.push(...contracts.map((contract) => ({ lang, contract })));
    }
    // Two at a time: each is a process that renders the whole page once.
    const next = async (): Promise<void> => {
      const pair = pairs.shift();
      if (pair === undefined) return;
      const { lang, contract } = pair;
      const { api, document, title, summary } = contract;
      const rest = { title, description: summary, scratch, redocly, labels };
      const html = await renderReference({ lang, api, document, ...rest });
      await writeFile(join(folder, lang, `${api}.html`), html);
      await next();
    };
    await Promise.all([next(), next()]);
    // The site is never away for longer than a rename: somebody may be reading it.
    const old = join(scratch, 'old');
    await rename(target, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(scratch, { recursive: true, force: true });
  }
}

async function translate(lang: Language): Promise<Contract[]> {
  return (await readContracts(lang)).map(({ api, document: english, actions }) => {
    const document = applyOverlay(english, actions);
    const info = isJson(document.info) ? document.info : {};
    return { api, document, title: String(info.title), summary: String(info.summary) };
  });
}

/** Everything of one language but the references. */
async function writeTexts(
  folder: string,
  lang: Language,
  contracts: readonly Contract[],
): Promise<void> {
  const write = (file: string, text: string) => writeFile(join(folder, lang, file), text);
  for (const { api, document } of contracts) {
    await write(`${api}.openapi.json`, `${JSON.stringify(document, null, 1)}\n`);
    const yaml = stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
    await write(`${api}.openapi.yaml`, yaml);
  }
  const cards: Card[] = [];
  for (const name of guides) {
    const { title, summary, html } = await readGuide('docs/guides', lang, name);
    const file = `${name}.html`;
    cards.push({ file, title, summary });
    const body = `<article>\n${html}</article>`;
    const page = { lang, file, title: `${title} · Gatehouse`, description: summary, body };
    await write(file, renderPage(page));
  }
  const log = renderMarkdown(await readFile('CHANGELOG.md', 'utf8'));
  const file = 'changelog.html';
  const body = `<article>\n${inEnglish(lang, log.html)}</article>`;
  const { changelog, tagline } = words[lang];
  const title = `${changelog} · Gatehouse`;
  await write(file, renderPage({ lang, file, title, description: log.summary, body }));
  const apis = contracts.map(({ api, title, summary }) => ({
    file: `${api}.html`,
    title,
    summary,
  }));
  const landing = renderLanding(lang, apis, cards);
  const home = { lang, file: 'index.html', title: `Gatehouse · ${words[lang].home}` };
  await write('index.html', renderPage({ ...home, description: tagline, body: landing }));
}

if (process.argv[1]?.endsWith(join('docs', 'index.ts'))) await buildSite('dist/docs');
