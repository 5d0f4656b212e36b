/**
 * Owns what a trigger is: a slash command, or a phrase and the words it is made of. Finding triggers in messages belongs to match.ts.
 */
import { fold, readWords, type Words } from './words.ts';

const MAX_WORDS = 16;

/** The words of a phrase. Runs of scripts without spaces stay whole: how they are split depends on what stands around them. */
export const wordsOfPhrase = (phrase: string): Words => readWords(fold(phrase), () => false);

/** Whether a trigger is a slash command. */
export const isCommand = (trigger: string): boolean => trigger.startsWith('/');

/** What is wrong with a trigger, in words; null if nothing is. */
export function faultOfTrigger(trigger: string): string | null {
  if (isCommand(trigger))
    return /^\/\S+$/.test(trigger) ? null : 'must be "/" and one word, or a phrase';
  const { length } = wordsOfPhrase(trigger).starts;
  if (length === 0) return 'must have a word in it';
  return length > MAX_WORDS ? `must have at most ${MAX_WORDS} words` : null;
}
