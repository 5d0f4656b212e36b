/**
 * Owns the translations of the guides: whether each guide has one, made from the English text as it is now, with all of its code.
 * The texts of the contracts are checked by check.ts; pages are made from guides by scripts/docs.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf } from './texts.ts';

/** Where the guides are, a folder for each language. */
export const GUIDES = 'docs/guides';

const STAMP = /^<!-- source: ([0-9a-f]+) -->\n+/;

/** Every problem of the guides of one language. */
export async function findGuideProblems(lang: string, folder = GUIDES): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, english, own } of await readGuides(lang, folder)) {
    const file = `${lang}/${name}`;
    if (own === null) problems.push(`${file} is missing`);
    else if (STAMP.exec(own)?.[1] !== hashOf(english))
      problems.push(`${file} is stale: the English text changed`);
    else problems.push(...findLosses(english, own).map((lost) => `${file} lost ${lost}`));
  }
  return problems;
}

/**
 * Says of every guide of a language that it was made from the English text of now, unless it lost code of it.
 * @returns the problems that are left
 */
export async function stampGuides(lang: string, folder = GUIDES): Promise<string[]> {
  for (const { name, english, own } of await readGuides(lang, folder)) {
    if (own === null || findLosses(english, own).length > 0) continue;
    const text = `<!-- source: ${hashOf(english)} -->\n\n${own.replace(STAMP, '')}`;
    await writeFile(join(folder, lang, name), text);
  }
  return findGuideProblems(lang, folder);
}

interface Guide {
  readonly name: string;
  readonly english: string;
  /** Null where the language has none. */
  readonly own: string | null;
}

async function readGuides(lang: string, folder: string): Promise<Guide[]> {
  const names = (await readdir(join(folder, 'en'))).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      english: await readFile(join(folder, 'en', name), 'utf8'),
      own: await readFile(join(folder, lang, name), 'utf8').catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return null;
          throw error;
        },
      ),
    })),
  );
}

/** Blocks of code, code in sentences and links of the English text that the translation does not have. */
function findLosses(english: string, own: string): string[] {
  const blocks = english.match(/^```[\s\S]*?^```$/gm) ?? [];
  const prose = blocks.reduce((text, block) => text.replace(block, ''), english);
  const spans = prose.match(/`[^`\n]+`/g) ?? [];
  const links = prose.match(/\]\([^)]+\)/g) ?? [];
  const lost = new Set([...blocks, ...spans, ...links].filter((part) => !own.includes(part)));
  return [...lost].map((part) => part.split('\n', 2).join(' '));
}
