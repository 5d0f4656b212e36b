/**
 * Owns the messages that users write on the Slack of tests, in the shapes of its events. How they reach an app is in deliveries.ts.
 */

/** Fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a user does. */
export interface Said {
  /** A channel: `C…` and `G…` are of many, `D…` is of two. */
  readonly chat: string;
  readonly from?: string;
  /** In the notation of Slack: `<@U…>` mentions, `&`, `<` and `>` are escaped. */
  readonly text?: string;
  /** The message whose thread it is in. */
  readonly thread?: string;
  /** Milliseconds since the epoch. */
  readonly at?: number;
  /** Every other field of a message: subtype, files, bot_id ... */
  readonly fields?: Fields;
}

/** A message as an event tells of it. */
export interface Message extends Fields {
  readonly type: 'message';
  readonly channel: string;
  readonly ts: string;
}

/** Numbers timestamps, which are the identifiers of messages: unique, and going up. */
export class Timestamps {
  #count = 0;

  /** @param at Milliseconds since the epoch. */
  next(at = Date.now()): string {
    this.#count += 1;
    return `${Math.floor(at / 1000)}.${String(this.#count).padStart(6, '0')}`;
  }
}

/** The message that comes of it. */
export function messageOf(said: Said, ts: string): Message {
  const { chat, from = 'U0USER00001', text = '', thread, fields } = said;
  return {
    type: 'message',
    channel: chat,
    channel_type: chat.startsWith('D') ? 'im' : chat.startsWith('G') ? 'group' : 'channel',
    user: from,
    text,
    ts,
    event_ts: ts,
    team: 'T0TEAM00001',
    ...(thread === undefined ? {} : { thread_ts: thread }),
    ...fields,
  };
}

/** The message as it stands in the history of its channel, with so many answers in its thread. */
export function keptOf(message: Message, replies: number): Fields & { readonly ts: string } {
  const { channel, channel_type, event_ts, ...kept } = message;
  return { ...kept, ...(replies === 0 ? {} : { thread_ts: kept.ts, reply_count: replies }) };
}

/** How the Slack of tests tells of an event. */
export const callbackOf = (event: Fields, eventId: string): Fields => ({
  token: 'legacy-verification-token',
  team_id: 'T0TEAM00001',
  api_app_id: 'A0APP000001',
  type: 'event_callback',
  event_id: eventId,
  event_time: Math.floor(Date.now() / 1000),
  event,
});
