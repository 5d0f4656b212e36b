/**
 * Owns handing out the labels that Redocly draws around a contract ("Responses", "Copy") in the languages of labels.yaml.
 * How Redocly is made to ask for them is in redocly.ts; the words of the frame around it are in words.ts.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Language } from '../../src/http/docs-site.ts';

const Label = z.strictObject({
  /** What Redocly has for it; some it uses for several things. */
  en: z.union([z.string(), z.array(z.string())]).transform((en) => [en].flat()),
  ko: z.string(),
  ja: z.string(),
  fr: z.string(),
} satisfies Record<Language, z.ZodType>);

/** Every label by Redocly's own name of it. */
export type Labels = ReadonlyMap<string, z.infer<typeof Label>>;

/** Reads the table. @throws ZodError when a label lacks a language */
export async function readLabels(): Promise<Labels> {
  const text = await readFile(new URL('labels.yaml', import.meta.url), 'utf8');
  return new Map(Object.entries(z.record(z.string(), Label).parse(parse(text))));
}

/** The text of a script that gives Redocly its labels in a language: the function that redocly.ts lets it ask. */
export function writeLabelScript(labels: Labels, lang: Language): string {
  const table = lang === 'en' ? [] : [...labels].map(([key, label]) => [key, label[lang]]);
  const text = JSON.stringify(table).replaceAll('<', '\\u003c');
  return `{const labels=new Map(${text});globalThis.redocLabel=(key,english)=>labels.get(key)??english}`;
}

/**
 * The same as a module for the process that renders. The process fails in the end when a label was asked for that is not in the
 * table, or is there for another English.
 */
export function writeStrictLabelScript(labels: Labels, lang: Language): string {
  const english = [...labels].map(([key, label]) => [key, label.en]);
  return `${writeLabelScript(labels, lang)}
const ask = globalThis.redocLabel;
const known = new Map(${JSON.stringify(english)});
const unknown = new Set();
globalThis.redocLabel = (key, english) => {
  // Names of the contract come this way too, without a key.
  if (key !== undefined && !known.get(key)?.includes(english)) unknown.add(key + ': ' + english);
  return ask(key, english);
};
process.on('exit', () => {
  if (unknown.size === 0) return;
  console.error('Labels that scripts/docs/labels.yaml does not have:\\n' + [...unknown].join('\\n'));
  process.exitCode = 1;
});
`;
}
