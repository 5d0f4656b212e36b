/**
 * Owns what tests of long-term memory stand on: a fresh store, a model that answers what it is told to, messages put in as turns do.
 * What memory must do with them is left to the tests.
 */
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { listMemory } from '../../src/db/memory.ts';
import { insertMessage, type MessageRow, type StoredToolCall } from '../../src/db/messages.ts';
import { persistentMemory } from '../../src/db/schema/index.ts';
import { findSession, growSession } from '../../src/db/sessions.ts';
import type { ModelEvent, ModelRequest, Provider } from '../../src/domain/agent/index.ts';
import { Memory } from '../../src/domain/memory/index.ts';
import { makeId } from '../../src/lib/ids.ts';
import type { Logger } from '../../src/lib/log.ts';
import { freshGround, type Ground, makeSession, usageOf } from './ground.ts';

/** A model that records what it is asked and answers with the next prepared answer, or `S1`, `S2` and so on. */
export class ScriptedModel implements Provider {
  readonly name = 'test';
  readonly model = 'scripted';
  readonly requests: ModelRequest[] = [];
  readonly answers: string[] = [];
  failure: Error | null = null;
  mostAtOnce = 0;
  #atOnce = 0;
  #held: Promise<unknown> = Promise.resolve();

  /** Keeps back every answer from now on. @returns lets them go */
  hold(): () => void {
    const gate = new EventTarget();
    this.#held = once(gate, 'open');
    return () => void gate.dispatchEvent(new Event('open'));
  }

  async *answer(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    this.requests.push(request);
    const text = this.answers.shift() ?? `S${this.requests.length}`;
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      if (this.failure !== null) throw this.failure;
      yield { type: 'token', content: text.slice(0, 1) };
      const aborted = new Promise<void>((end) => signal.addEventListener('abort', () => end()));
      await Promise.race([this.#held, aborted]);
      // As some do: it ends without a word when it is told to.
      if (signal.aborted) return;
      yield { type: 'token', content: text.slice(1) };
      yield { type: 'usage', usage: usageOf(100, 10, 5) };
    } finally {
      this.#atOnce -= 1;
    }
  }
}

/** Memory over a fresh store; a summary is due above ten messages, the window has four. */
export async function memoryGround() {
  const ground = await freshGround();
  const model = new ScriptedModel();
  const logged: unknown[][] = [];
  const note = (level: string) => (message: string, fields?: object) =>
    void logged.push([level, message, fields]);
  const log: Logger = {
    trace: note('trace'),
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    isOn: () => true,
  };
  const settings = {
    remembers: true,
    summarize: true,
    windowSize: 4,
    summarizeThreshold: 10,
    topK: 10,
    callTimeoutSecs: 60,
  };
  const { store, clock } = ground;
  const memory = new Memory({ store, clock, provider: model, settings: () => settings, log });
  onTestFinished(() => memory.stop());
  return {
    ...ground,
    settings,
    model,
    memory,
    log,
    logged,
    makeSession: () => makeSession(ground),
  };
}

/** What it gives tests. */
export type MemoryGround = Awaited<ReturnType<typeof memoryGround>>;

/** Stores one message more, as a turn does. */
export async function say(
  { store, clock }: Pick<Ground, 'store' | 'clock'>,
  sessionId: string,
  role: MessageRow['role'],
  content: string,
  toolCalls: StoredToolCall[] | null = null,
): Promise<void> {
  const now = clock.now();
  const none = { inputTokens: 0, outputTokens: 0 };
  await store.write(async (tx) => {
    const seq = ((await findSession(tx, sessionId))?.messageCount ?? 0) + 1;
    const id = makeId('msg', now);
    await insertMessage(tx, {
      id,
      sessionId,
      seq,
      role,
      content,
      toolCalls,
      ...none,
      createdAt: now,
    });
    await growSession(tx, sessionId, { now, turns: 0, input: 0, output: 0, costMicros: 0 });
  });
}

/** Stores `count` messages more: `message 1.`, `message 2.` and so on, of the user and the agent by turns. */
export async function talk(
  ground: Pick<Ground, 'store' | 'clock'>,
  sessionId: string,
  count: number,
): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const said = (await findSession(ground.store.read, sessionId))?.messageCount ?? 0;
    await say(ground, sessionId, said % 2 === 0 ? 'human' : 'ai', `message ${said + 1}.`);
  }
}

/** An answer with one fact. */
export const fact = (text: string) => `Summary.\nFACT: ${text}`;

/** What the model was asked, as one text. */
export function ask({ model }: MemoryGround, index: number): string {
  return model.requests[index]?.messages.map(({ content }) => content).join('\n') ?? '';
}

/** What is stored of a session, the newest first. */
export async function rowsOf({ store }: MemoryGround, sessionId: string) {
  const total = await store.read.$count(persistentMemory);
  const rows = await listMemory(store.read, sessionId, total + 1);
  return rows.map(({ kind, content, throughSeq }) => ({ kind, content, throughSeq }));
}

/** Waits until a condition holds. */
export async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
