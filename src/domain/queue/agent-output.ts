/**
 * Owns reading what a container writes: its messages one after the other, within bounds, and the rest into its log. What a message means
 * to a turn, and what becomes of a container that writes too much, belongs to agent-container.ts.
 */
import type { Logger } from '../../lib/log.ts';
import {
  type AgentMessage,
  agentMessage,
  MarkerReader,
  type OutputChunk,
} from '../runtime/index.ts';
import type { RunLog } from './run-log.ts';

/** What output is read with. */
export interface AgentOutputParts {
  /** Of the container. */
  readonly name: string;
  readonly output: AsyncIterable<OutputChunk>;
  /** Of each output. */
  readonly maxBytes: number;
  readonly runLog: RunLog;
  readonly log: Logger;
  /** Called with one message after the other. It must not throw. */
  readonly onMessage: (message: AgentMessage) => Promise<void>;
  /** Told once, as a sentence, of what goes beyond the bound. */
  readonly onTooMuch: (what: string) => void;
}

const STDERR_KEPT = 200;

/** The output of one container. */
export class AgentOutput {
  readonly #parts: AgentOutputParts;
  #stderr = '';

  constructor(parts: AgentOutputParts) {
    this.#parts = parts;
  }

  /** The end of what it wrote to its stderr so far. */
  get lastWords(): string {
    return this.#stderr.trim().slice(-STDERR_KEPT);
  }

  /** Reads until its end, and no faster than messages are kept. @throws EngineError */
  async read(): Promise<void> {
    const { name, output, maxBytes, runLog, log, onMessage, onTooMuch } = this.#parts;
    const reader = new MarkerReader();
    const read = { stdout: 0, stderr: 0 };
    let isTooMuch = false;
    for await (const { stream, chunk } of output) {
      read[stream] += chunk.length;
      if (read[stream] > maxBytes) {
        // What comes until it is gone is of no use to anybody, and no reason to ask the engine again.
        if (isTooMuch) continue;
        isTooMuch = true;
        onTooMuch(`It wrote more than ${maxBytes} bytes to its ${stream}`);
        continue;
      }
      if (stream === 'stderr') {
        const text = chunk.toString();
        this.#stderr = (this.#stderr + text).slice(-10 * STDERR_KEPT);
        runLog.write(text);
        continue;
      }
      for (const text of reader.read(chunk)) {
        const message = readMessage(text);
        if (message === null) log.warn(`${name} wrote a message that is none`);
        else await onMessage(message);
      }
    }
  }
}

function readMessage(text: string): AgentMessage | null {
  try {
    const read = agentMessage.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
