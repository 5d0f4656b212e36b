/**
 * Owns the checks of server-sent events: every event valid, ids to resume from, nothing lost or twice after a resume, never silent for
 * long. Every reading has an end, as a stream may have none.
 */
import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import { Bell } from './bell.ts';
import type { ContractOperation } from './contract.ts';
import { type Draft, exampleDraft, NO_CREDENTIAL, toRequest } from './drafts.ts';
import { ContractFault } from './judge.ts';
import type { Prober } from './prober.ts';

/** One event with its data read as JSON; `id` is there when the server sent one. */
export interface StreamEvent {
  readonly event: string | undefined;
  readonly data: unknown;
  readonly id?: string;
}

const MOST_BYTES = 8 * 1024 * 1024;
const ENOUGH_EVENTS = 4;
const EVENTS_MS = 4000;
const RESUME_MS = 4000;
const FINITE_MS = 15_000;
const NUDGE_MS = 100;
/** A reader that comes back long after knows ids that are kept no more; nobody has given out this one. */
const UNKNOWN_ID = 'conformance-unknown-id';
const LAST_EVENT_ID = 'last-event-id';

/** Reads a stream as it comes, up to a size. */
export class StreamReader {
  readonly events: StreamEvent[] = [];
  /** How many comments there were; heartbeats are such. */
  comments = 0;
  /** What is no event stream about it, or null. */
  fault: string | null = null;
  isOver = false;
  /** True where it ended in the middle of an answer, and not by us. */
  isCut = false;
  #lastByte = Date.now();
  #longestSilence = 0;
  readonly #bell = new Bell();
  #isClosed = false;
  readonly #incoming: IncomingMessage;
  readonly #prober: Prober;

  constructor(incoming: IncomingMessage, prober: Prober) {
    this.#incoming = incoming;
    this.#prober = prober;
    const parser = createParser({
      onEvent: ({ event, data, id }) => {
        open = 0;
        this.#take(event, data, id);
      },
      onComment: () => {
        open = 0;
        this.comments += 1;
      },
      onError: (error) => {
        this.fault ??= error.message;
      },
    });
    const decoder = new TextDecoder();
    let size = 0;
    /** Bytes since the last event or comment. */
    let open = 0;
    incoming.on('data', (piece: Buffer) => {
      this.#longestSilence = this.silence;
      this.#lastByte = Date.now();
      size += piece.length;
      open += piece.length;
      if (open > MOST_BYTES)
        this.fault ??= `more than ${MOST_BYTES} bytes without the end of an event`;
      if (size > MOST_BYTES) this.close();
      else parser.feed(decoder.decode(piece, { stream: true }));
      this.#bell.ring();
    });
    incoming.once('close', () => {
      this.isOver = true;
      this.isCut = !incoming.complete && !this.#isClosed;
      this.#bell.ring();
    });
  }

  /** The longest time without a byte so far, in milliseconds. */
  get silence(): number {
    return Math.max(this.#longestSilence, this.isOver ? 0 : Date.now() - this.#lastByte);
  }

  /** Waits until something holds, the stream is over, or the time is up. @throws Abort */
  async until(isThere: () => boolean, ms: number): Promise<void> {
    await this.#prober.until(this.#bell, () => isThere() || this.isOver, ms);
  }

  close(): void {
    this.#isClosed = true;
    this.#incoming.destroy();
  }

  #take(event: string | undefined, data: string, id: string | undefined): void {
    try {
      this.events.push({ event, data: JSON.parse(data), ...(id === undefined ? {} : { id }) });
    } catch {
      this.fault ??= `an event's data is no JSON: ${data.slice(0, 200)}`;
    }
  }
}

/** True for an operation whose stream has no end of its own. */
export const isEndless = (operation: ContractOperation): boolean =>
  operation.method === 'get' && operation.answers.includes('text/event-stream');

/** Checks an endless stream. @returns what sees to the heartbeat in the end, null without a stream; @throws Abort */
export async function checkEndless(
  prober: Prober,
  operation: ContractOperation,
  nudge: () => Promise<void>,
): Promise<StreamReader | null> {
  const draft = streamDraft(operation);
  const request = toRequest(operation, draft, NO_CREDENTIAL);
  const first = await openReader(prober, operation, draft);
  if (first === null) return null;
  await gather(first, nudge);
  judgeEvents(prober, operation, draft, first);
  const canResume = operation.parameters.some((one) => one.name.toLowerCase() === LAST_EVENT_ID);
  const ids = first.events.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (!canResume) return first;
  const [start, ...rest] = ids;
  if (start === undefined || rest.length === 0) {
    const why = first.events.length > ids.length ? 'events have no ids' : 'too few events came';
    prober.record.skip('stream-resume', operation.id, why);
    return first;
  }
  prober.verdict('stream-ids', operation, request, doubled(ids));
  first.close();
  const again = await resume(prober, operation, draft, start);
  if (again === null) return null;
  await again.until(() => idsOf(again).length >= rest.length, RESUME_MS);
  judgeEvents(prober, operation, draft, again);
  prober.verdict('stream-resume', operation, request, resumeFault(start, rest, again));
  await checkGap(prober, operation, draft, nudge);
  return again;
}

/** Sees to the heartbeat of a stream that was left open. @throws Abort */
export async function checkHeartbeat(
  prober: Prober,
  operation: ContractOperation,
  reader: StreamReader,
  heartbeatMs: number,
): Promise<void> {
  await reader.until(
    () => reader.comments > 0 || reader.silence > heartbeatMs,
    Math.min(heartbeatMs + 1000, prober.left),
  );
  reader.close();
  const { silence, comments } = reader;
  if (silence <= heartbeatMs && comments === 0)
    return prober.record.skip('stream-heartbeat', operation.id, 'the stream ended before');
  const fault =
    silence > heartbeatMs ? `was silent for ${Math.floor(silence / 1000)} s and longer` : null;
  prober.verdict('stream-heartbeat', operation, operation.path, fault);
}

/** Reads a stream that ends by itself. @throws Abort */
export async function checkFinite(
  prober: Prober,
  operation: ContractOperation,
  draft: Draft,
): Promise<void> {
  const asking = { ...draft, headers: { ...draft.headers, accept: 'text/event-stream' } };
  const reader = await openReader(prober, operation, asking);
  if (reader === null) return;
  await reader.until(() => false, Math.min(FINITE_MS, prober.left));
  if (!reader.isOver) reader.close();
  judgeEvents(prober, operation, asking, reader);
  const request = toRequest(operation, asking, NO_CREDENTIAL);
  const count = `${reader.events.length} event${reader.events.length === 1 ? '' : 's'}`;
  const fault = reader.isCut ? `the stream broke off after ${count}` : null;
  if (reader.isOver) prober.verdict('answer-whole', operation, request, fault);
}

/** True for an operation whose stream ends by itself. */
export const isFiniteStream = (operation: ContractOperation): boolean =>
  operation.answers.includes('text/event-stream') && !isEndless(operation);

function streamDraft(operation: ContractOperation): Draft {
  const draft = exampleDraft(operation);
  const asks = operation.parameters.some((one) => one.in === 'query' && one.name === 'stream');
  return {
    ...draft,
    query: asks ? { ...draft.query, stream: 'true' } : draft.query,
    headers: { ...draft.headers, accept: 'text/event-stream' },
  };
}

async function openReader(prober: Prober, operation: ContractOperation, draft: Draft) {
  const open = await prober.open(operation, draft);
  return open === null ? null : new StreamReader(open.incoming, prober);
}

async function resume(prober: Prober, operation: ContractOperation, draft: Draft, id: string) {
  return await openReader(prober, operation, {
    ...draft,
    headers: { ...draft.headers, [LAST_EVENT_ID]: id },
  });
}

/** Gives the server reasons to send events until there are some. */
async function gather(reader: StreamReader, nudge: () => Promise<void>): Promise<void> {
  const ends = Date.now() + EVENTS_MS;
  while (reader.events.length < ENOUGH_EVENTS && !reader.isOver && Date.now() < ends) {
    const before = reader.events.length;
    await nudge();
    await reader.until(() => reader.events.length > before, NUDGE_MS);
  }
}

function judgeEvents(
  prober: Prober,
  operation: ContractOperation,
  draft: Draft,
  reader: StreamReader,
): void {
  const request = toRequest(operation, draft, NO_CREDENTIAL);
  if (reader.fault !== null) prober.verdict('stream-event', operation, request, reader.fault);
  for (const event of reader.events) {
    try {
      prober.judge.event(operation, 200, event);
      prober.verdict('stream-event', operation, request, null);
    } catch (error) {
      if (!(error instanceof ContractFault)) throw error;
      prober.verdict(error.check, operation, request, error.message);
    }
  }
}

const idsOf = (reader: StreamReader) =>
  reader.events.flatMap(({ id }) => (id === undefined ? [] : [id]));

function doubled(ids: readonly string[]): string | null {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return twice === undefined ? null : `the id ${twice} came twice`;
}

function resumeFault(start: string, rest: readonly string[], again: StreamReader): string | null {
  const [first] = again.events;
  // A server that no longer has them says so, by an event that nobody can resume from.
  if (first !== undefined && first.id === undefined) return null;
  const ids = idsOf(again);
  if (ids.includes(start)) return `the event ${start} came again after it was told as the last one`;
  const twice = doubled(ids);
  if (twice !== null) return `${twice} after a resume from ${start}`;
  const lost = rest.find((id) => !ids.includes(id));
  if (lost !== undefined) return `the event ${lost} was lost after a resume from ${start}`;
  const isInOrder = rest.every((id, index) => ids[index] === id);
  return isInOrder ? null : `the events after ${start} came in another order`;
}

async function checkGap(
  prober: Prober,
  operation: ContractOperation,
  draft: Draft,
  nudge: () => Promise<void>,
): Promise<void> {
  const asking = { ...draft, headers: { ...draft.headers, [LAST_EVENT_ID]: UNKNOWN_ID } };
  const request = toRequest(operation, asking, NO_CREDENTIAL);
  const reader = await openReader(prober, operation, asking);
  // An answer of another kind has been judged as such, and refuses the id.
  if (reader === null) return prober.verdict('stream-gap', operation, request, null);
  await gather(reader, nudge);
  reader.close();
  judgeEvents(prober, operation, asking, reader);
  const [first] = reader.events;
  if (first === undefined) return prober.record.skip('stream-gap', operation.id, 'no events came');
  const fault =
    first.id === undefined ? null : `went on with ${first.id} as if it knew the id ${UNKNOWN_ID}`;
  prober.verdict('stream-gap', operation, request, fault);
}
