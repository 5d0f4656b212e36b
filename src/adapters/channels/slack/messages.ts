/**
 * Owns what an event of Slack says: a message of somebody, or nothing for an agent.
 * When it is acknowledged belongs to events.ts and the ways by which events arrive.
 */
import { z } from 'zod';
import type { InboundMessage } from '../../../domain/channels/platform.ts';
import type { Self } from './events.ts';
import type { Names } from './names.ts';
import { jidOf } from './settings.ts';
import { mentionedIn, readable } from './text.ts';

/** The events that bring messages. A mention comes as both, or as either, by what the app has subscribed to. */
export const MESSAGE_TYPES: ReadonlySet<string> = new Set(['message', 'app_mention']);

/** Messages that somebody wrote; the other subtypes tell what has happened in the channel, or to a message. */
const WRITTEN = new Set(['file_share', 'bot_message', 'me_message', 'thread_broadcast']);
const MOST_FILES = 20;
const MOST_ATTACHMENTS = 20;
const SLACKBOT = 'USLACKBOT';

/** A field that decorates a message: one that is not what it should be takes nothing away from the rest. */
const lenient = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined);
const text = z.string().transform((value) => value.slice(0, 16_384));
const name = z.string().transform((value) => value.slice(0, 256).toWellFormed());
const userId = z.string().regex(/^[UW][A-Z0-9]{1,30}$/);
const botId = z.string().regex(/^B[A-Z0-9]{1,30}$/);

const file = z.object({ name: lenient(name), mimetype: lenient(name), subtype: lenient(name) });
const timestamp = z.string().regex(/^\d{1,12}\.\d{1,10}$/);
const attachment = z.object({ fallback: lenient(text), text: lenient(text) });
const message = z.object({
  channel: z.string().regex(/^[CDG][A-Z0-9]{1,30}$/),
  ts: timestamp,
  thread_ts: lenient(timestamp),
  channel_type: lenient(z.string()),
  user: lenient(userId),
  bot_id: lenient(botId),
  bot_profile: lenient(z.object({ name: lenient(name) })),
  username: lenient(name),
  text: lenient(text),
  parent_user_id: lenient(userId),
  files: lenient(z.array(file.catch({}))),
  attachments: lenient(z.array(attachment.catch({}))),
});

/** A message that nobody has looked up the names of. */
export interface Said extends z.infer<typeof message> {
  readonly isMention: boolean;
}

/** The message of an event; null where there is none of anybody, `unknown` where its form is not known. */
export function readMessage(event: Readonly<Record<string, unknown>>): Said | 'unknown' | null {
  const { subtype, type } = event;
  if (subtype !== undefined && !(typeof subtype === 'string' && WRITTEN.has(subtype))) return null;
  const { data } = message.safeParse(event);
  if (data === undefined || (data.user ?? data.bot_id) === undefined) return 'unknown';
  if (contentOf(data) === null) return null;
  return { ...data, isMention: type === 'app_mention' };
}

/** The message with the names in it. */
export async function tellOf(said: Said, self: Self, names: Names): Promise<InboundMessage> {
  const { channel, ts, user, bot_id: bot } = said;
  const { account } = self;
  const own = { user: async (id: string) => (id === account.id ? account.username : null) };
  const isGroup = isGroupOf(said);
  const [senderName, channelName, content] = await Promise.all([
    said.username ?? said.bot_profile?.name ?? (user === undefined ? null : names.user(user)),
    isGroup ? names.channel(channel) : null,
    readable(contentOf(said) ?? '', {
      user: async (id) => (await own.user(id)) ?? (await names.user(id)),
    }),
  ]);
  const isOwn = user === account.id || (bot !== undefined && bot === self.botId);
  const sender = isOwn ? account.id : (user ?? bot ?? '');
  return {
    // Where Slack tells of it as two events, both bear this.
    eventId: `${channel}:${ts}`,
    jid: jidOf(channel),
    chatName: isGroup ? channelName : isOwn ? null : senderName,
    isGroup,
    messageId: ts,
    sender,
    senderName: senderName || sender,
    text: content,
    at: Math.floor(Number(ts) * 1000),
    isBot: isOwn || bot !== undefined || user === SLACKBOT,
    isOwn,
    mentionsAgent:
      said.isMention || said.parent_user_id === account.id || mentions(said, account.id),
    // The message that began it, which is not in it itself.
    thread: said.thread_ts === ts ? null : (said.thread_ts ?? null),
  };
}

/** Events of mentions do not say what kind of channel it is. */
function isGroupOf({ channel, channel_type: type }: Said): boolean {
  return type === undefined ? !channel.startsWith('D') : type !== 'im' && type !== 'app_home';
}

const mentions = (said: Said, id: string): boolean => mentionedIn(said.text ?? '').has(id);

/** What stands for files with the text; null where there is neither. In the notation of Slack. */
function contentOf(said: z.infer<typeof message>): string | null {
  const { files = [], attachments = [] } = said;
  const placeholders = files.slice(0, MOST_FILES).map(placeholderOf);
  if (files.length > MOST_FILES) placeholders.push(`[${files.length - MOST_FILES} more files]`);
  const written = said.text?.trim() ? said.text : fallbackOf(attachments);
  const parts = [...placeholders, written].filter(Boolean);
  return parts.length === 0 ? null : parts.join(' ');
}

/** What programs and shared messages say outside of the text. */
function fallbackOf(attachments: readonly z.infer<typeof attachment>[]): string {
  return attachments
    .slice(0, MOST_ATTACHMENTS)
    .map((one) => one.text || one.fallback || '')
    .filter((one) => one.trim() !== '')
    .join('\n');
}

function placeholderOf({ name: called, mimetype = '', subtype }: z.infer<typeof file>): string {
  if (subtype === 'slack_audio') return '[Voice message]';
  const kind = KINDS[mimetype.split('/')[0] ?? ''] ?? 'File';
  // A name in a placeholder can neither end it nor begin a line, and it is no reference of Slack.
  const tidy = (called ?? '').replace(/[\p{Cc}\s[\]<>]+/gu, ' ').trim();
  return tidy === '' ? `[${kind}]` : `[${kind}: ${tidy.replaceAll('&', '&amp;')}]`;
}

const KINDS: Readonly<Record<string, string>> = { image: 'Image', video: 'Video', audio: 'Audio' };
