/**
 * Owns a WhatsApp for tests: a real HTTP server that speaks the Cloud API for one business number, and posts what people write.
 * How posts are made is in whatsapp/deliveries.ts, what people see of markup in whatsapp/markup.ts.
 */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, answerFault, type Fault, type Fields, Refusal } from './whatsapp/answers.ts';
import { Deliveries, type PostFault } from './whatsapp/deliveries.ts';

/** What a call is: about the number, a message, or that one was read. */
export type Operation = 'number' | 'message' | 'read';

/** One call, as it arrived. */
export interface Call {
  readonly operation: Operation;
  readonly version: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Fields;
  readonly token: string;
}

/** A message that was taken. */
export interface Sent {
  readonly id: string;
  readonly to: string;
  /** As it was sent, markup included. */
  readonly text: string;
  readonly replyTo: string | null;
}

/** What a person writes. `fields` replace the text, such as `{type:'image', image:{}}`. */
export interface Said {
  /** Digits. */
  readonly from: string;
  readonly name?: string;
  readonly text?: string;
  readonly fields?: Fields;
  /** The message that this one answers: its author's digits and its identifier. */
  readonly replyTo?: { readonly from: string; readonly id: string };
  /** Milliseconds since the epoch. */
  readonly at?: number;
}

const LONGEST_TEXT = 4096;

/** A running WhatsApp. */
export class WhatsappServer {
  readonly phoneNumberId = '106540352242922';
  readonly businessAccountId = '102290129340398';
  readonly displayNumber = '+1 555-078-3881';
  readonly name = 'Example Inc.';
  /** The access token; setting another one revokes this one. */
  token = 'EAAFakeFakeFakeFakeFakeFakeFakeFakeFake0';
  /** What posts are signed with. */
  appSecret = 'app-secret-of-the-fake';
  /** Whether what became of sent messages is told. */
  reportsDelivery = false;
  /** Every call that arrived whole, in order, those with a wrong token included. */
  readonly calls: Call[] = [];
  /** Every message that was taken, in order. */
  readonly sent: Sent[] = [];
  /** Numbers that cannot be written to, and why. */
  readonly closedNumbers = new Map<string, { code: number; message: string }>();
  readonly #server: Server;
  readonly #deliveries = new Deliveries(this.businessAccountId, () => this.appSecret);
  readonly #faults = new Map<Operation, Fault[]>();
  #lastMessage = 0;
  #port = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts one on a free port of this machine. */
  static async start(): Promise<WhatsappServer> {
    const server = createServer();
    const whatsapp = new WhatsappServer(server);
    server.on('request', (request, response) => {
      whatsapp.#serve(request, response).catch(() => response.destroy());
    });
    await whatsapp.comeBack();
    return whatsapp;
  }

  /** The base URL, as it stands in WHATSAPP_GRAPH_BASE. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Posts that were not answered with 200 yet. */
  get pending(): number {
    return this.#deliveries.pending;
  }

  /** Statuses that the webhook answered with; 0 where it did not answer. */
  get pushes(): readonly number[] {
    return this.#deliveries.statuses;
  }

  /**
   * Sets the webhook as people do: it must give back the challenge as plain text.
   * @returns whether it did; posts go there from then on
   */
  async subscribe(url: string, verifyToken: string): Promise<boolean> {
    const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.challenge': challenge,
      'hub.verify_token': verifyToken,
    });
    const response = await fetch(`${url}?${query}`);
    const isPlain = response.headers.get('content-type')?.startsWith('text/plain') === true;
    const isVerified = (await response.text()) === challenge && response.status === 200 && isPlain;
    if (isVerified) this.postTo(url);
    return isVerified;
  }

  /** Where posts go from now on, without asking there; null keeps them. */
  postTo(url: string | null): void {
    this.#deliveries.url = url;
  }

  /** Somebody writes. @returns the identifier of the message */
  userSays({
    from,
    name = 'Lee',
    text: said = '',
    fields,
    replyTo,
    at = Date.now(),
  }: Said): string {
    const id = this.#nextId();
    const content = fields ?? { type: 'text', text: { body: said } };
    const message = {
      from,
      id,
      timestamp: String(Math.floor(at / 1000)),
      ...(replyTo === undefined ? {} : { context: replyTo }),
      ...content,
    };
    this.tell(from, { contacts: [{ profile: { name }, wa_id: from }], messages: [message] });
    return id;
  }

  /** What became of a message. */
  report(id: string, status: string, errors?: readonly Fields[]): void {
    const to = this.sent.find((sent) => sent.id === id)?.to ?? '0';
    const timestamp = String(Math.floor(Date.now() / 1000));
    const told = { id, status, timestamp, recipient_id: to, ...(errors ? { errors } : {}) };
    this.tell(to, { statuses: [told] });
  }

  /** Any event about this number or another one, in the order of its chat. */
  tell(
    chat: string,
    value: Fields,
    { field = 'messages', phoneNumberId = this.phoneNumberId } = {},
  ): void {
    const number = this.displayNumber.replace(/\D/g, '');
    const metadata = { display_phone_number: number, phone_number_id: phoneNumberId };
    const whole = { messaging_product: 'whatsapp', metadata, ...value };
    this.#deliveries.add(chat, { field, value: whole });
  }

  /** Tells in one post of everything that `work` makes happen. */
  together(work: () => void): void {
    this.#deliveries.together(work);
  }

  /** Makes a post of any bytes, once. @returns the status, or 0 without an answer */
  async post(body: string | Uint8Array, fault?: PostFault): Promise<number> {
    return await this.#deliveries.post(body, fault);
  }

  /** What goes wrong at the next posts, in order. */
  failPosts(...faults: readonly PostFault[]): void {
    this.#deliveries.faults.push(...faults);
  }

  /** What goes wrong at the next calls of an operation, in order. */
  fail(operation: Operation, ...faults: readonly Fault[]): void {
    this.#faults.set(operation, [...(this.#faults.get(operation) ?? []), ...faults]);
  }

  /** The calls of one operation. */
  callsOf(operation: Operation): Call[] {
    return this.calls.filter((call) => call.operation === operation);
  }

  /** Waits until every post was answered with 200. */
  async untilIdle(): Promise<void> {
    while (this.pending > 0) await sleep(2);
  }

  /** Waits until so many messages were taken. */
  async untilSent(count: number): Promise<void> {
    while (this.sent.length < count) await sleep(2);
  }

  /** Waits until an operation was called so many times. */
  async untilCalled(operation: Operation, count: number): Promise<void> {
    while (this.callsOf(operation).length < count) await sleep(2);
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
    this.postTo(null);
    if (this.#server.listening) await this.goDown();
  }

  #nextId(): string {
    this.#lastMessage += 1;
    return `wamid.${Buffer.from(`fake-${this.#lastMessage}`).toString('base64')}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const written = await text(request);
    const body: Fields = written === '' ? {} : Object(JSON.parse(written));
    const [, version = '', id, rest] =
      /^\/(v\d+\.\d+)\/([^/]+)(\/messages)?$/.exec(url.pathname) ?? [];
    const operation = rest === undefined ? 'number' : 'status' in body ? 'read' : 'message';
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const query = Object.fromEntries(url.searchParams);
    this.calls.push({ operation, version, query, body, token });
    const fault = this.#faults.get(operation)?.shift();
    if (fault === 'hang') return;
    if (fault === 'drop') return void response.destroy();
    if (fault !== undefined && fault !== 'drop-after') return answerFault(response, fault);
    try {
      if (token !== this.token) refuse(190, `Error validating access token ${token}`, 401);
      if (id !== this.phoneNumberId) unknownObject(id);
      if (request.method !== (operation === 'number' ? 'GET' : 'POST')) refuse(100, 'Wrong method');
      const result = this.#call(operation, query, body);
      if (fault === 'drop-after') response.destroy();
      else answer(response, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answerFault(response, error.fault);
    }
  }

  #call(operation: Operation, query: Call['query'], body: Fields): unknown {
    if (operation === 'message') return this.#take(body);
    if (operation === 'read') return { success: true };
    const known: Fields = {
      verified_name: this.name,
      display_phone_number: this.displayNumber,
      quality_rating: 'GREEN',
      code_verification_status: 'VERIFIED',
    };
    const wanted = (query.fields ?? '').split(',');
    const told = wanted.filter((field) => field in known).map((field) => [field, known[field]]);
    return { ...Object.fromEntries(told), id: this.phoneNumberId };
  }

  #take({ messaging_product, recipient_type, to, type, text: content, context }: Fields): unknown {
    if (messaging_product !== 'whatsapp') refuse(100, 'messaging_product must be whatsapp');
    if (recipient_type !== 'individual' || type !== 'text') refuse(100, 'Invalid parameter');
    if (typeof to !== 'string' || !/^\d{1,20}$/.test(to)) refuse(100, 'to is no phone number');
    const said: unknown = Object(content).body;
    if (typeof said !== 'string' || said.trim() === '') refuse(100, 'text.body is required');
    if (said.length > LONGEST_TEXT) refuse(100, `text.body is over ${LONGEST_TEXT} characters`);
    const closed = this.closedNumbers.get(to);
    if (closed !== undefined) refuse(closed.code, closed.message);
    const id = this.#nextId();
    const replied: unknown = Object(context).message_id;
    this.sent.push({ id, to, text: said, replyTo: typeof replied === 'string' ? replied : null });
    if (this.reportsDelivery) for (const status of ['sent', 'delivered']) this.report(id, status);
    return {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: to }],
      messages: [{ id }],
    };
  }
}

function refuse(code: number, message: string, status = 400): never {
  throw new Refusal({ status, code, message });
}

function unknownObject(id: string | undefined): never {
  const message = `Unsupported request. Object with ID '${id}' does not exist or cannot be loaded`;
  throw new Refusal({ code: 100, subcode: 33, message });
}
