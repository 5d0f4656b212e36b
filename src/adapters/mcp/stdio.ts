/**
 * Owns the way to a server that is a program: messages as lines over its pipes, and its standard error into the log.
 * The life of its processes belongs to process-group.ts.
 */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '../../lib/log.ts';
import { childEnvironment } from './environment.ts';
import { Lines } from './lines.ts';
import { ProcessGroup } from './process-group.ts';
import { StderrLog } from './stderr-log.ts';
import { Breakage, MAX_MESSAGE_BYTES, type Wire } from './wire.ts';

/** What a server that does not read leaves in our memory. */
const MAX_UNREAD_BYTES = 8 * 1_048_576;
/** Banners and the like are passed over; a program that goes on is no MCP server. */
const MAX_GARBAGE = 1000;
const SHOWN = 200;

/** What a program is started with. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Makes the way to a program. */
export function stdioWire(program: Program, log: Logger, mask: (text: string) => string): Wire {
  const transport = new StdioTransport(program, log, mask);
  const { broken, reason } = transport.breakage;
  return {
    transport,
    broken,
    reason,
    hint: () => transport.hint(),
    close: () => transport.close(),
  };
}

class StdioTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];
  readonly breakage = new Breakage();
  readonly #program: Program;
  readonly #log: Logger;
  readonly #mask: (text: string) => string;
  readonly #stderr: StderrLog;
  #group: ProcessGroup | null = null;
  #starting: Promise<ProcessGroup> | null = null;
  #isClosed = false;
  #garbage = 0;
  #firstGarbage: string | null = null;

  constructor(program: Program, log: Logger, mask: (text: string) => string) {
    this.#program = program;
    this.#log = log;
    this.#mask = mask;
    this.#stderr = new StderrLog(log, mask);
  }

  async start(): Promise<void> {
    const { command, args, env: configured } = this.#program;
    const { env, refused } = childEnvironment(process.env, configured);
    if (refused.length > 0)
      this.#log.warn(`not handed to the program, since it runs other code by them: ${refused}`);
    this.#starting = ProcessGroup.start(command, args, env);
    const group = await this.#starting;
    this.#group = group;
    const lines = new Lines({
      maxBytes: MAX_MESSAGE_BYTES,
      onLine: (line) => this.#take(line),
      onLong: () =>
        this.#break(`it sent a message of more than ${MAX_MESSAGE_BYTES / 1_048_576} MiB`),
    });
    group.pipes.stdout.on('data', (chunk: Buffer) => lines.push(chunk));
    group.pipes.stderr.on('data', (chunk: Buffer) => this.#stderr.push(chunk));
    void group.ended.then((ending) => {
      const how = typeof ending === 'number' ? `with code ${ending}` : `by ${ending}`;
      const last = this.#stderr.last;
      this.#break(`the program ended ${how}${last === null ? '' : `: ${last}`}`);
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#group?.pipes.stdin;
    if (!stdin?.writable) throw new Error('the program does not take messages');
    if (stdin.writableLength > MAX_UNREAD_BYTES) {
      this.#break('it does not read the messages sent to it');
      throw new Error('the program does not take messages');
    }
    stdin.write(`${JSON.stringify(message)}\n`);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // It may be closed while it starts. One that could not be started has told so already.
    const group = await this.#starting?.catch(() => null);
    await group?.end();
    this.#tellClosed();
  }

  /** What it printed last, for one that does not answer. */
  hint(): string | null {
    if (this.#firstGarbage !== null)
      return `it printed what is no MCP message: ${this.#firstGarbage}`;
    return this.#stderr.last;
  }

  #take(line: string): void {
    if (line.trim() === '' || this.#isClosed || this.breakage.reason() !== null) return;
    const message = messageIn(line);
    if (message !== null) {
      this.onmessage?.(message);
      return;
    }
    this.#garbage += 1;
    if (this.#firstGarbage === null) {
      this.#firstGarbage = this.#mask(line.slice(0, SHOWN));
      this.#log.warn(`printed what is no MCP message: ${this.#firstGarbage}`);
    }
    if (this.#garbage > MAX_GARBAGE)
      this.#break(`it printed more than ${MAX_GARBAGE} lines that are no MCP messages`);
  }

  /** Whoever waits for answers learns it by `onclose`; the processes end when the owner closes it. */
  #break(reason: string): void {
    this.breakage.break(reason);
    // Whatever it still prints is read by nobody; a flood of it is not even received.
    this.#group?.pipes.stdout.pause();
    this.#tellClosed();
  }

  #tellClosed(): void {
    const tell = this.onclose;
    this.onclose = undefined;
    tell?.();
  }
}

function messageIn(line: string): JSONRPCMessage | null {
  try {
    const parsed = JSONRPCMessageSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    // Text that is no JSON is counted as what it is.
    return null;
  }
}
