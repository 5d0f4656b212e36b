/**
 * Owns one call to a real model through the SDK: the conversation goes out, tokens, tool calls and the cost come back. Trying again and
 * other providers belong to chain.ts, which vendor it is to vendors.ts.
 */
import sjson from 'secure-json-parse';
import type {
  ModelEvent,
  ModelRequest,
  ModelToolCall,
  Provider,
} from '../../domain/agent/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { ModelFailure, toFailure } from './failure.ts';
import { type LanguageModel, toCall } from './prompt.ts';

/** What a model is called with. */
export interface ModelOptions {
  /** The provider's name, with which every failure begins. */
  readonly name: string;
  /** The model's name as the vendor knows it. */
  readonly model: string;
  readonly language: () => Promise<LanguageModel>;
  readonly key: string | undefined;
  readonly maxOutputTokens: number;
  /** Millionths of a dollar for a million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
  readonly clock: Clock;
}

type Part =
  Awaited<ReturnType<LanguageModel['doStream']>>['stream'] extends ReadableStream<infer One>
    ? One
    : never;
type CallPart = Extract<Part, { type: 'tool-call' }>;
type FinishPart = Extract<Part, { type: 'finish' }>;

const MILLION = 1_000_000;
/** Deeper arguments could exhaust the stack of whoever walks them. */
const DEEPEST = 64;

/** A provider that asks a model once for each answer; every failure is a ModelFailure. */
export function modelProvider(options: ModelOptions): Provider {
  const { name, model } = options;
  return {
    name,
    model,
    async *answer(request, signal) {
      signal.throwIfAborted();
      const end = new AbortController();
      try {
        yield* stream(options, request, AbortSignal.any([signal, end.signal]));
      } catch (error) {
        signal.throwIfAborted();
        throw toFailure(error, options);
      } finally {
        // A reader that stops early must not leave the vendor writing.
        end.abort();
      }
    },
  };
}

async function* stream(
  options: ModelOptions,
  request: ModelRequest,
  abortSignal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  const { name, language, maxOutputTokens } = options;
  const answer = await (await language()).doStream({
    ...toCall(request),
    maxOutputTokens,
    abortSignal,
  });
  const calls: CallPart[] = [];
  let finish: FinishPart | undefined;
  for await (const part of answer.stream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta' && part.delta !== '')
      yield { type: 'token', content: part.delta };
    if (part.type === 'tool-call') calls.push(part);
    if (part.type === 'finish') finish = part;
  }
  if (finish === undefined)
    throw new ModelFailure('transient', `${name} ended its answer in the middle`);
  // Told at the end, all or none: until then the answer may break off and be asked for again.
  const reason = finish.finishReason.unified;
  for (const call of calls.map((one) => toToolCall(one, reason, options)))
    yield { type: 'tool_call', call };
  yield { type: 'usage', usage: toUsage(finish, options) };
}

function toToolCall(
  { toolCallId, toolName, input }: CallPart,
  reason: string,
  { name, maxOutputTokens }: ModelOptions,
): ModelToolCall {
  // No arguments at all is how some models call a tool that takes none.
  const parsed: unknown = input.trim() === '' ? {} : sjson.safeParse(input);
  if (isRecord(parsed) && isShallow(parsed, DEEPEST))
    return { id: toolCallId, name: toolName, input: parsed };
  const why =
    reason === 'length' ? ` (the answer was cut off at ${maxOutputTokens} output tokens)` : '';
  const tool = toolName.slice(0, 64);
  throw new ModelFailure(
    'transient',
    `${name} called the tool "${tool}" with arguments that are no JSON object${why}`,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isShallow = (value: unknown, left: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (left > 0 && Object.values(value).every((inner) => isShallow(inner, left - 1)));

function toUsage({ usage }: FinishPart, { name, model, prices }: ModelOptions) {
  const input = toCount(usage.inputTokens.total);
  const output = toCount(usage.outputTokens.total);
  const costMicros = Math.round((input * prices.input + output * prices.output) / MILLION);
  return { provider: name, model, input, output, costMicros };
}

/** A vendor that does not count, or not sensibly, counts as nothing. */
const toCount = (tokens: number | undefined): number =>
  tokens !== undefined && Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : 0;
