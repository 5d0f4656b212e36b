/**
 * Owns what a translation must keep, and the check that every text has one, made from the text as it is now.
 * Reading and writing overlays belongs to overlay.ts.
 */
import { freshWords, type Translated } from './overlay.ts';
import { FIELDS } from './texts.ts';

/** Says what a translation lost of its English text (code, addresses, numbers), or nothing. */
export function whatIsLost(text: string, translated: string): string[] {
  if (translated.trim() === '') return ['everything'];
  const exact = [...text.matchAll(/`[^`]+`|https?:\/\/[^\s)>`]+/g)].map(([part]) => part);
  const lost = exact.filter((part) => !translated.includes(part));
  // Languages group digits differently, so that numbers are compared by their digits.
  const digits = joinDigits(translated);
  const words = text.replace(/`[^`]+`/g, '');
  const numbers = [...joinDigits(words).matchAll(/\d+/g)].map(([number]) => number);
  return [...new Set([...lost, ...numbers.filter((number) => !digits.includes(number))])];
}

function joinDigits(text: string): string {
  return text.replace(/(?<=\d)[.,\s\u00a0\u202f](?=\d)/g, '');
}

/** Every problem of the translations of one language into words, each with the place where it is. */
export function findProblems(lang: string, contracts: readonly Translated[]): string[] {
  return contracts.flatMap(({ api, places, actions }) => {
    const byTarget = new Map(actions.map((action) => [action.target, action]));
    const here = `${lang}/${api}.yaml`;
    const problems: string[] = [];
    for (const place of places) {
      const action = byTarget.get(place.target);
      byTarget.delete(place.target);
      const fresh = freshWords(place, action);
      for (const field of FIELDS) {
        const text = place.texts[field];
        if (text === undefined) continue;
        const translated = fresh[field];
        const where = `${here}: ${field} of ${place.target}`;
        if (action?.update[field] === undefined) problems.push(`${where} has no translation`);
        else if (translated === undefined)
          problems.push(`${where} is stale: the English text changed`);
        else {
          const lost = whatIsLost(text, translated);
          if (lost.length > 0) problems.push(`${where} lost ${lost.join(', ')}`);
        }
      }
      const gone = FIELDS.filter((field) => action?.update[field] && !place.texts[field]);
      for (const field of gone) problems.push(`${here}: ${field} of ${place.target} is gone`);
    }
    const targets = actions.map(({ target }) => target);
    const twice = targets.filter((target, index) => targets.indexOf(target) !== index);
    for (const target of twice) problems.push(`${here}: ${target} is translated twice`);
    for (const target of byTarget.keys()) problems.push(`${here}: ${target} is gone`);
    return problems;
  });
}
