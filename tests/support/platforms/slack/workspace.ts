/**
 * Owns what an app finds in the workspace of the Slack of tests, and what the methods of the Web API come to there.
 * How calls arrive, and what goes wrong with them, is in ../slack.ts.
 */
import { type Fields, keptOf, type Message, Timestamps } from './messages.ts';

/** One call of a method, as it arrived. */
export interface Call {
  readonly method: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly token: string;
}

/** A message that was taken from the app. */
export interface Sent {
  readonly ts: string;
  readonly channel: string;
  /** As it was written, in mrkdwn. */
  readonly text: string;
  /** False where the text is no markup. */
  readonly mrkdwn: boolean;
  readonly thread: string | null;
  /** What only apps see; null where there is none. */
  readonly metadata: Fields | null;
}

/** A refusal; its message is the error in the words of Slack. */
export class Refusal extends Error {}

const LONGEST_TEXT = 40_000;
const SCOPES =
  'chat:write,channels:history,groups:history,im:history,channels:read,groups:read,users:read';

/** One workspace with one app. */
export abstract class Workspace {
  readonly bot = { userId: 'U0BOT000001', botId: 'B0BOT000001', name: 'andy', realName: 'Andy' };
  /** The tokens of the app; setting others revokes these. */
  botToken = 'xoxb-1111111111-2222222222-FakeFakeFakeFakeFakeFake';
  appToken = 'xapp-1-A0APP000001-3333333333-fakefakefakefake';
  signingSecret = '8f742231b10e8888abcd99eeeddd85a5';
  /** What the bot token may do. */
  scopes = SCOPES;
  /** Every message that was taken, in order. Slack promises nothing of one that is sent twice. */
  readonly sent: Sent[] = [];
  /** Every message that people wrote, in order. */
  readonly said: Message[] = [];
  /** Most messages of one answer about a conversation. */
  page = 200;
  /** Channels that the app may neither read nor write to, and the error that says so. */
  readonly closedChats = new Map<string, string>();
  readonly users = new Map<string, string>();
  readonly channels = new Map<string, string>();
  protected readonly timestamps = new Timestamps();

  /** Where the app may open a socket, once. */
  protected abstract socketUrl(): string;

  /** @throws Refusal */
  protected answerTo({ method, fields, token }: Call): Fields {
    this.#authorize(method, token);
    const { userId, botId, name } = this.bot;
    const team = { team: 'Example', team_id: 'T0TEAM00001', url: 'https://example.slack.com/' };
    switch (method) {
      case 'auth.test':
        return { ...team, user: name, user_id: userId, bot_id: botId };
      case 'apps.connections.open':
        return { url: this.socketUrl() };
      case 'users.info':
        return this.#user(fields.user ?? '');
      case 'conversations.info':
        return this.#channel(fields.channel ?? '');
      case 'chat.postMessage':
        return this.#post(fields);
      case 'conversations.history':
        return this.#history(fields, (thread) => thread === null);
      case 'conversations.replies':
        return this.#history(fields, (thread) => thread === fields.ts);
      default:
        throw new Refusal('unknown_method');
    }
  }

  #authorize(method: string, token: string): void {
    const isApp = method === 'apps.connections.open';
    if (token === '') throw new Refusal('not_authed');
    if (token === (isApp ? this.appToken : this.botToken)) return;
    const isOther = token === this.appToken || token === this.botToken;
    throw new Refusal(isOther ? 'not_allowed_token_type' : 'invalid_auth');
  }

  #user(id: string): Fields {
    const real = id === this.bot.userId ? this.bot.realName : this.users.get(id);
    if (real === undefined) throw new Refusal('user_not_found');
    const profile = { display_name: '', real_name: real };
    return { user: { id, name: real.toLowerCase(), real_name: real, profile } };
  }

  #channel(id: string): Fields {
    const name = this.channels.get(id);
    if (name === undefined) throw new Refusal('channel_not_found');
    return { channel: { id, name, is_channel: true } };
  }

  /** What was said, the newest first, as far as the app's scopes go. */
  #history(fields: Call['fields'], isIn: (thread: string | null) => boolean): Fields {
    const { channel = '', oldest = '0', limit = '100', cursor = '0' } = fields;
    const scope = { C: 'channels:history', G: 'groups:history', D: 'im:history' }[channel[0] ?? ''];
    if (scope === undefined) throw new Refusal('channel_not_found');
    if (!this.scopes.split(',').includes(scope)) throw new Refusal('missing_scope');
    const closed = this.closedChats.get(channel);
    if (closed !== undefined) throw new Refusal(closed);
    const { userId, botId } = this.bot;
    const own = this.sent
      .filter((sent) => sent.channel === channel && isIn(sent.thread))
      .map(({ ts, text, metadata }) => ({
        type: 'message',
        user: userId,
        bot_id: botId,
        text,
        ts,
        ...(metadata === null || fields.include_all_metadata !== 'true' ? {} : { metadata }),
      }));
    const others = this.said
      .filter((said) => said.channel === channel && isIn(threadOf(said)))
      .map((said) => keptOf(said, this.said.filter((one) => threadOf(one) === said.ts).length));
    const all = [...own, ...others]
      .filter(({ ts }) => Number(ts) > Number(oldest))
      .sort((one, other) => Number(other.ts) - Number(one.ts));
    const [begin, size] = [Number(cursor), Math.min(Number(limit), this.page)];
    const hasMore = all.length > begin + size;
    return {
      messages: all.slice(begin, begin + size),
      has_more: hasMore,
      response_metadata: { next_cursor: hasMore ? String(begin + size) : '' },
    };
  }

  #post(fields: Call['fields']): Fields {
    const { channel = '', text = '', thread_ts: thread = null, metadata } = fields;
    const closed = /^[CDG]/.test(channel) ? this.closedChats.get(channel) : 'channel_not_found';
    if (closed !== undefined) throw new Refusal(closed);
    if (text.trim() === '') throw new Refusal('no_text');
    if (text.length > LONGEST_TEXT) throw new Refusal('msg_too_long');
    const ts = this.timestamps.next();
    const mrkdwn = fields.mrkdwn !== 'false';
    this.sent.push({ ts, channel, text, mrkdwn, thread, metadata: metadataOf(metadata) });
    const { userId, botId } = this.bot;
    return { channel, ts, message: { type: 'message', user: userId, bot_id: botId, text, ts } };
  }
}

/** The message in whose thread alone a message stands; null where it stands in the channel. */
const threadOf = ({ thread_ts: thread, subtype }: Message): string | null =>
  typeof thread === 'string' && subtype !== 'thread_broadcast' ? thread : null;

/** @throws Refusal for what Slack would not take as metadata */
function metadataOf(json: string | undefined): Fields | null {
  if (json === undefined) return null;
  const metadata: Fields = Object(JSON.parse(json));
  const { event_type: type, event_payload: payload } = metadata;
  const isGood =
    typeof type === 'string' && /^\w{1,255}$/.test(type) && Object(payload) === payload;
  if (!isGood) throw new Refusal('invalid_metadata_format');
  return metadata;
}
