/**
 * Owns `npm run translations -- check|missing|apply|stamp`: what is not translated, and what comes back from translators.
 * What counts as translated is said by check.ts, where it is kept by overlay.ts.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apis } from '../generate/index.ts';
import { findProblems, whatIsLost } from './check.ts';
import { findGuideProblems, stampGuides } from './guides.ts';
import {
  knownWords,
  type Language,
  languages,
  makeActions,
  OVERLAYS,
  readOverlay,
  type Translated,
  writeOverlay,
} from './overlay.ts';
import { findPlaces, isJson } from './texts.ts';

/** Reads every contract with its translations into one language. */
export async function readContracts(
  lang: string,
  folder = OVERLAYS,
  generated = 'src/generated',
): Promise<Translated[]> {
  return Promise.all(
    apis.map(async (api) => {
      const document: unknown = JSON.parse(
        await readFile(join(generated, api, 'openapi.json'), 'utf8'),
      );
      if (!isJson(document)) throw new Error(`The contract of ${api} is not an object`);
      const actions = await readOverlay(folder, lang, api);
      return { api, document, places: findPlaces(document), actions };
    }),
  );
}

/** The distinct English texts that have no fresh translation, in the order of the contracts. */
export function missingTexts(contracts: readonly Translated[]): string[] {
  const known = knownWords(contracts);
  const texts = contracts.flatMap(({ places }) =>
    places.flatMap((place) => Object.values(place.texts)),
  );
  return [...new Set(texts)].filter((text) => !known.has(text));
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { lang: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
  });
  const [command] = positionals;
  if (command === 'check') return check();
  const lang = languages.find((language) => language === values.lang);
  if (lang !== undefined && command === 'missing' && values.to) return missing(lang, values.to);
  if (lang !== undefined && command === 'apply' && values.from) return apply(lang, values.from);
  if (lang !== undefined && command === 'stamp') return complain(await stampGuides(lang));
  const known = languages.join('|');
  process.stderr.write(
    `usage: translations check\n       translations missing --lang ${known} --to FILE\n       translations apply --lang ${known} --from FILE\n       translations stamp --lang ${known}\n`,
  );
  return 2;
}

async function check(): Promise<number> {
  const found: string[] = [];
  for (const lang of languages) {
    found.push(
      ...findProblems(lang, await readContracts(lang)),
      ...(await findGuideProblems(lang)),
    );
  }
  return complain(found);
}

function complain(problems: readonly string[]): number {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

async function missing(lang: Language, file: string): Promise<number> {
  const texts = missingTexts(await readContracts(lang));
  await writeFile(file, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  process.stdout.write(`${texts.length} texts of ${lang} are missing\n`);
  return 0;
}

/** Takes over what translators sent, except where it lost something: that is named, and stays missing. */
async function apply(lang: Language, file: string): Promise<number> {
  const sent: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isJson(sent)) throw new Error(`${file} is not an object of English texts to translations`);
  const contracts = await readContracts(lang);
  const known = knownWords(contracts);
  let refused = 0;
  for (const [text, translated] of Object.entries(sent)) {
    const lost = typeof translated === 'string' ? whatIsLost(text, translated) : ['its text'];
    if (typeof translated === 'string' && lost.length === 0) known.set(text, translated);
    else {
      refused += 1;
      process.stderr.write(`lost ${lost.join(', ')}: ${text}\n`);
    }
  }
  for (const contract of contracts) {
    await writeOverlay(OVERLAYS, lang, contract.api, makeActions(contract, known));
  }
  const rest = missingTexts(await readContracts(lang)).length;
  process.stdout.write(`${refused} refused, ${rest} texts of ${lang} are missing\n`);
  return refused === 0 ? 0 : 1;
}

if (process.argv[1]?.endsWith(join('translations', 'index.ts'))) process.exitCode = await main();
