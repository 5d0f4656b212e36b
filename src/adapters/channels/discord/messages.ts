/**
 * Owns what a message of Discord says to an agent: its text, who wrote it and where, and whether the bot is meant.
 * How messages arrive belongs to intake.ts.
 */
import { z } from 'zod';
import type { Account, InboundMessage } from '../../../domain/channels/platform.ts';
import type { Directory } from './directory.ts';
import { isSnowflake, jidOf } from './settings.ts';

const LONGEST_TEXT = 16_384;
const LONGEST_NAME = 256;
const LAST_MOMENT_MS = 253_402_300_799_999;
/** What people and bots write; the others tell of who has joined, what was pinned and the like. */
const WRITTEN = new Set([0, 19, 20, 23]);

const id = z.string().refine(isSnowflake);
const text = z.string().transform((value) => value.slice(0, LONGEST_TEXT).toWellFormed());
const name = z.string().transform((value) => value.slice(0, LONGEST_NAME).toWellFormed());
/** A field that decorates a message: one that is not what it should be takes nothing away from the rest. */
const lenient = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined);
const many = <T extends z.ZodType>(shape: T) => z.array(shape).catch([]);

const user = z.object({
  id,
  username: name,
  global_name: name.nullish().catch(null),
  bot: lenient(z.boolean()),
});
const attachments = many(
  z.object({ filename: name.catch(''), content_type: z.string().nullish().catch(null) }),
);
const stickers = many(z.object({ name }));
const message = z.object({
  id,
  channel_id: id,
  guild_id: lenient(id),
  type: z.int(),
  content: text.catch(''),
  timestamp: z
    .string()
    .transform((value) => Date.parse(value))
    .refine((at) => at >= 0 && at <= LAST_MOMENT_MS),
  author: user,
  webhook_id: lenient(id),
  member: lenient(z.object({ nick: name.nullish() })),
  attachments,
  sticker_items: stickers,
  poll: lenient(z.object({ question: z.object({ text: name }) })),
  mentions: many(user),
  mention_roles: many(id),
  referenced_message: lenient(z.object({ author: user }).nullable()),
  message_snapshots: many(
    z.object({
      message: z.object({ content: text.catch(''), attachments, sticker_items: stickers }),
    }),
  ),
});

type Message = z.infer<typeof message>;
type Media = Pick<Message, 'attachments' | 'sticker_items'>;

/** What a message is read with. */
export interface Reading {
  readonly account: Account;
  readonly directory: Directory;
  /** The guild of the channel, where the message itself does not say. */
  readonly guildId?: string | undefined;
}

/** A message as it came; undefined where it has no form that is known, null where it is nothing for an agent. */
export function readMessage(fields: unknown, reading: Reading): InboundMessage | null | undefined {
  const { data } = message.safeParse(fields);
  if (data === undefined) return undefined;
  const content = contentOf(data, reading.account);
  if (content === '' || !WRITTEN.has(data.type)) return null;
  const { author, channel_id: channelId } = data;
  const guildId = data.guild_id ?? reading.guildId;
  const isGroup = guildId !== undefined;
  const isOwn = author.id === reading.account.id;
  const senderName = data.member?.nick || author.global_name || author.username;
  return {
    eventId: data.id,
    jid: jidOf(channelId),
    chatName: isGroup ? reading.directory.nameOf(channelId) : isOwn ? null : senderName,
    isGroup,
    messageId: data.id,
    sender: author.id,
    senderName,
    text: content,
    at: data.timestamp,
    isBot: isOwn || author.bot === true || data.webhook_id !== undefined,
    isOwn,
    mentionsAgent: mentions(data, guildId, reading),
    // A thread is a channel of its own there.
    thread: null,
  };
}

/** Whether Discord says that the bot is meant: by its name, by its role, or by a reply to it. */
function mentions(
  { mentions: users, mention_roles: roles, referenced_message: replied }: Message,
  guildId: string | undefined,
  { account, directory }: Reading,
): boolean {
  if (users.some((one) => one.id === account.id) || replied?.author.id === account.id) return true;
  return guildId !== undefined && roles.some((role) => directory.isBotRole(guildId, role));
}

/** The text, and what stands for media and for what was passed on. */
function contentOf(said: Message, account: Account): string {
  const { poll, message_snapshots: passedOn } = said;
  const parts = [
    withNames(said, account),
    ...mediaOf(said),
    poll === undefined ? '' : placeholder('Poll', poll.question.text),
    ...passedOn.map(({ message: one }) =>
      ['[Forwarded]', one.content, ...mediaOf(one)].filter(Boolean).join(' '),
    ),
  ];
  return parts.filter(Boolean).join('\n');
}

const mediaOf = ({ attachments: files, sticker_items: items }: Media): string[] => [
  ...files.map((file) => placeholder(kindOf(file.content_type), file.filename)),
  ...items.map((item) => placeholder('Sticker', item.name)),
];

function kindOf(mediaType: string | null | undefined): string {
  const [kind] = mediaType?.split('/') ?? [];
  if (kind === 'image') return 'Image';
  if (kind === 'video') return 'Video';
  return kind === 'audio' ? 'Audio' : 'File';
}

/** A name in a placeholder can neither end it nor begin a line. */
function placeholder(kind: string, detail: string): string {
  const tidy = detail.replace(/[\p{Cc}\u2028\u2029[\]]+/gu, ' ').trim();
  return tidy === '' ? `[${kind}]` : `[${kind}: ${tidy}]`;
}

/** Names in place of numbers. The bot's own goes, since the message says beside the text that the bot is meant. */
function withNames({ content, mentions: users }: Message, account: Account): string {
  const names = new Map(users.map((one) => [one.id, one.global_name || one.username]));
  const named = content.replace(/<@!?(\d{1,20})>/g, (written, userId) => {
    if (userId === account.id) return '';
    const found = names.get(userId);
    return found === undefined ? written : `@${found}`;
  });
  const isNothingElse = content !== '' && named.trim() === '';
  return isNothingElse ? `@${account.username ?? account.id}` : named.trim();
}
