/**
 * Owns long-term memory: a rolling summary of what has left the window of a session, and facts that are kept for good.
 * Which words a model is asked in is in summary.ts; the window itself belongs to domain/agent.
 */
import {
  addUsage,
  deleteSummary,
  hasMessage,
  insertMemory,
  listMemory,
  listStretch,
  type MemoryRow,
  memoryProgress,
  type StretchRow,
  trimFacts,
} from '../../db/memory.ts';
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/log.ts';
import type { Provider } from '../agent/index.ts';
import {
  askForNotes,
  factKey,
  MESSAGE_CHARS,
  type Notes,
  readNotes,
  tellNotes,
  transcribe,
} from './summary.ts';

/** What the area takes from the settings, read anew at every use. */
export interface RecallSettings {
  /** False where nothing is remembered. */
  readonly remembers: boolean;
  /** Whether older messages are summarized. */
  readonly summarize: boolean;
  /** Newest messages that the model sees as they are; they are not summarized yet. */
  readonly windowSize: number;
  /** Messages outside of long-term memory above which a summary is due. */
  readonly summarizeThreshold: number;
  /** Most entries that are recalled, the summary being one of them. */
  readonly topK: number;
  /** Time one call to the model may take. */
  readonly callTimeoutSecs: number;
}

/** Characters of messages in one call to the model. */
const CHUNK_CHARS = 48_000;
/** Messages looked at for one chunk. */
const CHUNK_MESSAGES = 200;
const ANSWER_CHARS = 64_000;
/** Facts of a session; when there are more, the oldest go. */
const FACTS_KEPT = 1000;
/** Facts the model is reminded of, so that it does not tell them again; doing so would do no harm. */
const FACTS_SHOWN = 50;
/** Sessions that are summarized at the same time; the others wait. */
const AT_ONCE = 4;

/** Long-term memory of all sessions. */
export class Memory {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #provider: Provider;
  readonly #settings: () => RecallSettings;
  readonly #log: Logger;
  readonly #running = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  readonly #end = new AbortController();
  #atWork = 0;

  constructor(options: {
    store: Store;
    clock: Clock;
    provider: Provider;
    settings: () => RecallSettings;
    log: Logger;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#provider = options.provider;
    this.#settings = options.settings;
    this.#log = options.log;
  }

  /** What is remembered of a session, as text for the system prompt; null while there is nothing. */
  async recall(sessionId: string): Promise<string | null> {
    const { remembers, topK } = this.#settings();
    if (!remembers) return null;
    const rows = await listMemory(this.#store.read, sessionId, topK);
    return rows.length === 0 ? null : tellNotes(toNotes(rows));
  }

  /**
   * Summarizes what has left the window, when more than the threshold is outside of long-term memory. It never rejects: what fails
   * is logged, changes nothing, and is tried again after the next turn. A session that is being summarized is left alone.
   */
  async afterTurn(sessionId: string): Promise<void> {
    const { remembers, summarize } = this.#settings();
    if (!remembers || !summarize || this.#isOver() || this.#running.has(sessionId)) return;
    const job = this.#takeInAll(sessionId)
      .catch((error: unknown) => {
        if (this.#isOver()) return;
        this.#log.warn('older messages could not be summarized', { sessionId, error });
      })
      .finally(() => this.#running.delete(sessionId));
    this.#running.set(sessionId, job);
    await job;
  }

  /** Ends what is under way; what is not stored by then is summarized some other time. */
  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#running.values());
  }

  async #takeInAll(sessionId: string): Promise<void> {
    const { windowSize, summarizeThreshold } = this.#settings();
    const { last, through } = await memoryProgress(this.#store.read, sessionId);
    if (last - through <= summarizeThreshold || last - windowSize <= through) return;
    await this.#enter();
    try {
      while (!this.#isOver() && (await this.#takeIn(sessionId, last - windowSize)));
    } finally {
      this.#leave();
    }
  }

  /** Takes one chunk of the messages up to `upTo` in. @returns whether there may be another one */
  async #takeIn(sessionId: string, upTo: number): Promise<boolean> {
    const kept = await listMemory(this.#store.read, sessionId, FACTS_KEPT + 1);
    const rows = await listStretch(this.#store.read, {
      sessionId,
      after: kept[0]?.throughSeq ?? 0,
      // One more, which only shows whether the one before it can be the last.
      upTo: upTo + 1,
      limit: CHUNK_MESSAGES + 1,
      chars: MESSAGE_CHARS,
    });
    const chunk = cutChunk(rows);
    const last = chunk.at(-1);
    if (last === undefined) return false;
    const before = toNotes(kept);
    const notes = await this.#summarize(sessionId, before, transcribe(chunk));
    const known = new Set(before.facts.map(factKey));
    const fresh = notes.facts.filter((fact) => known.size < known.add(factKey(fact)).size);
    return await this.#keep(sessionId, last, { summary: notes.summary, facts: fresh });
  }

  /** What a model makes of more messages; a chunk that is too large for one call is told in pieces. */
  async #summarize(sessionId: string, before: Notes, transcript: string): Promise<Notes> {
    let { summary } = before;
    const facts: string[] = [];
    for (let from = 0; from < transcript.length; from += CHUNK_CHARS) {
      const shown = { summary, facts: before.facts.slice(0, FACTS_SHOWN) };
      const answer = await this.#ask(sessionId, shown, transcript.slice(from, from + CHUNK_CHARS));
      const notes = readNotes(answer);
      if (notes.summary === '' && notes.facts.length === 0)
        throw new Error('The model answered without a summary');
      // Facts alone leave the summary as it is.
      if (notes.summary !== '') summary = notes.summary;
      facts.push(...notes.facts);
    }
    return { summary, facts };
  }

  async #ask(sessionId: string, before: Notes, transcript: string): Promise<string> {
    const timeout = AbortSignal.timeout(this.#settings().callTimeoutSecs * 1000);
    const signal = AbortSignal.any([this.#end.signal, timeout]);
    let text = '';
    for await (const event of this.#provider.answer(askForNotes(before, transcript), signal)) {
      if (event.type === 'token' && text.length < ANSWER_CHARS) text += event.content;
      // Paid for, whatever becomes of the answer.
      if (event.type === 'usage')
        await this.#store.write((tx) => addUsage(tx, sessionId, event.usage));
    }
    // A provider may end quietly when it is told to, and half a summary is none.
    signal.throwIfAborted();
    return text;
  }

  /** Stores what was noted, unless the thread was deleted meanwhile. @returns whether it was stored */
  async #keep(sessionId: string, last: StretchRow, notes: Notes): Promise<boolean> {
    const createdAt = this.#clock.now();
    const toRow = (kind: MemoryRow['kind'], content: string): MemoryRow => ({
      id: makeId('mem', createdAt),
      sessionId,
      kind,
      content,
      throughSeq: last.seq,
      createdAt,
    });
    const rows = [
      toRow('summary', notes.summary),
      ...notes.facts.map((fact) => toRow('fact', fact)),
    ];
    return await this.#store.write(async (tx) => {
      if (!(await hasMessage(tx, { sessionId, seq: last.seq, id: last.id }))) return false;
      await deleteSummary(tx, sessionId);
      await insertMemory(tx, rows);
      await trimFacts(tx, sessionId, FACTS_KEPT);
      return true;
    });
  }

  #isOver(): boolean {
    return this.#end.signal.aborted;
  }

  async #enter(): Promise<void> {
    if (this.#atWork >= AT_ONCE) await new Promise<void>((enter) => this.#waiting.push(enter));
    else this.#atWork += 1;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#atWork -= 1;
    else next();
  }
}

/**
 * The messages from the first on that go into one call, never ending between tool calls and what the tools answered. The last row
 * is not taken. Only a group with more messages than are looked at is cut all the same.
 */
function cutChunk(rows: readonly StretchRow[]): readonly StretchRow[] {
  let end = 0;
  let chars = 0;
  for (const [index, row] of rows.entries()) {
    if (index > 0 && row.role !== 'tool') {
      if (end > 0 && chars > CHUNK_CHARS) break;
      end = index;
    }
    chars += row.content.length;
  }
  if (end === 0 && rows.length > CHUNK_MESSAGES) return rows.slice(0, -1);
  return rows.slice(0, end);
}

function toNotes(rows: readonly MemoryRow[]): Notes {
  const contentsOf = (kind: MemoryRow['kind']) =>
    rows.filter((row) => row.kind === kind).map(({ content }) => content);
  return { summary: contentsOf('summary')[0] ?? '', facts: contentsOf('fact') };
}
