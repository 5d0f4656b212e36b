/**
 * Owns what a model server of the tests can be told to answer, whichever protocol it speaks, and what it keeps of a request.
 * Serving it is in server.ts, the words of each protocol in anthropic.ts and openai.ts.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** A tool that the model asks for. */
export interface ScriptedCall {
  readonly name: string;
  readonly input?: Readonly<Record<string, unknown>>;
  /** Made up when absent. */
  readonly id?: string;
  /** The arguments as the model writes them, in place of `input`; they need not be JSON. */
  readonly rawArguments?: string;
}

/** An answer of the model, and what becomes of it on the way. */
export interface Answer {
  /** A text is streamed word by word, a list piece by piece. */
  readonly text?: string | readonly string[];
  /** Asked for after the text; the arguments are streamed in pieces of a few characters. */
  readonly toolCalls?: readonly ScriptedCall[];
  /** Tokens; counted from the text when absent. */
  readonly usage?: { readonly input: number; readonly output: number };
  /** Closes the socket after so many pieces of text and of arguments; 0 is after the beginning of the stream. */
  readonly dropAfter?: number;
  /** Says nothing more after so many pieces, until the client goes away. */
  readonly hangAfter?: number;
  /** Waited for before each piece, from 0: slow answers, and ones that a test leads. */
  readonly pause?: (piece: number) => Promise<unknown>;
}

/** A refusal, in the words of the protocol. */
export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** Sent as it is, in place of an error of the protocol. */
  readonly body?: string;
}

/** Bytes as they are, sent with status 200 as an event stream. */
export interface Garbage {
  readonly garbage: string | Uint8Array;
  /** Whether the stream stays open after them, until the client goes away. */
  readonly hang?: boolean;
}

/** What the server does with one request: a text is an answer, `hang` never answers, `drop` closes the socket at once. */
export type Reply = string | Answer | Refusal | Garbage | 'hang' | 'drop';

/** One request as it arrived. */
export interface RecordedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `text` and `toolCalls` of an answer in the pieces in which they are streamed. */
export function piecesOf({ text = [], toolCalls = [] }: Answer): {
  readonly texts: readonly string[];
  readonly calls: readonly { id: string; name: string; pieces: readonly string[] }[];
} {
  const texts = typeof text === 'string' ? (text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) : text;
  const calls = toolCalls.map((call) => {
    callsMade += 1;
    const raw = call.rawArguments ?? JSON.stringify(call.input ?? {});
    return {
      id: call.id ?? `call_${callsMade}`,
      name: call.name,
      pieces: raw.match(/[\s\S]{1,7}/g) ?? [''],
    };
  });
  return { texts, calls };
}

let callsMade = 0;

/** The tokens of an answer: as told, or as many as there are words in it. */
export function usageOf(
  answer: Answer,
  request: RecordedRequest,
): { input: number; output: number } {
  if (answer.usage !== undefined) return answer.usage;
  const { texts, calls } = piecesOf(answer);
  const words = JSON.stringify(request.body).split(/\s+/).length;
  return { input: words, output: texts.length + calls.length };
}
