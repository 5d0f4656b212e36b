/**
 * Owns what an update of Telegram says: a message, the move of a chat, or nothing for an agent.
 * How updates arrive, and when they are acknowledged, belongs to polling.ts and webhook.ts.
 */
import { z } from 'zod';
import type { Account, ChannelEvents, InboundMessage } from '../../../domain/channels/platform.ts';
import type { Logger } from '../../../lib/log.ts';
import { TOPIC } from './ports.ts';
import { jidOf } from './settings.ts';

/** The kinds of updates that are asked for. */
export const WANTED_UPDATES = ['message'] as const;

/** Chats whose messages have the same numbers for everybody. */
const SHARED = new Set(['supergroup', 'channel']);
const LONGEST_TEXT = 16_384;
const LONGEST_NAME = 256;

const text = z.string().transform((value) => value.slice(0, LONGEST_TEXT).toWellFormed());
const name = z.string().transform((value) => value.slice(0, LONGEST_NAME).toWellFormed());
/** A field that decorates a message: one that is not what it should be takes nothing away from the rest. */
const lenient = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined);

const user = z.object({
  id: z.int(),
  is_bot: z.boolean(),
  first_name: name,
  last_name: lenient(name),
});
const chat = z.object({
  id: z.int(),
  type: z.string(),
  title: lenient(name),
  first_name: lenient(name),
  last_name: lenient(name),
});
const entities = lenient(
  z.array(
    z.object({
      type: z.string(),
      offset: z.int(),
      length: z.int(),
      user: lenient(z.object({ id: z.int() })),
    }),
  ),
);
const there = z.unknown().optional();
const message = z.object({
  message_id: z.int(),
  date: z.int().min(0).max(253_402_300_799),
  chat,
  from: lenient(user),
  sender_chat: lenient(chat),
  text: lenient(text),
  caption: lenient(text),
  entities,
  caption_entities: entities,
  is_topic_message: lenient(z.boolean()),
  message_thread_id: lenient(z.int()),
  reply_to_message: lenient(z.object({ from: lenient(user), forum_topic_created: there })),
  migrate_to_chat_id: lenient(z.int()),
  migrate_from_chat_id: lenient(z.int()),
  animation: there,
  audio: there,
  contact: there,
  dice: lenient(z.object({ emoji: name, value: z.int() })),
  document: lenient(z.object({ file_name: lenient(name) })),
  location: there,
  photo: there,
  poll: lenient(z.object({ question: name })),
  sticker: lenient(z.object({ emoji: lenient(name) })),
  story: there,
  venue: lenient(z.object({ title: name })),
  video: there,
  video_note: there,
  voice: there,
});
const update = z.object({ update_id: z.int(), message: there });

/** An update whose message nobody has looked at. */
export type Update = z.infer<typeof update>;
type Message = z.infer<typeof message>;

/** Updates as they came; null when they are none. */
export function readUpdates(value: unknown): Update[] | null {
  return z.array(update).safeParse(value).data ?? null;
}

/** One update as it came; null when it is none. */
export function readUpdate(value: unknown): Update | null {
  return update.safeParse(value).data ?? null;
}

const placed = z.object({
  chat: z.object({ id: z.int() }),
  migrate_to_chat_id: z.undefined().optional(),
  migrate_from_chat_id: z.undefined().optional(),
});

/**
 * Updates in batches, one after the other; those of different chats in a batch do not depend on each other. The move of a chat concerns
 * two of them and is a batch by itself, as is everything that is no message of a chat.
 */
export function batchesOf(updates: readonly Update[]): Update[][][] {
  const batches: Map<number | null, Update[]>[] = [];
  for (const one of updates) {
    const chatId = placed.safeParse(one.message).data?.chat.id ?? null;
    const last = batches.at(-1);
    const open = chatId === null || last === undefined || last.has(null) ? new Map() : last;
    if (open !== last) batches.push(open);
    open.set(chatId, [...(open.get(chatId) ?? []), one]);
  }
  return batches.map((batch) => [...batch.values()]);
}

/** What updates are told with. */
export interface Telling {
  readonly account: Account;
  readonly events: ChannelEvents;
  readonly log: Pick<Logger, 'warn'> | null;
}

/** Tells of an update. @returns once that is durable; at once where it is nothing for an agent */
export async function tell(
  { update_id: updateId, message: said }: Update,
  { account, events, log }: Telling,
): Promise<void> {
  if (said === undefined) return;
  const { data } = message.safeParse(said);
  if (data === undefined) {
    // Waiting for it to get better would keep every other message waiting as well.
    log?.warn('A message from Telegram has no form that is known, and is left out', { updateId });
    return;
  }
  const { id } = data.chat;
  const { migrate_to_chat_id: to, migrate_from_chat_id: from } = data;
  if (to !== undefined) return await events.moved(jidOf(id), jidOf(to));
  if (from !== undefined) return await events.moved(jidOf(from), jidOf(id));
  const inbound = inboundOf(data, account);
  if (inbound !== null) await events.received(inbound);
}

/** The topic of a forum. Outside of forums the same field counts threads that nobody sees. */
const topicOf = ({ is_topic_message: isTopic, message_thread_id: topic }: Message) =>
  isTopic !== true || topic === undefined ? null : `${TOPIC}${topic}`;

function inboundOf(said: Message, account: Account): InboundMessage | null {
  const content = contentOf(said);
  if (content === null) return null;
  const { chat: where, from, sender_chat: instead, message_id: messageId } = said;
  // A channel, or an administrator who is not shown, writes under the name of a chat; `from` is then a bot of Telegram's own.
  const sender = instead ?? from ?? where;
  const isOwn = instead === undefined && String(from?.id) === account.id;
  return {
    // Bots count the messages of their private chats and small groups each for itself; another bot may be told of the rest as well.
    eventId: `${SHARED.has(where.type) ? '' : `${account.id}:`}${where.id}:${messageId}`,
    jid: jidOf(where.id),
    chatName: nameOf(where),
    isGroup: where.type !== 'private',
    messageId: String(messageId),
    sender: String(sender.id),
    senderName: nameOf(sender) ?? String(sender.id),
    text: content,
    at: said.date * 1000,
    isBot: isOwn || (instead === undefined && from?.is_bot === true),
    isOwn,
    mentionsAgent: mentions(said, account),
    thread: topicOf(said),
  };
}

function nameOf(one: z.infer<typeof chat> | z.infer<typeof user>): string | null {
  if ('title' in one && one.title !== undefined) return one.title;
  return [one.first_name, one.last_name].filter(Boolean).join(' ') || null;
}

/** The text, or what stands for media with the caption; null for what is no message of anybody, such as who has joined. */
function contentOf(said: Message): string | null {
  if (said.text !== undefined) return said.text;
  const placeholder = placeholderOf(said);
  const parts = [placeholder, said.caption].filter(Boolean);
  return parts.length === 0 ? null : parts.join(' ');
}

function placeholderOf(said: Message): string | null {
  const { sticker, document, poll, venue, dice } = said;
  if (said.photo !== undefined) return '[Photo]';
  if (said.video !== undefined) return '[Video]';
  if (said.video_note !== undefined) return '[Video note]';
  if (said.voice !== undefined) return '[Voice message]';
  if (said.audio !== undefined) return '[Audio]';
  if (sticker !== undefined) return placeholder('Sticker', sticker.emoji, ' ');
  // An animation comes with a document, a venue with a location.
  if (said.animation !== undefined) return '[Animation]';
  if (document !== undefined) return placeholder('Document', document.file_name);
  if (venue !== undefined) return placeholder('Location', venue.title);
  if (said.location !== undefined) return '[Location]';
  if (said.contact !== undefined) return '[Contact]';
  if (poll !== undefined) return placeholder('Poll', poll.question);
  if (dice !== undefined) return placeholder('Dice', `${dice.emoji} ${dice.value}`, ' ');
  return said.story === undefined ? null : '[Story]';
}

/** A name in a placeholder can neither end it nor begin a line. */
function placeholder(kind: string, detail: string | undefined, joint = ': '): string {
  const tidy = (detail ?? '').replace(/[\p{Cc}\u2028\u2029[\]]+/gu, ' ').trim();
  return tidy === '' ? `[${kind}]` : `[${kind}${joint}${tidy}]`;
}

/** Whether Telegram says that the bot is meant: by its name, by a command with its name, or by a reply to it. */
function mentions(said: Message, account: Account): boolean {
  const replied = said.reply_to_message;
  // In a forum every message answers the one that opened its topic.
  if (replied?.forum_topic_created === undefined && String(replied?.from?.id) === account.id)
    return true;
  const [written = '', found = []] =
    said.text === undefined ? [said.caption, said.caption_entities] : [said.text, said.entities];
  const handle = `@${account.username ?? ''}`.toLowerCase();
  return found.some(({ type, offset, length, user: meant }) => {
    if (type === 'text_mention') return String(meant?.id) === account.id;
    if (handle === '@') return false;
    const marked = written.slice(offset, offset + length).toLowerCase();
    if (type === 'mention') return marked === handle;
    return type === 'bot_command' && marked.endsWith(handle);
  });
}
