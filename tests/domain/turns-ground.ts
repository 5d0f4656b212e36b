/**
 * Owns what tests of turns with tools stand on: a provider that says what the test says, and tools whose calls it watches. What turns must
 * do with them is left to the tests.
 */
import { turns } from '../../src/db/schema/index.ts';
import {
  type ModelEvent,
  type ModelRequest,
  type Provider,
  ProviderError,
  type ToolTable,
  type TurnParts,
} from '../../src/domain/agent/index.ts';
import { freshGround, type Ground, makeSession, usageOf } from './ground.ts';

/** Conditions come true in a millisecond or so, but machines can be busy. */
export const PATIENCE = { timeout: 30_000, interval: 2 };

/** What a provider says at one call: a text, the tools it asks for, `hang` or `down`. */
export type Said =
  | string
  | { readonly tools: readonly (readonly [name: string, input?: object])[] };

/** A provider that says what the script says, one entry per model call; the last one again and again. */
export class Scripted implements Provider {
  readonly name = 'test';
  readonly model = 'script';
  readonly requests: ModelRequest[] = [];
  readonly #script: Said[];

  constructor(...script: Said[]) {
    this.#script = script;
  }

  async *answer(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    this.requests.push(request);
    const said = this.#script.length > 1 ? this.#script.shift() : this.#script[0];
    if (said === 'hang')
      await new Promise((_, reject) => {
        signal.throwIfAborted();
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    if (said === 'down') throw new ProviderError('test: nobody is there', { retryAfter: 7 });
    if (typeof said === 'string') yield { type: 'token', content: said };
    else {
      for (const [n, [name, input = {}]] of (said?.tools ?? []).entries())
        yield { type: 'tool_call', call: { id: `same${n % 2}`, name, input: { ...input } } };
    }
    yield { type: 'usage', usage: usageOf(10, 4, 5) };
  }
}

/** Tools whose calls the test watches; `slow` ends when the test says so or the signal aborts. */
export class Bench implements ToolTable {
  readonly specs = ['add', 'fail', 'slow'].map((name) => ({
    name,
    description: `${name}s`,
    inputSchema: { type: 'object' },
  }));
  readonly called: string[] = [];
  finish: () => void = () => undefined;

  open(): ToolTable {
    return this;
  }

  async call(
    name: string,
    input: Readonly<Record<string, unknown>>,
    { signal }: { signal: AbortSignal },
  ) {
    this.called.push(name);
    if (name === 'fail') return { content: 'it broke', failed: true };
    if (name === 'slow') {
      await new Promise<void>((resolve) => {
        this.finish = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      return { content: signal.aborted ? 'aborted' : 'slow is done', failed: signal.aborted };
    }
    return { content: JSON.stringify(input), failed: false };
  }
}

/** A ground with a scripted provider and watched tools, and a session in it. */
export async function scripted(
  script: readonly Said[],
  parts: Partial<TurnParts> = {},
): Promise<{ ground: Ground; provider: Scripted; tools: Bench; id: string }> {
  const provider = new Scripted(...script);
  const tools = new Bench();
  const ground = await freshGround(provider, { tools, ...parts });
  return { ground, provider, tools, id: await makeSession(ground) };
}

/** What was said in a session, as `role: content`, oldest first. */
export const said = async ({ turns }: Ground, id: string) =>
  (await turns.history(id, 500, 0)).messages.map(({ role, content }) => `${role}: ${content}`);
/** How every turn stands, and why. */
export const statesOf = async ({ store }: Ground) =>
  (await store.read.select().from(turns)).map(({ state, error }) => [state, error]);
