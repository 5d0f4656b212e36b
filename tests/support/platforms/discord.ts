/**
 * Owns a Discord for tests: a real server that speaks its REST API and gateway for one bot, keeps what it was asked, and fails as told.
 * The gateway is in discord/gateway.ts, what users write in messages.ts, what answers look like in answers.ts.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, answerFault, type Fault, type Fields, Refusal } from './discord/answers.ts';
import { Gateway } from './discord/gateway.ts';
import { type Message, messageOf, type Said, snowflake, type User } from './discord/messages.ts';

/** What can be asked for. */
export type Route = 'me' | 'application' | 'gateway' | 'send' | 'typing' | 'history';

/** One request, as it arrived. */
export interface Asked {
  readonly route: Route | null;
  readonly path: string;
  readonly query: string;
  readonly authorization: string;
  readonly userAgent: string;
  readonly body: Fields;
}

/** A message that was taken from the bot. */
export interface Sent {
  readonly id: string;
  readonly channelId: string;
  readonly content: string;
  readonly replyTo: string | null;
  readonly body: Fields;
}

const LONGEST_TEXT = 2000;
const ROUTES: readonly (readonly [Route, RegExp])[] = [
  ['me', /^GET \/users\/@me$/],
  ['application', /^GET \/applications\/@me$/],
  ['gateway', /^GET \/gateway\/bot$/],
  ['send', /^POST \/channels\/(\d+)\/messages$/],
  ['typing', /^POST \/channels\/(\d+)\/typing$/],
  ['history', /^GET \/channels\/(\d+)\/messages$/],
];

/** A guild, with one text channel for each name. */
export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly joined_at: string;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  /** The role that Discord made for the bot. */
  readonly botRole: string;
}

/** A running Discord. */
export class DiscordServer {
  readonly bot: User & { discriminator: string } = {
    id: '700000000000000001',
    username: 'andy',
    global_name: 'Andy',
    discriminator: '0',
    bot: true,
  };
  /** The token of the bot; setting another one revokes this one. */
  token = 'MTFakeFakeFakeFakeFakeFake.GFaked.FakeFakeFakeFakeFakeFakeFakeFakeFake';
  /** Flags of the application; the bot may read messages. */
  flags = 1 << 18;
  startsLeft = 1000;
  readonly gateway: Gateway;
  /** Every request that arrived whole, in order, those with a wrong token included. */
  readonly asked: Asked[] = [];
  /** Every message that was taken, in order. */
  readonly sent: Sent[] = [];
  readonly guilds: Guild[] = [];
  /** Chats that the bot may not use, and why. */
  readonly closedChats = new Map<string, Refusal>();
  readonly #server: Server;
  readonly #faults = new Map<Route, Fault[]>();
  readonly #history = new Map<string, Message[]>();
  #port = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.gateway = new Gateway({
      isToken: (token) => token === this.token,
      welcome: () => this.#welcome(),
    });
  }

  /** Starts one on a free port of this machine. */
  static async start(): Promise<DiscordServer> {
    const server = createServer();
    const discord = new DiscordServer(server);
    server.on('request', (request, response) => {
      discord.#serve(request, response).catch(() => response.destroy());
    });
    server.on('upgrade', (request, socket, head) => discord.gateway.upgrade(request, socket, head));
    await discord.comeBack();
    return discord;
  }

  /** The base URL, as it stands in DISCORD_API_BASE. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/api/v10`;
  }

  /** Where the gateway is. */
  get gatewayUrl(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  /** A guild that the bot is in from now on. */
  addGuild(name: string, channels: readonly string[]): Guild {
    const guild = {
      id: snowflake(),
      name,
      joined_at: new Date(Date.now() - 86_400_000).toISOString(),
      channels: channels.map((one) => ({ id: snowflake(), name: one })),
      botRole: snowflake(),
    };
    this.guilds.push(guild);
    this.gateway.dispatch('GUILD_CREATE', this.#guildFields(guild));
    return guild;
  }

  /** A user writes. @returns the message as history tells of it */
  userSays(said: Said): Message {
    const message = messageOf(said);
    this.#keep(message, said.nick);
    return message;
  }

  /** A user changes a message. */
  userEdits(message: Message, changed: string): void {
    const edited = { ...message, content: changed, edited_timestamp: new Date().toISOString() };
    this.gateway.dispatch('MESSAGE_UPDATE', edited);
  }

  /** What goes wrong at the next requests for something, in order. */
  fail(route: Route, ...faults: readonly Fault[]): void {
    this.#faults.set(route, [...(this.#faults.get(route) ?? []), ...faults]);
  }

  /** The requests for one thing. */
  askedFor(route: Route): Asked[] {
    return this.asked.filter((one) => one.route === route);
  }

  /** Waits until something is so. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await sleep(2);
  }

  /** How many connections clients hold open, those to the gateway included. */
  async connections(): Promise<number> {
    return await new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  /** Refuses connections until `comeBack`, and breaks those there are. */
  async goDown(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    this.gateway.drop();
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

  /** Closes the port and every connection. */
  async stop(): Promise<void> {
    if (this.#server.listening) await this.goDown();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? '', this.url);
    const path = `${request.method} ${pathname.replace('/api/v10', '')}`;
    const [route, pattern] = ROUTES.find(([, one]) => one.test(path)) ?? [null, null];
    const written = await text(request);
    const body: Fields = written === '' ? {} : Object(JSON.parse(written));
    const { authorization = '', 'user-agent': userAgent = '' } = request.headers;
    this.asked.push({ route, path, query: search, authorization, userAgent, body });
    const fault = route === null ? undefined : this.#faults.get(route)?.shift();
    if (fault === 'hang') return;
    if (fault === 'drop') return void response.destroy();
    if (fault !== undefined && fault !== 'drop-after') return answerFault(response, fault);
    try {
      if (authorization !== `Bot ${this.token}`) throw new Refusal(401, 0, '401: Unauthorized');
      const chat = pattern?.exec(path)?.[1] ?? '';
      const result = this.#answer(route, { chat, body, query: searchParams });
      if (fault === 'drop-after') response.destroy();
      else answer(response, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answerFault(response, error);
    }
  }

  #answer(
    route: Route | null,
    { chat, body, query }: { chat: string; body: Fields; query: URLSearchParams },
  ): unknown {
    const closed = this.closedChats.get(chat);
    if (closed !== undefined) throw closed;
    switch (route) {
      case 'me':
        return this.bot;
      case 'application':
        return { id: this.bot.id, name: 'Andy', flags: this.flags };
      case 'gateway':
        return {
          url: this.gatewayUrl,
          shards: 1,
          session_start_limit: {
            total: 1000,
            remaining: this.startsLeft,
            reset_after: 3_600_000,
            max_concurrency: 1,
          },
        };
      case 'send':
        return this.#send(chat, body);
      case 'typing':
        return null;
      case 'history':
        return this.#page(chat, query);
      default:
        throw new Refusal(404, 0, '404: Not Found');
    }
  }

  #send(chat: string, body: Fields): Message {
    const content = String(body.content ?? '');
    if (content.trim() === '') throw new Refusal(400, 50006, 'Cannot send an empty message');
    if (content.length > LONGEST_TEXT) throw new Refusal(400, 50035, 'Invalid Form Body');
    const { nonce, message_reference: reference } = body;
    const messages = this.#history.get(chat) ?? [];
    // As the real one does for some minutes: the same nonce is the same message.
    const before = messages.find((one) => body.enforce_nonce === true && one.nonce === nonce);
    if (before !== undefined) return before;
    const replyTo: unknown = Object(reference).message_id ?? null;
    const message = messageOf({ chat, text: content, from: this.bot, fields: { nonce } });
    this.sent.push({
      id: message.id,
      channelId: chat,
      content,
      replyTo: replyTo === null ? null : String(replyTo),
      body,
    });
    this.#keep(message);
    return message;
  }

  /** Keeps a message in the history of its chat, and tells of it. */
  #keep(message: Message, nick?: string): void {
    const { channel_id: chat } = message;
    const history = this.#history.get(chat) ?? [];
    history.push(message);
    this.#history.set(chat, history);
    const guild = this.guilds.find(({ channels }) => channels.some(({ id }) => id === chat));
    const where =
      guild === undefined ? {} : { guild_id: guild.id, member: { nick: nick ?? null, roles: [] } };
    this.gateway.dispatch('MESSAGE_CREATE', { ...message, ...where });
  }

  /** The messages right after one, the newest first. */
  #page(chat: string, query: URLSearchParams): Message[] {
    const after = BigInt(query.get('after') ?? '0');
    const later = (this.#history.get(chat) ?? []).filter(({ id }) => BigInt(id) > after);
    return later.slice(0, Number(query.get('limit') ?? '50')).toReversed();
  }

  #welcome() {
    return {
      ready: {
        user: this.bot,
        guilds: this.guilds.map(({ id }) => ({ id, unavailable: true })),
        resume_gateway_url: this.gatewayUrl,
        application: { id: this.bot.id, flags: this.flags },
      },
      events: this.guilds.map((guild) => ['GUILD_CREATE', this.#guildFields(guild)] as const),
    };
  }

  #guildFields({ botRole, channels, ...guild }: Guild): Fields {
    return {
      ...guild,
      channels: channels.map((one) => ({
        ...one,
        type: 0,
        last_message_id: this.#history.get(one.id)?.at(-1)?.id ?? null,
      })),
      threads: [],
      roles: [{ id: botRole, name: 'Andy', tags: { bot_id: this.bot.id } }],
    };
  }
}
