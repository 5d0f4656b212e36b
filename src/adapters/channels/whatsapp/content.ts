/**
 * Owns what a message of WhatsApp holds, as text. Who wrote it and when is in events.ts.
 */
import { z } from 'zod';

const LONGEST_TEXT = 65_536;
const LONGEST_NAME = 256;
const MOST_CONTACTS = 5;

const text = z.string().transform((value) => value.slice(0, LONGEST_TEXT).toWellFormed());
const lenient = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined);
const name = lenient(z.string().transform((value) => value.slice(0, LONGEST_NAME).toWellFormed()));

const body = z.object({ body: text });
const captioned = z.object({ caption: lenient(text) }).catch({ caption: undefined });
const audio = z.object({ voice: lenient(z.boolean()) }).catch({ voice: undefined });
const document = z
  .object({ filename: name, caption: lenient(text) })
  .catch({ filename: undefined, caption: undefined });
const location = z.object({ name, address: name }).catch({ name: undefined, address: undefined });
const contacts = z.array(z.object({ name: lenient(z.object({ formatted_name: name })) })).catch([]);
const button = z.object({ text });
const order = z.object({ text: lenient(text) }).catch({ text: undefined });
const reply = lenient(z.object({ title: text }));
const interactive = z.object({
  button_reply: reply,
  list_reply: reply,
  nfm_reply: z.unknown().optional(),
});

/** How each type of message is read. Types that are not here, such as reactions, edits and deletions, say nothing to an agent. */
const READERS: ReadonlyMap<string, (content: unknown) => string | null> = new Map([
  ['text', (content) => body.safeParse(content).data?.body ?? null],
  ['image', (content) => media('Image', undefined, captioned.parse(content).caption)],
  ['video', (content) => media('Video', undefined, captioned.parse(content).caption)],
  ['audio', (content) => media(audio.parse(content).voice ? 'Voice message' : 'Audio')],
  [
    'document',
    (content) => {
      const { filename, caption } = document.parse(content);
      return media('Document', filename, caption);
    },
  ],
  ['sticker', () => media('Sticker')],
  [
    'location',
    (content) => {
      const place = location.parse(content);
      return media('Location', place.name ?? place.address);
    },
  ],
  [
    'contacts',
    (content) => {
      const names = contacts.parse(content).map((one) => one.name?.formatted_name);
      return media('Contact', names.slice(0, MOST_CONTACTS).filter(Boolean).join(', '));
    },
  ],
  ['order', (content) => media('Order', undefined, order.parse(content).text)],
  ['button', (content) => button.safeParse(content).data?.text ?? null],
  [
    'interactive',
    (content) => {
      const { data } = interactive.safeParse(content);
      const title = (data?.button_reply ?? data?.list_reply)?.title;
      return title ?? (data?.nfm_reply === undefined ? null : media('Form'));
    },
  ],
]);

/**
 * The text of a message, or what stands for media with the caption; null for what is no message of anybody.
 * @param said The message, in which the content stands under the name of its type.
 */
export function contentOf(said: Readonly<Record<string, unknown>>, type: string): string | null {
  const content = READERS.get(type)?.(said[type]) ?? null;
  return content?.trim() === '' ? null : content;
}

/** A name in a placeholder can neither end it nor begin a line. */
function media(kind: string, detail = '', caption = ''): string {
  const tidy = detail.replace(/[\p{Cc}\u2028\u2029[\]]+/gu, ' ').trim();
  const placeholder = tidy === '' ? `[${kind}]` : `[${kind}: ${tidy}]`;
  return [placeholder, caption].filter(Boolean).join(' ');
}
