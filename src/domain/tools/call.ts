/**
 * Owns one call of a tool: its input is checked, its time and its answer are bounded, and every failure is put into words.
 * Which tools there are belongs to toolbox.ts.
 */
import { cutToBytes } from '../../lib/cut.ts';
import type { SchemaCheck } from '../../lib/json-schema.ts';
import { redact } from '../../lib/redact.ts';
import type { Tool, ToolContext, ToolResult } from './ports.ts';

/** What a tool call came to, in words for the model. */
export interface ToolOutcome {
  readonly content: string;
  readonly failed: boolean;
  /** Where the tool comes from; null where there is none of that name. */
  readonly source: string | null;
}

/** What one call may take and give. */
export interface CallLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

const LONGEST_ERROR = 2000;
const CANCELLED = 'The call was cancelled.';

/** Calls a tool. It never rejects. */
export async function callTool(
  tool: Tool,
  check: SchemaCheck,
  input: Readonly<Record<string, unknown>>,
  context: ToolContext,
  limits: CallLimits,
): Promise<ToolOutcome> {
  const { source } = tool;
  const fault = check(input);
  if (fault !== null)
    return { content: `The input does not fit the tool: ${fault}.`, failed: true, source };
  const { content, failed } = await answerInTime(tool, input, context, limits.timeoutMs);
  return { content: bound(content, limits.maxBytes), failed, source };
}

/** Gives up when the time is over or the turn ends, whether the tool heeds its signal or not. */
async function answerInTime(
  tool: Tool,
  input: Readonly<Record<string, unknown>>,
  { sessionId, callId, signal }: ToolContext,
  timeoutMs: number,
): Promise<ToolResult> {
  if (signal.aborted) return { content: CANCELLED, failed: true };
  const both = new AbortController();
  const givenUp = new Promise<ToolResult>((resolve) => {
    both.signal.addEventListener('abort', () => {
      resolve({ content: String(both.signal.reason), failed: true });
    });
  });
  const onAbort = () => both.abort(CANCELLED);
  signal.addEventListener('abort', onAbort, { once: true });
  const tooLate = `The tool did not answer within ${timeoutMs / 1000} s.`;
  const timer = setTimeout(() => both.abort(tooLate), timeoutMs);
  try {
    const called = tool.call(input, { sessionId, callId, signal: both.signal });
    return await Promise.race([called, givenUp]);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const shown = redact(text.slice(0, LONGEST_ERROR));
    return { content: `The tool failed: ${shown}`, failed: true };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Text that fits and that the store keeps whole: it ends a text at the first NUL. */
function bound(content: string, maxBytes: number): string {
  const text = content.replaceAll('\0', '');
  const kept = cutToBytes(text, maxBytes);
  if (kept === text) return text;
  return `${kept}\n[cut: ${Buffer.byteLength(kept)} of ${Buffer.byteLength(text)} bytes are shown]`;
}
