/**
 * Owns the text of a message of Slack as people read it: its references are names and addresses, its escapes are characters.
 */

/** How the names in a text are found. */
export interface NamesInText {
  /** @returns null where the name is not known */
  user(id: string): Promise<string | null>;
}

const LONGEST_TEXT = 16_384;
/** Further ones keep their identifiers, so that one message makes no more questions than that. */
const MOST_NAMES = 5;
const REFERENCE = /<([^<>\n]{1,2048})>/g;

/** The users that a text mentions. */
export function mentionedIn(text: string): Set<string> {
  const found = [...text.matchAll(/<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>/g)];
  return new Set(found.map(([, id = '']) => id));
}

/** A text as people read it. */
export async function readable(source: string, names: NamesInText): Promise<string> {
  const text = source.slice(0, LONGEST_TEXT).toWellFormed();
  const asked = [...mentionedIn(text)].slice(0, MOST_NAMES);
  const found = await Promise.all(asked.map(async (id) => [id, await names.user(id)] as const));
  const known = new Map(found);
  return text
    .replace(REFERENCE, (_all, reference: string) => shown(reference, known))
    .replace(/&(lt|gt|amp);/g, (_all, kind: 'lt' | 'gt' | 'amp') => ESCAPED[kind]);
}

const ESCAPED = { lt: '<', gt: '>', amp: '&' };

/** What stands for a reference, still escaped. */
function shown(reference: string, known: ReadonlyMap<string, string | null>): string {
  const bar = reference.indexOf('|');
  const target = bar < 0 ? reference : reference.slice(0, bar);
  const label = bar < 0 ? '' : reference.slice(bar + 1);
  const id = target.slice(1);
  if (target.startsWith('@')) return `@${escaped(known.get(id) ?? '') || label || id}`;
  if (target.startsWith('#')) return `#${label || id}`;
  if (target.startsWith('!')) return special(id, label);
  const address = target.replace(/^(?:mailto|tel):/, '');
  if (label === '' || label === address || isShort(label, address)) return address;
  return `${label} (${address})`;
}

/** Slack makes an address of `example.com`, and shows what was written. */
const isShort = (label: string, address: string): boolean =>
  address.replace(/^https?:\/\//, '').replace(/\/$/, '') === label.replace(/\/$/, '');

/** `!here`, `!subteam^S1|@team`, `!date^1^{date}^link|then`. */
function special(id: string, label: string): string {
  if (label !== '') return label;
  const name = id.split('^')[0] ?? '';
  return `@${name}`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
