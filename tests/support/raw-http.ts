/**
 * Owns speaking HTTP/1.1 byte by byte over a plain socket, for requests that no client library would send.
 * What an answer must look like belongs to the test that asks.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One answer as it came over the wire; header names are lower case, a repeated header is joined with `, `. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Longer than any timeout a test sets, so that only a socket that hangs runs into it. */
const PATIENCE_MS = 8000;

/** One connection. */
export class Wire {
  readonly socket: Socket;
  /** Resolves when the connection is gone: `end` in good order, `reset` by force. */
  readonly closed: Promise<'end' | 'reset'>;
  #received = Buffer.alloc(0);
  #over = false;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    let how: 'end' | 'reset' = 'end';
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on('error', () => {
      how = 'reset';
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', () => resolve(how));
    });
    const finish = () => {
      this.#over = true;
      this.#wake();
    };
    socket.on('end', finish);
    socket.on('close', finish);
  }

  /** Opens a connection to `url`'s host and port. `halfOpen` keeps the way back open after `socket.end()`. */
  static async open(url: string, halfOpen = false): Promise<Wire> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: halfOpen });
    socket.setNoDelay(true);
    await once(socket, 'connect');
    return new Wire(socket);
  }

  /** Sends bytes as they are; text goes out as Latin-1, so that one character is one byte. */
  send(bytes: string | Buffer): this {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    return this;
  }

  /** What has come in and is not part of an answer that was taken. */
  get pending(): string {
    return this.#received.toString('utf8');
  }

  /** Waits until `ready` holds of what has come in, or the connection is over. @throws Error when it hangs */
  async until(ready: (received: Buffer) => boolean): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!ready(this.#received) && !this.#over) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`The socket hangs after: ${this.pending.slice(0, 500)}`)),
          Math.max(0, deadline - Date.now()),
        );
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /**
   * Takes the next answer. @param bodiless True where none of them has a body, as after HEAD.
   * @returns null when the connection ended without one; @throws Error when it hangs or breaks off in the middle
   */
  async next(bodiless = false): Promise<RawAnswer | null> {
    let parsed: Parsed | null = null;
    await this.until((received) => {
      parsed = parseAnswer(received, bodiless, false);
      return parsed !== null;
    });
    parsed ??= parseAnswer(this.#received, bodiless, true);
    if (parsed === null) {
      if (this.#received.length > 0) throw new Error(`Not an answer: ${this.pending}`);
      return null;
    }
    this.#received = this.#received.subarray(parsed.length);
    return parsed.answer;
  }

  /** Waits for the head of the next answer and leaves it where it is; its body is empty, as a stream may have no end. */
  async peek(): Promise<RawAnswer | null> {
    await this.until((received) => received.includes('\r\n\r\n'));
    return parseAnswer(this.#received, true, false)?.answer ?? null;
  }

  /** Cuts the connection. */
  cut(): void {
    this.socket.destroy();
  }
}

interface Parsed {
  readonly answer: RawAnswer;
  /** Bytes it took. */
  readonly length: number;
}

/** @param over Whether nothing more will come, which ends a body without a length. */
function parseAnswer(received: Buffer, bodiless: boolean, over: boolean): Parsed | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const [statusLine = '', ...lines] = received
    .subarray(0, headEnd)
    .toString('latin1')
    .split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  if (!Number.isInteger(status)) throw new Error(`Not a status line: ${statusLine}`);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const split = line.indexOf(':');
    const name = line.slice(0, split).toLowerCase();
    const value = line.slice(split + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  const begin = headEnd + 4;
  const whole = (body: Buffer, length: number): Parsed => ({
    answer: { status, headers, body: body.toString('utf8') },
    length,
  });
  if (bodiless || status < 200 || status === 204) return whole(Buffer.alloc(0), begin);
  if (headers['transfer-encoding'] === 'chunked') {
    const chunks = readChunks(received.subarray(begin));
    return chunks && whole(chunks.body, begin + chunks.length);
  }
  const declared = headers['content-length'];
  if (declared === undefined) return over ? whole(received.subarray(begin), received.length) : null;
  const end = begin + Number(declared);
  return received.length < end ? null : whole(received.subarray(begin, end), end);
}

function readChunks(bytes: Buffer): { body: Buffer; length: number } | null {
  // Looking for the end first keeps a long stream from being taken apart again at each of its pieces.
  if (!bytes.includes('0\r\n\r\n')) return null;
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size))
      throw new Error(`Not a chunk: ${bytes.toString('latin1', at, at + 200)}`);
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return null;
    if (size === 0) return { body: Buffer.concat(parts), length: next };
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

/** Sends one request on a connection of its own and takes its final answer; null when there was only a close. */
export async function ask(url: string, bytes: string | Buffer): Promise<RawAnswer | null> {
  const wire = await Wire.open(url);
  try {
    wire.send(bytes);
    const bodiless = bytes.toString('latin1').startsWith('HEAD ');
    let answer = await wire.next(bodiless);
    while (answer !== null && answer.status < 200) answer = await wire.next(bodiless);
    return answer;
  } finally {
    wire.cut();
  }
}

/** Words a request; `Host` names the listener unless `headers` says otherwise (null leaves it out). */
export function request(
  url: string,
  line: string,
  headers: Readonly<Record<string, string | null>> = {},
  body: string | Buffer = '',
): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const all: Record<string, string | null> = {
    Host: new URL(url).host,
    ...(bytes.length > 0 ? { 'Content-Length': String(bytes.length) } : {}),
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) =>
    value === null ? '' : `${name}: ${value}\r\n`,
  );
  return Buffer.concat([Buffer.from(`${line}\r\n${head.join('')}\r\n`, 'latin1'), bytes]);
}
