/**
 * Owns bringing events to an app, each until it is acknowledged: over one of its sockets, or by posts that are signed.
 * What events say is in messages.ts.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fields } from './messages.ts';
import type { ServerSocket } from './websocket.ts';

interface Envelope {
  readonly id: string;
  readonly payload: Fields;
  attempts: number;
  socket: ServerSocket | null;
  sentAt: number;
}

/** One post, as it was answered. */
export interface Push {
  /** 0 where nobody answered. */
  readonly status: number;
  readonly body: string;
}

const PUSH_AGAIN_MS = 20;

/** What is on its way to an app. */
export class Deliveries {
  /** How long a socket has for an acknowledgement, in milliseconds. */
  ackMs = 3000;
  /** Open sockets, those that were not greeted included. */
  readonly sockets = new Set<ServerSocket>();
  /** What posts came to, in order. */
  readonly pushes: Push[] = [];
  /** Identifiers of envelopes that were acknowledged, in order. */
  readonly acked: string[] = [];
  readonly #greeted: ServerSocket[] = [];
  readonly #open = new Map<string, Envelope>();
  readonly #again: NodeJS.Timeout;
  #count = 0;
  #pushing: { url: string; secret: () => string } | null = null;

  constructor() {
    this.#again = setInterval(() => this.#sendAgain(), 10).unref();
  }

  /** Events that nobody has acknowledged. */
  get pending(): number {
    return this.#open.size;
  }

  /** An event to bring. */
  add(payload: Fields): void {
    this.#count += 1;
    const id = `envelope-${this.#count}`;
    const envelope: Envelope = { id, payload, attempts: 0, socket: null, sentAt: 0 };
    this.#open.set(id, envelope);
    if (this.#pushing === null) this.#send(envelope);
  }

  /** Takes up a socket, and brings over it what waits. */
  greet(socket: ServerSocket): void {
    this.#greeted.push(socket);
    for (const envelope of this.#open.values()) if (envelope.socket === null) this.#send(envelope);
  }

  /** A text of a client. */
  hear(text: string): void {
    const { envelope_id: id } = JSON.parse(text);
    if (!this.#open.delete(id)) return;
    this.acked.push(id);
  }

  /** A socket is gone, and what was sent over it has to come again. */
  gone(socket: ServerSocket): void {
    this.sockets.delete(socket);
    const place = this.#greeted.indexOf(socket);
    if (place >= 0) this.#greeted.splice(place, 1);
    for (const envelope of this.#open.values()) {
      if (envelope.socket !== socket) continue;
      envelope.socket = null;
      this.#send(envelope);
    }
  }

  /** Posts to an address from now on: first the question whether it is the app's. @returns what that came to */
  async pushTo(url: string, secret: () => string): Promise<Push> {
    const verification = { type: 'url_verification', challenge: 'a-challenge', token: 'legacy' };
    const answered = await post(url, secret(), JSON.stringify(verification), 0);
    const isFirst = this.#pushing === null;
    this.#pushing = { url, secret };
    if (isFirst) void this.#push();
    return answered;
  }

  stop(): void {
    clearInterval(this.#again);
    this.#pushing = null;
    this.#open.clear();
  }

  #send(envelope: Envelope): void {
    const socket = this.#greeted[envelope.attempts % Math.max(this.#greeted.length, 1)];
    if (socket === undefined) return;
    const retry = { retry_attempt: envelope.attempts, retry_reason: 'timeout' };
    const again = envelope.attempts === 0 ? {} : retry;
    envelope.attempts += 1;
    envelope.socket = socket;
    envelope.sentAt = performance.now();
    const { id, payload } = envelope;
    socket.send(
      JSON.stringify({
        type: 'events_api',
        envelope_id: id,
        payload,
        accepts_response_payload: false,
        ...again,
      }),
    );
  }

  #sendAgain(): void {
    for (const envelope of this.#open.values()) {
      if (envelope.socket === null) continue;
      if (performance.now() - envelope.sentAt >= this.ackMs) this.#send(envelope);
    }
  }

  async #push(): Promise<void> {
    while (this.#pushing !== null) {
      const [envelope] = this.#open.values();
      if (envelope === undefined) {
        await sleep(2);
        continue;
      }
      const { url, secret } = this.#pushing;
      const pushed = await post(url, secret(), JSON.stringify(envelope.payload), envelope.attempts);
      envelope.attempts += 1;
      this.pushes.push(pushed);
      if (pushed.status === 200) this.#open.delete(envelope.id);
      else await sleep(PUSH_AGAIN_MS);
    }
  }
}

/** The headers with which Slack signs a body. */
export function signed(body: string, secret: string, at = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

async function post(url: string, secret: string, body: string, attempt: number): Promise<Push> {
  const retry = { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': 'http_error' };
  const headers = {
    'content-type': 'application/json',
    ...signed(body, secret),
    ...(attempt === 0 ? {} : retry),
  };
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 0, body: '' };
  }
}
