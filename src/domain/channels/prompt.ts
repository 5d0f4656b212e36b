/**
 * Owns how the messages of a chat are told to a model, as data that cannot pass for anything else, and what of its answer is meant
 * for the chat. Which messages are told, and sending the answer, is left to others.
 */

/** A message as a model is told of it; `at` in milliseconds since the epoch. */
export interface PromptMessage {
  /** The platform's identifier of the author. */
  readonly sender: string;
  readonly senderName: string;
  readonly at: number;
  readonly text: string;
}

const MOST_MESSAGES = 100;
const LONGEST_TEXT = 16 * 1024;
const LONGEST_NAME = 256;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A context line and the messages, oldest first, as XML: the newest hundred, each up to 16 Ki UTF-16 units, where `…` stands for
 * the rest.
 * @param options.timeZone The IANA name of the zone that times are told in; UTC unless told.
 * @throws RangeError for a time zone that does not exist
 */
export function renderPrompt(
  messages: readonly PromptMessage[],
  options: { timeZone?: string; isGroup: boolean },
): string {
  const timeZone = options.timeZone ?? 'UTC';
  // This locale writes times as ISO 8601 does, with a space for the T.
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const lines = messages.slice(-MOST_MESSAGES).map(({ sender, senderName, at, text }) => {
    const name = senderName.trim() === '' ? sender : senderName;
    const told = cut(text.replace(/\r\n?/g, '\n'), LONGEST_TEXT);
    return `<message sender="${attribute(name)}" time="${timeOf(at, clock)}">${escaped(told)}</message>`;
  });
  const chat = options.isGroup ? 'group' : 'direct';
  return [
    `<context timezone="${attribute(timeZone)}" chat="${chat}" />`,
    '<messages>',
    ...lines,
    '</messages>',
  ].join('\n');
}

/** An answer without what the model wrote for itself: `<internal>` up to `</internal>`, or up to the end; trimmed. */
export function withoutInternal(text: string): string {
  return text.replace(/<internal>[\s\S]*?(?:<\/internal>|$)/gi, '').trim();
}

/** Platforms are trusted with times no more than with texts. */
const timeOf = (at: number, clock: Intl.DateTimeFormat): string =>
  Number.isNaN(new Date(at).getTime()) ? 'unknown' : clock.format(at);

/** On one line. */
const attribute = (value: string): string =>
  escaped(cut(value, LONGEST_NAME)).replace(/[\n\t\u2028\u2029]/g, ' ');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Control characters, most of which XML cannot hold even escaped, become U+FFFD; lines and tabs stay. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);

/** A text of at most so many UTF-16 units that ends with a whole grapheme, unless one alone is longer. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const room = longest - 1;
  // Whether a grapheme ends here is told by what is before it and by the next character.
  const end = graphemes.segment(text.slice(0, room + 2)).containing(room)?.index ?? 0;
  if (end > 0) return `${text.slice(0, end)}…`;
  const isPairCut = (text.codePointAt(room - 1) ?? 0) > 0xffff;
  return `${text.slice(0, isPairCut ? room - 1 : room)}…`;
}
