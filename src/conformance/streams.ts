/**
 * Owns the checks of server-sent events: every event valid, ids to resume from, nothing lost or twice after a resume, never silent for
 * long. Reading them belongs to stream-reader.ts.
 */
import type { ContractOperation } from './contract.ts';
import { type Draft, exampleDraft, NO_CREDENTIAL, toRequest } from './drafts.ts';
import { ContractFault } from './judge.ts';
import type { Prober } from './prober.ts';
import { StreamReader } from './stream-reader.ts';

const ENOUGH_EVENTS = 4;
const EVENTS_MS = 4000;
const RESUME_MS = 4000;
const FINITE_MS = 15_000;
const NUDGE_MS = 100;
/** A reader that comes back long after knows ids that are kept no more; nobody has given out this one. */
const UNKNOWN_ID = 'conformance-unknown-id';
const LAST_EVENT_ID = 'last-event-id';

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
  if (again === null) {
    prober.verdict('stream-resume', operation, request, notResumed(start));
    return null;
  }
  await again.until(() => idsOf(again).length >= rest.length, RESUME_MS);
  judgeEvents(prober, operation, draft, again);
  const fault = isGap(again)
    ? await keepsNothing(prober, operation, draft, rest.at(-1) ?? start, nudge)
    : resumeFault(start, rest, again);
  prober.verdict('stream-resume', operation, request, fault);
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
  const ids = idsOf(again);
  if (ids.includes(start)) return `the event ${start} came again after it was told as the last one`;
  const twice = doubled(ids);
  if (twice !== null) return `${twice} after a resume from ${start}`;
  const lost = rest.find((id) => !ids.includes(id));
  if (lost !== undefined) return `the event ${lost} was lost after a resume from ${start}`;
  const isInOrder = rest.every((id, index) => ids[index] === id);
  return isInOrder ? null : `the events after ${start} came in another order`;
}

const notResumed = (id: string) => `there was no stream after ${id}, which had just been told`;

/** A server that no longer has what came after an event says so, by an event that nobody can resume from. */
const isGap = ({ events: [first] }: StreamReader) => first !== undefined && first.id === undefined;

/** A server may keep little, but somebody who has heard the newest event and comes back at once has missed nothing. */
async function keepsNothing(
  prober: Prober,
  operation: ContractOperation,
  draft: Draft,
  newest: string,
  nudge: () => Promise<void>,
): Promise<string | null> {
  const reader = await resume(prober, operation, draft, newest);
  if (reader === null) return notResumed(newest);
  await gather(reader, nudge);
  reader.close();
  return isGap(reader) ? `${newest} was the newest event, and is not known a moment later` : null;
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
