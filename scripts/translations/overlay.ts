/**
 * Owns the translations as files: one OpenAPI Overlay 1.0 document per language and API under openapi/overlays.
 * Which texts there are is said by texts.ts; whether a translation will do is said by check.ts.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { FIELDS, type Field, hashOf, isJson, type Json, type Place } from './texts.ts';

/** The languages that are translated into; English is the language of the contracts. */
export const languages = ['ko', 'ja', 'fr'] as const;
export type Language = (typeof languages)[number];

/** The translation of one place: its words, and the hashes of the English texts that they were made from. */
export interface Action {
  readonly target: string;
  readonly update: Readonly<Partial<Record<Field, string>>>;
  readonly 'x-source': Readonly<Partial<Record<Field, string>>>;
}

/** Where the overlays are kept. */
export const OVERLAYS = 'openapi/overlays';

/** Reads the actions of one overlay; none where there is no file yet. @throws Error that names the file when it is no overlay of ours. */
export async function readOverlay(folder: string, lang: string, api: string): Promise<Action[]> {
  const file = join(folder, lang, `${api}.yaml`);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const overlay: unknown = parse(text);
  if (!isJson(overlay) || overlay.overlay !== '1.0.0' || !Array.isArray(overlay.actions)) {
    throw new Error(`${file} is not an OpenAPI Overlay 1.0.0 document`);
  }
  return overlay.actions.map((action: unknown) => {
    if (isJson(action) && typeof action.target === 'string') {
      const { target } = action;
      return { target, update: words(action.update), 'x-source': words(action['x-source']) };
    }
    throw new Error(`${file} has an action without a target`);
  });
}

function words(value: unknown): Partial<Record<Field, string>> {
  const found: Partial<Record<Field, string>> = {};
  if (!isJson(value)) return found;
  for (const field of FIELDS) {
    const text = value[field];
    if (typeof text === 'string') found[field] = text;
  }
  return found;
}

/** Writes one overlay; the same actions always give the same bytes. */
export async function writeOverlay(
  folder: string,
  lang: string,
  api: string,
  actions: readonly Action[],
): Promise<void> {
  const file = join(folder, lang, `${api}.yaml`);
  await mkdir(dirname(file), { recursive: true });
  const overlay = {
    overlay: '1.0.0',
    info: { title: `Gatehouse ${api} API, ${lang}`, version: '1.0.0' },
    extends: `../../../src/generated/${api}/openapi.json`,
    actions,
  };
  const head = `# Written by \`npm run translations -- apply\`; the words themselves may be edited here.\n`;
  // The same words stand in many places, and are written out in each of them rather than as YAML anchors.
  await writeFile(file, head + stringify(overlay, { lineWidth: 0, aliasDuplicateObjects: false }));
}

/**
 * A copy of a document with the words of an overlay in it.
 * @throws Error when a target names no node of the document: the overlay was made for another one
 */
export function applyOverlay(document: Json, actions: readonly Action[]): Json {
  const copy = structuredClone(document);
  for (const { target, update } of actions) Object.assign(findNode(copy, target), update);
  return copy;
}

/** Follows a JSONPath of names and indexes only, as texts.ts writes them. */
function findNode(document: Json, target: string): Json {
  let node: unknown = document;
  for (const [, name, quoted, index] of target.matchAll(STEP)) {
    if (Array.isArray(node)) node = node[Number(index)];
    else if (isJson(node)) node = node[name ?? (quoted ?? '').replace(/\\(.)/g, '$1')];
  }
  if (!isJson(node) || !target.startsWith('$')) throw new Error(`${target} names nothing here`);
  return node;
}

const STEP = /\.([A-Za-z_]\w*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g;

/** The translations of a place that were made from the text that stands there now. */
export function freshWords(place: Place, action: Action | undefined): Action['update'] {
  const fresh: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const text = place.texts[field];
    const translated = action?.update[field];
    if (text === undefined || translated === undefined) continue;
    if (action?.['x-source'][field] === hashOf(text)) fresh[field] = translated;
  }
  return fresh;
}

/** One contract beside what is translated of it. */
export interface Translated {
  readonly api: string;
  readonly document: Json;
  readonly places: readonly Place[];
  readonly actions: readonly Action[];
}

/** Every translation that is fresh somewhere, by its English text: the same words mean the same elsewhere. */
export function knownWords(contracts: readonly Translated[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const { places, actions } of contracts) {
    const byTarget = new Map(actions.map((action) => [action.target, action]));
    for (const place of places) {
      const fresh = freshWords(place, byTarget.get(place.target));
      for (const field of FIELDS) {
        const text = place.texts[field];
        const translated = fresh[field];
        if (text !== undefined && translated !== undefined) known.set(text, translated);
      }
    }
  }
  return known;
}

/** The actions that a contract has when `known` is all that is translated, in the order of the contract; what is fresh stays. */
export function makeActions(contract: Translated, known: ReadonlyMap<string, string>): Action[] {
  const byTarget = new Map(contract.actions.map((action) => [action.target, action]));
  return contract.places.flatMap((place) => {
    const fresh = freshWords(place, byTarget.get(place.target));
    const update: Partial<Record<Field, string>> = {};
    const source: Partial<Record<Field, string>> = {};
    for (const field of FIELDS) {
      const text = place.texts[field];
      const translated = text === undefined ? undefined : (known.get(text) ?? fresh[field]);
      if (text === undefined || translated === undefined) continue;
      update[field] = translated;
      source[field] = hashOf(text);
    }
    if (Object.keys(update).length === 0) return [];
    return [{ target: place.target, update, 'x-source': source }];
  });
}
