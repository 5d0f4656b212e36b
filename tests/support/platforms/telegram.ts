/**
 * Owns a Telegram for tests: a real HTTP server that speaks the Bot API for one bot, keeps what it was asked, and fails as it is told.
 * What users write is in telegram/messages.ts, how it reaches the bot in updates.ts, what becomes of markup in entities.ts.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  answer,
  answerFault,
  type Fault,
  type Fields,
  Refusal,
  wrongToken,
} from './telegram/answers.ts';
import { type Entity, parseHtml } from './telegram/entities.ts';
import { type Message, messageOf, type Said } from './telegram/messages.ts';
import { Updates, type Webhook } from './telegram/updates.ts';

/** One call of a method, as it arrived. */
export interface Call {
  readonly method: string;
  readonly body: Fields;
  readonly token: string;
}

/** A message that was taken from the bot. */
export interface Sent {
  readonly messageId: number;
  readonly chatId: number;
  /** What people see, without markup. */
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly replyTo: number | null;
}

const LONGEST_TEXT = 4096;

/** A running Telegram. */
export class TelegramServer {
  readonly bot = {
    id: 7_000_001,
    is_bot: true,
    first_name: 'Andy',
    username: 'andy_bot',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  };
  /** The token of the bot; setting another one revokes this one. */
  token = '7000001:AAFakeFakeFakeFakeFakeFakeFakeFake0';
  /** Every call that arrived whole, in order, those with a wrong token included. */
  readonly calls: Call[] = [];
  /** Every message that was taken, in order. */
  readonly sent: Sent[] = [];
  /** Chats that the bot may not write to, and why. */
  readonly closedChats = new Map<number, { code: number; description: string }>();
  readonly #server: Server;
  readonly #updates = new Updates();
  readonly #faults = new Map<string, Fault[]>();
  readonly #upgraded = new Map<number, number>();
  #lastMessage = 0;
  #port = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts one on a free port of this machine. */
  static async start(): Promise<TelegramServer> {
    const server = createServer();
    const telegram = new TelegramServer(server);
    server.on('request', (request, response) => {
      telegram.#serve(request, response).catch(() => response.destroy());
    });
    await telegram.comeBack();
    return telegram;
  }

  /** The base URL, as it stands in TELEGRAM_API_BASE. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Updates that no client has acknowledged. */
  get pending(): number {
    return this.#updates.pending;
  }

  /** What the bot has told Telegram to post to; null without. */
  get webhook(): Webhook | null {
    return this.#updates.webhook;
  }

  /** Statuses that the webhook answered with; 0 where it did not answer. */
  get pushes(): readonly number[] {
    return this.#updates.pushes;
  }

  /** A user writes. @returns the message as the bot will see it */
  userSays(said: Said): Message {
    this.#lastMessage += 1;
    const message = messageOf(said, this.#lastMessage);
    this.tell({ message });
    return message;
  }

  /** A user changes a message. */
  userEdits(message: Message, changed: string): void {
    this.tell({ edited_message: { ...message, text: changed, edit_date: message.date + 1 } });
  }

  /** A group becomes a supergroup: the bot is told in both, and the old one takes no more messages. */
  upgrade(from: number, to: number): void {
    this.#upgraded.set(from, to);
    this.userSays({ chat: from, fields: { migrate_to_chat_id: to } });
    this.userSays({ chat: to, fields: { migrate_from_chat_id: from } });
  }

  /**
   * Any update, as it is and whatever kinds the bot wants, since the real one tells of those from before it said so.
   * @returns its identifier
   */
  tell(update: Fields): number {
    return this.#updates.add(update);
  }

  /** What goes wrong at the next calls of a method, in order. */
  fail(method: string, ...faults: readonly Fault[]): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), ...faults]);
  }

  /** The calls of one method. */
  callsOf(method: string): Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Waits until a client waits for updates and has acknowledged all there are. */
  async untilIdle(): Promise<void> {
    while (!this.#updates.isPolled || this.pending > 0) await sleep(2);
  }

  /** Waits until so many messages were taken. */
  async untilSent(count: number): Promise<void> {
    while (this.sent.length < count) await sleep(2);
  }

  /** Waits until a method was called so many times. */
  async untilCalled(method: string, count: number): Promise<void> {
    while (this.callsOf(method).length < count) await sleep(2);
  }

  /** How many connections clients hold open. */
  async connections(): Promise<number> {
    return await new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  /** Breaks every connection. */
  dropConnections(): void {
    this.#server.closeAllConnections();
  }

  /** Refuses connections until `comeBack`. */
  async goDown(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  /** Listens, after the first time where it did before. */
  async comeBack(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('it does not listen');
    this.#port = address.port;
  }

  /** Closes the port and every connection, and posts nothing any more. */
  async stop(): Promise<void> {
    this.#updates.webhook = null;
    if (this.#server.listening) await this.goDown();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, token = '', method = ''] = /^\/bot([^/]*)\/(\w+)$/.exec(request.url ?? '') ?? [];
    const sent = await text(request);
    const body: Fields = sent === '' ? {} : Object(JSON.parse(sent));
    this.calls.push({ method, body, token });
    const fault = this.#faults.get(method)?.shift();
    if (fault === 'hang') return;
    if (fault === 'drop') return void response.destroy();
    if (fault !== undefined && fault !== 'drop-after') return answerFault(response, fault);
    try {
      if (token !== this.token) throw wrongToken(token);
      const result = method === 'getUpdates' ? null : this.#call(method, body);
      if (method === 'getUpdates') this.#updates.poll(body, response);
      if (fault === 'drop-after') response.destroy();
      else if (method !== 'getUpdates') answer(response, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answerFault(response, error);
    }
  }

  #call(method: string, body: Fields): unknown {
    switch (method) {
      case 'getMe':
        return this.bot;
      case 'sendMessage':
        return this.#sendMessage(body);
      case 'sendChatAction':
        this.#mayWriteTo(Number(body.chat_id));
        return true;
      case 'deleteWebhook':
        this.#updates.webhook = null;
        return true;
      case 'setWebhook':
        this.#updates.webhook = { url: String(body.url), secret: String(body.secret_token ?? '') };
        return true;
      case 'getWebhookInfo':
        return this.#updates.webhookInfo;
      default:
        throw new Refusal(404, 'Not Found');
    }
  }

  #mayWriteTo(chatId: number): void {
    if (!Number.isSafeInteger(chatId)) throw new Refusal(400, 'Bad Request: chat_id is empty');
    const closed = this.closedChats.get(chatId);
    if (closed !== undefined) throw new Refusal(closed.code, closed.description);
    const to = this.#upgraded.get(chatId);
    if (to === undefined) return;
    const why = 'Bad Request: group chat was upgraded to a supergroup chat';
    throw new Refusal(400, why, { migrate_to_chat_id: to });
  }

  #sendMessage(body: Fields): Fields {
    const chatId = Number(body.chat_id);
    this.#mayWriteTo(chatId);
    const source = String(body.text ?? '');
    if (!source.isWellFormed())
      throw new Refusal(400, 'Bad Request: strings must be encoded in UTF-8');
    const parsed = body.parse_mode === 'HTML' ? parseHtml(source) : { text: source, entities: [] };
    if (typeof parsed === 'string') throw new Refusal(400, parsed);
    if (parsed.text.trim() === '') throw new Refusal(400, 'Bad Request: message text is empty');
    if (parsed.text.length > LONGEST_TEXT)
      throw new Refusal(400, 'Bad Request: message is too long');
    this.#lastMessage += 1;
    const replied = Object(body.reply_parameters).message_id;
    const replyTo = typeof replied === 'number' ? replied : null;
    this.sent.push({ messageId: this.#lastMessage, chatId, replyTo, ...parsed });
    return messageOf({ chat: chatId, from: this.bot, text: parsed.text }, this.#lastMessage);
  }
}
