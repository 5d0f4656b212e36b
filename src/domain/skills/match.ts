/**
 * Owns finding the skills that a message calls for. What a word is belongs to words.ts, what comes of a skill to prompt.ts.
 */
import { arabicStems, isKoreanEnding, LONGEST_ENDING } from './affixes.ts';
import type { Skill } from './ports.ts';
import { isCommand, wordsOfPhrase } from './triggers.ts';
import { fold, kinds, readWords, type Words } from './words.ts';

/** A phrase up to some word: the words that go on from here, and the skills whose phrases end here. */
interface Node {
  readonly next: Map<string, Node>;
  readonly skills: Skill[];
}

const MOST = 5;
/** Most words of a script without spaces that are tried as one of a phrase. */
const MOST_JOINED = 12;

const makeNode = (): Node => ({ next: new Map(), skills: [] });

/** The triggers of some skills, made to be looked for all at once: the cost follows the message, not the number of triggers. */
export class TriggerIndex {
  readonly #commands = new Map<string, Skill[]>();
  readonly #phrases = makeNode();
  /** How phrases begin: most words of a message begin in another way. */
  readonly #beginnings = new Set<number>();
  /** How words in scripts without spaces begin, at any place of a phrase. */
  readonly #denseBeginnings = new Set<number>();
  /** Arabic words can begin with what is no part of them. */
  #hasArabic = false;

  constructor(skills: readonly Skill[]) {
    for (const skill of skills) {
      for (const trigger of skill.triggers) {
        if (isCommand(trigger)) this.#addCommand(trigger.normalize('NFC'), skill);
        else this.#addPhrase(wordsOfPhrase(trigger), skill);
      }
    }
  }

  /**
   * The skills that a message calls for, at most five: first those whose slash command is the message's first word, then those whose
   * phrases are in it, in the order in which they are met; of phrases that begin at one word the longest first.
   */
  match(message: string): Skill[] {
    const first = /^\s*(\S{1,256})(?!\S)/.exec(message);
    const called = this.#commands.get((first?.[1] ?? '').normalize('NFC')) ?? [];
    const found = new Set(called);
    const rest = called.length === 0 ? message : message.slice(first?.[0].length);
    const text = this.#phrases.next.size === 0 ? '' : fold(rest);
    const words = readWords(text, (start, end) => this.#mayHold(text, start, end));
    for (let at = 0; at < words.starts.length && found.size < MOST; at += 1) {
      const isCandidate =
        words.kinds[at] === kinds.arabic
          ? this.#hasArabic
          : begins(this.#beginnings, text, words.starts[at] ?? 0);
      if (isCandidate) collect(words, at, this.#phrases, found);
    }
    return [...found].slice(0, MOST);
  }

  #addCommand(command: string, skill: Skill): void {
    const others = this.#commands.get(command) ?? [];
    if (!others.includes(skill)) this.#commands.set(command, [...others, skill]);
  }

  #addPhrase(words: Words, skill: Skill): void {
    let node = this.#phrases;
    for (const [at, start] of words.starts.entries()) {
      const word = words.text.slice(start, words.ends[at]);
      if (at === 0) this.#beginnings.add(beginningOf(word));
      if (words.kinds[at] === kinds.dense) this.#denseBeginnings.add(beginningOf(word));
      if (words.kinds[at] === kinds.arabic) this.#hasArabic = true;
      const next = node.next.get(word) ?? makeNode();
      node.next.set(word, next);
      node = next;
    }
    node.skills.push(skill);
  }

  #mayHold(text: string, start: number, end: number): boolean {
    if (this.#denseBeginnings.size === 0) return false;
    for (let at = start; at < end; at += 1)
      if (begins(this.#denseBeginnings, text, at)) return true;
    return false;
  }
}

/** The first two characters of a word as a number; the first alone where there is no other. */
function beginningOf(word: string): number {
  const first = word.charCodeAt(0);
  return word.length === 1 ? first : first * 0x10000 + word.charCodeAt(1);
}

function begins(beginnings: ReadonlySet<number>, text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (beginnings.has(first)) return true;
  return at + 1 < text.length && beginnings.has(first * 0x10000 + text.charCodeAt(at + 1));
}

/** Follows the phrases that go on with the word at `at`. */
function collect(words: Words, at: number, node: Node, found: Set<Skill>): void {
  if (node.next.size === 0 || at >= words.starts.length) return;
  for (const [word, next] of readings(words, at)) {
    const child = node.next.get(word);
    if (child === undefined) continue;
    collect(words, next, child, found);
    for (const skill of child.skills) found.add(skill);
  }
}

/** What the text at a word can be read as, the longest first, each with the word after it. */
function* readings(words: Words, at: number): Generator<readonly [string, number]> {
  const { text, starts, ends } = words;
  const start = starts[at] ?? 0;
  const end = ends[at] ?? 0;
  const word = text.slice(start, end);
  switch (words.kinds[at]) {
    case kinds.hangul:
      yield [word, at + 1];
      for (let to = end - 1; to > start && to >= end - LONGEST_ENDING; to -= 1)
        if (isKoreanEnding(text.slice(to, end))) yield [text.slice(start, to), at + 1];
      return;
    case kinds.arabic:
      for (const stem of arabicStems(word)) yield [stem, at + 1];
      return;
    case kinds.dense:
      for (let next = at + joined(words, at); next > at; next -= 1)
        yield [text.slice(start, ends[next - 1]), next];
      return;
    default:
      yield [word, at + 1];
  }
}

/** How many words of a script without spaces stand in one row from `at` on. */
function joined({ kinds: sorts, starts, ends }: Words, at: number): number {
  let count = 1;
  while (
    count < MOST_JOINED &&
    sorts[at + count] === kinds.dense &&
    starts[at + count] === ends[at + count - 1]
  )
    count += 1;
  return count;
}
