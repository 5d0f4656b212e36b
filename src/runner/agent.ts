/**
 * Owns running one turn in a container: the daemon's own turn loop over providers behind the credential proxy, with every step told to the
 * daemon as it happens. What is kept of it belongs to the daemon, the tools to ipc-tools.ts and workspace-tools.ts.
 */
import { Chain, type Link } from '../adapters/providers/chain.ts';
import { offlineProvider } from '../adapters/providers/offline.ts';
import { vendorProvider } from '../adapters/providers/vendors.ts';
import type { Provider } from '../domain/agent/provider.ts';
import type { TurnRecord } from '../domain/agent/record.ts';
import { type RunParts, type TurnBrief, TurnLoop } from '../domain/agent/run.ts';
import type { ContainerInput, ProviderOrder, TurnOrder } from '../domain/runtime/protocol.ts';
import { Toolbox, type ToolSource } from '../domain/tools/index.ts';
import { systemClock } from '../lib/clock.ts';
import { makeId } from '../lib/ids.ts';
import { redact } from '../lib/redact.ts';
import { loggerOver, type Note, type Say } from './speech.ts';

/** What an agent is made of. */
export interface AgentParts {
  readonly input: ContainerInput;
  /** Of two tools with one name, the one of the earlier source is used. */
  readonly sources: readonly ToolSource[];
  readonly say: Say;
  readonly note: Note;
}

type Row = TurnBrief['history'][number];

const MAX_RETRIES = 3;
const BREAKER = { failures: 5, openMs: 60_000 };
const TOOLS = {
  allow: [],
  deny: [],
  /** Longer than any tool waits by itself. */
  timeoutSecs: 660,
  maxResultBytes: 128 * 1024,
};
const LONGEST_ERROR = 2000;
const clock = systemClock;

/** Runs turns, one after the other. */
export class Agent {
  readonly #parts: Omit<RunParts, 'settings'>;
  readonly #input: ContainerInput;
  readonly #say: Say;

  constructor({ input, sources, say, note }: AgentParts) {
    this.#input = input;
    this.#say = say;
    this.#parts = {
      clock,
      provider: chainOf(input.providers, note),
      tools: new Toolbox({ sources, settings: () => TOOLS, report: note }),
      // The daemon has put what skills and memory say into the order, and looks at texts itself.
      skills: { promptFor: () => Promise.resolve(null) },
      memory: { recall: () => Promise.resolve(null), afterTurn: () => Promise.resolve() },
      filters: {
        hasMiddleware: () => false,
        middleware: (_stage, text) => Promise.resolve({ text }),
      },
      observer: {
        turnEnded: () => undefined,
        modelCalled: () => undefined,
        toolCalled: () => undefined,
      },
    };
  }

  /** Runs a turn to its end, which is told to the daemon, whatever it is. @throws the signal's reason */
  async run(order: TurnOrder, signal: AbortSignal): Promise<void> {
    const { groupFolder, isScheduledTask = false } = this.#input;
    const { id, sessionId, inputSeq, steps, system, maxModelCalls, maxToolCalls } = order;
    const settings = {
      systemPrompt: system,
      remembers: true,
      windowSize: Number.POSITIVE_INFINITY,
      maxModelCalls,
      maxToolCalls,
    };
    const loop = new TurnLoop(
      { ...this.#parts, settings: () => settings },
      recordOf(order, this.#say),
    );
    const place = { namespace: groupFolder, isTask: isScheduledTask };
    try {
      await loop.run({ id, sessionId, inputSeq, steps, ...place }, signal, () => undefined);
    } catch (error) {
      signal.throwIfAborted();
      const text = error instanceof Error ? error.message : String(error);
      const shown = redact(text.slice(0, LONGEST_ERROR));
      await this.#say({ status: 'error', result: null, error: shown, turnId: id });
    }
  }
}

/** Keeps the messages of one turn, and tells the daemon of each. */
function recordOf(order: TurnOrder, say: Say): TurnRecord {
  const { id: turnId, sessionId } = order;
  const rows: Row[] = [...order.history];
  const append = (said: Pick<Row, 'role' | 'content' | 'toolCalls'>) => {
    const createdAt = clock.now();
    const seq = (rows.at(-1)?.seq ?? order.inputSeq) + 1;
    const tokens = { inputTokens: 0, outputTokens: 0 };
    rows.push({ id: makeId('msg', createdAt), sessionId, seq, ...said, ...tokens, createdAt });
  };
  return {
    history: () => Promise.resolve(rows),
    async askForTools(_turn, { content, calls, usage, durationMs }) {
      const asked = calls.map(({ id, name, input }) => ({ id, name, input: { ...input } }));
      append({ role: 'ai', content, toolCalls: asked });
      const step = { kind: 'asked_for_tools' as const, content, calls: asked, usage, durationMs };
      await say({ status: 'success', result: null, turnId, step });
    },
    async toolEnded(_turn, { id, name }, { content, failed }, durationMs) {
      append({ role: 'tool', content, toolCalls: [{ id, name, failed }] });
      const step = { kind: 'tool_ended' as const, call: { id, name }, content, failed, durationMs };
      await say({ status: 'success', result: null, turnId, step });
    },
    async answer(_turn, { content, usage, durationMs }) {
      await say({ status: 'success', result: content, turnId, usage, durationMs });
      const createdAt = clock.now();
      return { id: makeId('msg', createdAt), createdAt };
    },
  };
}

function chainOf(orders: ContainerInput['providers'], note: Note): Chain {
  const [primary, ...fallbacks] = orders.map(
    (order): Link => ({ provider: providerOf(order), fault: null }),
  );
  return new Chain({
    primary: primary ?? { provider: offlineProvider, fault: null },
    fallbacks,
    maxRetries: MAX_RETRIES,
    breaker: BREAKER,
    clock,
    log: loggerOver(note),
  });
}

function providerOf({ vendor, placeholder, ...order }: ProviderOrder): Provider {
  if (vendor === 'offline') return offlineProvider;
  return vendorProvider({ ...order, vendor, key: placeholder, clock });
}
