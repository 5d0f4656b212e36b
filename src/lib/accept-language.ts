/**
 * Owns reading an Accept-Language header (RFC 9110, 12.5.4) against the languages there are.
 * What is answered in that language belongs to the caller.
 */

/** Ranges read at most: a header of thousands is no preference any more. */
const MOST_RANGES = 50;

/**
 * The language that the reader likes best among those there are, the first of them where the header names none.
 * @param available Language tags in lower case, the one to fall back to first
 */
export function pickLanguage<Language extends string>(
  header: string | undefined,
  available: readonly [Language, ...Language[]],
): Language {
  let best: Language = available[0];
  let bestWeight = 0;
  for (const range of (header ?? '').split(',', MOST_RANGES)) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = readWeight(parameters);
    // A region that is asked for is answered in its language: `ko-KR` by `ko`.
    const primary = tag.split('-')[0];
    const found = tag === '*' ? available[0] : available.find((one) => one === primary);
    // Of two that are liked equally, the one named first wins.
    if (found !== undefined && weight > bestWeight) {
      best = found;
      bestWeight = weight;
    }
  }
  return best;
}

/** The weight of one range, from 0 (never) to 1; one that cannot be read counts as never. */
function readWeight(parameters: readonly string[]): number {
  const given = parameters.find((one) => one.startsWith('q='));
  if (given === undefined) return 1;
  return /^q=(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(given) ? Number(given.slice(2)) : 0;
}
