/**
 * Owns a Slack for tests: a real server of the Web API and Socket Mode for one app, which keeps what it was asked and fails as it is told.
 * What is found in it is in slack/workspace.ts, how messages reach the app in deliveries.ts, what people see of markup in mrkdwn.ts.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deliveries, type Push } from './slack/deliveries.ts';
import { callbackOf, type Fields, type Message, messageOf, type Said } from './slack/messages.ts';
import { ServerSocket } from './slack/websocket.ts';
import { type Call, Refusal, Workspace } from './slack/workspace.ts';

/** How a call goes wrong. */
export type Fault =
  /** A refusal in the words of Slack, which comes with status 200. */
  | { readonly error: string }
  /** An answer of something in front of it, which may be anything. */
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  /** The socket is closed before anything was done, or after it. */
  | 'drop'
  | 'drop-after'
  /** No answer, ever. */
  | 'hang';

/** How opening a socket goes wrong: no upgrade, no greeting, or a greeting and then this reason to go. */
export type SocketFault = 'refuse' | 'mute' | { readonly disconnect: string };

const PING_MS = 5000;

/** A running Slack. */
export class SlackServer extends Workspace {
  /** Every call that arrived whole, in order, those with a wrong token included. */
  readonly calls: Call[] = [];
  /** What goes wrong with the next sockets, in order. */
  readonly socketFaults: SocketFault[] = [];
  readonly deliveries = new Deliveries();
  readonly #server: Server;
  readonly #faults = new Map<string, Fault[]>();
  readonly #tickets = new Set<string>();
  readonly #pings: NodeJS.Timeout;
  #events = 0;
  #opened = 0;
  #port = 0;

  private constructor(server: Server) {
    super();
    this.#server = server;
    this.#pings = setInterval(() => {
      for (const socket of this.deliveries.sockets) socket.ping();
    }, PING_MS).unref();
  }

  /** Starts one on a free port of this machine. */
  static async start(): Promise<SlackServer> {
    const server = createServer();
    const slack = new SlackServer(server);
    server.on('request', (request, response) => {
      slack.#serve(request, response).catch(() => response.destroy());
    });
    server.on('upgrade', (request, socket) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://slack');
      const fault = slack.socketFaults.shift();
      const isKnown = slack.#tickets.delete(searchParams.get('ticket') ?? '');
      if (pathname !== '/link/' || !isKnown || fault === 'refuse') {
        socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
        return;
      }
      slack.#take(new ServerSocket(request, socket), fault);
    });
    await slack.comeBack();
    return slack;
  }

  /** The base URL, as it stands in SLACK_API_BASE. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/api`;
  }

  /** Events that the app has not acknowledged. */
  get pending(): number {
    return this.deliveries.pending;
  }

  /** How many sockets the app holds open. */
  get sockets(): number {
    return this.deliveries.sockets.size;
  }

  /** How many sockets were ever opened. */
  get opened(): number {
    return this.#opened;
  }

  /** A user writes. @returns the message as the app will see it */
  userSays(said: Said): Message {
    const message = this.userSaysUnheard(said);
    this.tell(message);
    return message;
  }

  /** A user writes, and Slack has given up telling the app of it: it only stands in the history. */
  userSaysUnheard(said: Said): Message {
    const message = messageOf(said, this.timestamps.next(said.at));
    this.said.push(message);
    return message;
  }

  /** A user changes a message. */
  userEdits(message: Message, changed: string): void {
    const { channel, ts } = message;
    const edited = { ...message, text: changed, edited: { user: message.user, ts } };
    this.tell({
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel,
      ts: this.timestamps.next(),
      message: edited,
      previous_message: message,
    });
  }

  /** Any event, as it is. @returns its identifier */
  tell(event: Fields): string {
    this.#events += 1;
    const eventId = `Ev${String(this.#events).padStart(9, '0')}`;
    this.deliveries.add(callbackOf(event, eventId));
    return eventId;
  }

  /** What goes wrong at the next calls of a method, in order. */
  fail(method: string, ...faults: readonly Fault[]): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), ...faults]);
  }

  /** The calls of one method. */
  callsOf(method: string): Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Posts events to an address from now on, instead of over sockets. @returns what the question came to whether it is the app's */
  async pushTo(url: string): Promise<Push> {
    return await this.deliveries.pushTo(url, () => this.signingSecret);
  }

  /** Says something over every socket, as it is. */
  say(frame: string): void {
    for (const socket of this.deliveries.sockets) socket.send(frame);
  }

  /** Asks the app to go: `warning`, `refresh_requested`, `link_disabled` ... */
  disconnect(reason: string): void {
    this.say(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'wss-fake' } }));
  }

  /** Breaks every socket. */
  dropSockets(): void {
    for (const socket of this.deliveries.sockets) socket.drop();
  }

  /** Leaves every socket open, and answers nothing over them any more. */
  freezeSockets(): void {
    for (const socket of this.deliveries.sockets) socket.isFrozen = true;
  }

  /** Waits until the app has acknowledged all there is. */
  async untilIdle(): Promise<void> {
    while (this.pending > 0) await sleep(2);
  }

  /** Waits until so many messages were taken. */
  async untilSent(count: number): Promise<void> {
    while (this.sent.length < count) await sleep(2);
  }

  /** Waits until so many sockets are open. */
  async untilSockets(count: number): Promise<void> {
    while (this.sockets !== count) await sleep(2);
  }

  /** How many connections clients hold open, sockets included. */
  async connections(): Promise<number> {
    return await new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  /** Refuses connections until `comeBack`. */
  async goDown(): Promise<void> {
    this.#server.close();
    this.dropSockets();
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

  /** Closes the port and every connection, and brings nothing any more. */
  async stop(): Promise<void> {
    clearInterval(this.#pings);
    this.deliveries.stop();
    if (this.#server.listening) await this.goDown();
  }

  protected socketUrl(): string {
    const ticket = `ticket-${this.calls.length}`;
    this.#tickets.add(ticket);
    return `ws://127.0.0.1:${this.#port}/link/?ticket=${ticket}&app_id=A0APP000001`;
  }

  #take(socket: ServerSocket, fault: SocketFault | undefined): void {
    this.#opened += 1;
    this.deliveries.sockets.add(socket);
    socket.onText = (heard) => this.deliveries.hear(heard);
    socket.onGone = () => this.deliveries.gone(socket);
    if (fault === 'mute') return;
    const count = this.sockets;
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: count,
        debug_info: { host: 'wss-fake', approximate_connection_time: 18_060 },
        connection_info: { app_id: 'A0APP000001' },
      }),
    );
    this.deliveries.greet(socket);
    if (typeof fault === 'object')
      socket.send(JSON.stringify({ type: 'disconnect', reason: fault.disconnect }));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = /^\/api\/([\w.]+)$/.exec(request.url ?? '')?.[1] ?? '';
    const fields = Object.fromEntries(new URLSearchParams(await text(request)));
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    this.calls.push({ method, fields, token });
    const fault = this.#faults.get(method)?.shift();
    if (fault === 'hang') return;
    if (fault === 'drop') return void response.destroy();
    if (typeof fault === 'object' && 'status' in fault) {
      response.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    try {
      if (fault !== undefined && fault !== 'drop-after') throw new Refusal(fault.error);
      const result = this.answerTo({ method, fields, token });
      if (fault === 'drop-after') response.destroy();
      else this.#answer(response, { ok: true, ...result });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#answer(response, { ok: false, error: error.message });
    }
  }

  #answer(response: ServerResponse, body: Fields): void {
    const headers = { 'content-type': 'application/json', 'x-oauth-scopes': this.scopes };
    response.writeHead(200, headers).end(JSON.stringify(body));
  }
}
