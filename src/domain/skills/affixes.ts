/**
 * Owns what is written onto words in Korean and Arabic and is no part of them: endings, and short words in front. Where words begin and
 * end belongs to words.ts.
 */

/** Particles, alone or one after the other: 를, 에서는, 까지만. */
const PARTICLES =
  /^(?:을|를|이|가|은|는|도|만|에|의|로|으로|와|과|랑|나|부터|까지|처럼|보다|에서|에게|한테|께|라도|란|라고|라면|마다|조차|밖에|뿐|대로|좀|요|들|다|야|예요|에요|인데|입니다|인가요)+$/;
/** What makes a verb out of a noun: forms of 하다, 되다, 시키다, 받다, and nouns that ask for it. */
const VERBS = /^(?:하|해|했|합|할|한|함|되|돼|됐|됩|될|된|시키|시켜|받|부탁|요청|드리|드려|좀|중)/;

/** Longest ending that is looked at, in characters. */
export const LONGEST_ENDING = 12;

/** Whether this can be written onto a Korean noun without making another noun of it: 리뷰해줘 is 리뷰, 리뷰어 is not. */
export const isKoreanEnding = (rest: string): boolean => PARTICLES.test(rest) || VERBS.test(rest);

const SHORTEST_ARABIC = 3;

/** An Arabic word without what may be written onto its front: and (و ف), prepositions (ب ك ل) and the article (ال). */
export function arabicStems(word: string): string[] {
  const withoutAnd = /^[وف]/.test(word) ? [word.slice(1)] : [];
  const stems = [word, ...withoutAnd].flatMap((one) => {
    const front = /^(?:[بك]?ال|لل|[بكل])/.exec(one)?.[0] ?? '';
    return [one, one.slice(front.length)];
  });
  return [...new Set(stems)].filter((one) => one === word || one.length >= SHORTEST_ARABIC);
}
