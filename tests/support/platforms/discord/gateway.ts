/**
 * Owns the gateway of the Discord of tests: sessions that outlive their sockets, what is dispatched to them, and what goes wrong there.
 * What is dispatched, and when something goes wrong, is decided by ../discord.ts and the tests.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Fields } from './answers.ts';

interface Session {
  readonly id: string;
  readonly events: Fields[];
  socket: WebSocket | null;
}

/** What the gateway asks of the server it belongs to. */
export interface GatewayHost {
  isToken(token: unknown): boolean;
  /** What a new session begins with: the fields of READY, and events after it. */
  welcome(): { readonly ready: Fields; readonly events: readonly (readonly [string, Fields])[] };
}

/** Dead sessions can be resumed; the oldest are forgotten. */
const MOST_SESSIONS = 4;

/** The gateway. */
export class Gateway {
  heartbeatMs = 41_250;
  /** What it closes with at the next identifies, in order; a number in place of READY. */
  readonly identifyCloses: number[] = [];
  /** Whether the next resumes are refused; each one takes one away. */
  refusedResumes = 0;
  /** Takes connections, and says nothing in them: before the upgrade, after it, or not to what they say. */
  silence: 'upgrade' | 'hello' | 'frames' | null = null;
  /** What clients said, in order. */
  readonly heard: Fields[] = [];
  /** Codes that clients have closed with. */
  readonly closes: number[] = [];
  readonly #host: GatewayHost;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sockets = new Set<Duplex>();
  readonly #open = new Set<WebSocket>();
  #sessions: Session[] = [];
  #lastSession = 0;

  constructor(host: GatewayHost) {
    this.#host = host;
  }

  /** How many clients are connected and have a session. */
  get connected(): number {
    return this.#sessions.filter(({ socket }) => socket !== null).length;
  }

  /** How many sockets are open, used or not. */
  get sockets(): number {
    return this.#sockets.size;
  }

  /** What clients said with one operation code. */
  said(op: number): Fields[] {
    return this.heard.filter((frame) => frame.op === op);
  }

  /** Takes a connection over. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (this.silence === 'upgrade') {
      socket.on('end', () => socket.end()).resume();
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => this.#take(client));
  }

  /** Tells every session of an event. */
  dispatch(name: string, fields: Fields): void {
    for (const session of this.#sessions) dispatchTo(session, name, fields);
  }

  /** Says anything to every client. */
  say(frame: Fields | string): void {
    for (const client of this.#open) write(client, frame);
  }

  /** Closes every connection with a code. */
  close(code: number): void {
    for (const client of this.#open) client.close(code);
  }

  /** Breaks every connection without a word. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Hears nothing any more on any connection, not even a goodbye; they stay open. */
  freeze(): void {
    this.silence = 'frames';
    for (const socket of this.#sockets) socket.removeAllListeners('data').resume();
  }

  /** Knows no session any more. */
  forget(): void {
    this.#sessions = [];
  }

  #take(client: WebSocket): void {
    this.#open.add(client);
    client.on('error', () => client.terminate());
    client.on('message', (data) => this.#hear(client, data));
    client.on('close', (code) => {
      this.#open.delete(client);
      this.closes.push(code);
      for (const session of this.#sessions) if (session.socket === client) session.socket = null;
      // Whoever says goodbye does not come back.
      if (code === 1000 || code === 1001)
        this.#sessions = this.#sessions.filter((one) => one.socket !== null);
    });
    if (this.silence === 'hello') return;
    write(client, { op: 10, d: { heartbeat_interval: this.heartbeatMs } });
  }

  #hear(client: WebSocket, data: RawData): void {
    const frame: Fields = Object(JSON.parse(String(data)));
    this.heard.push(frame);
    if (this.silence === 'frames') return;
    if (frame.op === 1) write(client, { op: 11 });
    if (frame.op === 2) this.#identify(client, Object(frame.d));
    if (frame.op === 6) this.#resume(client, Object(frame.d));
  }

  #identify(client: WebSocket, { token }: Fields): void {
    if (!this.#host.isToken(token)) return void client.close(4004, 'Authentication failed.');
    const code = this.identifyCloses.shift();
    if (code !== undefined) return void client.close(code);
    this.#lastSession += 1;
    const session: Session = { id: `session-${this.#lastSession}`, events: [], socket: client };
    this.#sessions = [...this.#sessions.slice(1 - MOST_SESSIONS), session];
    const { ready, events } = this.#host.welcome();
    dispatchTo(session, 'READY', { v: 10, session_id: session.id, ...ready });
    for (const [name, fields] of events) dispatchTo(session, name, fields);
  }

  #resume(client: WebSocket, { token, session_id: id, seq }: Fields): void {
    if (!this.#host.isToken(token)) return void client.close(4004, 'Authentication failed.');
    const session = this.#sessions.find((one) => one.id === id);
    if (session === undefined || this.refusedResumes > 0) {
      this.refusedResumes = Math.max(0, this.refusedResumes - 1);
      write(client, { op: 9, d: false });
      return;
    }
    if (session.socket !== client) session.socket?.close(4000);
    session.socket = client;
    for (const event of session.events) if (Number(event.s) > Number(seq)) write(client, event);
    dispatchTo(session, 'RESUMED', {});
  }
}

function dispatchTo(session: Session, name: string, fields: Fields): void {
  const event = { op: 0, t: name, s: session.events.length + 1, d: fields };
  session.events.push(event);
  if (session.socket !== null) write(session.socket, event);
}

function write(client: WebSocket, frame: Fields | string): void {
  client.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
}
