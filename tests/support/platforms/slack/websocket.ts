/**
 * Owns the server's side of one WebSocket, as much of RFC 6455 as clients need: text, pings and closing, without extensions.
 * What is said over it is decided by ../slack.ts.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** One open WebSocket. */
export class ServerSocket {
  /** Told of every text. */
  onText: (text: string) => void = () => undefined;
  /** Told once the connection is gone. */
  onGone: () => void = () => undefined;
  /** Reads no more while it is set: pings stay unanswered, and so does everything else. */
  isFrozen = false;
  /** Status codes of the closes that the client sent. */
  readonly closes: number[] = [];
  readonly #socket: Duplex;
  #buffered: Buffer = Buffer.alloc(0);

  /** Takes up an upgrade. */
  constructor(request: IncomingMessage, socket: Duplex) {
    this.#socket = socket;
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.on('close', () => this.onGone());
  }

  send(text: string): void {
    this.#write(TEXT, Buffer.from(text));
  }

  ping(): void {
    this.#write(PING, Buffer.from('ping'));
  }

  /** Closes as the protocol has it. */
  close(code = 1000): void {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.#write(CLOSE, payload);
    if (!this.isFrozen) this.#socket.end();
  }

  /** Breaks the connection. */
  drop(): void {
    this.#socket.destroy();
  }

  #write(opcode: number, payload: Buffer): void {
    if (this.isFrozen || this.#socket.destroyed || this.#socket.writableEnded) return;
    const { length } = payload;
    let head = Buffer.from([0x80 | opcode, length]);
    if (length > 0xffff) {
      head = Buffer.alloc(10);
      head[0] = 0x80 | opcode;
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(length), 2);
    } else if (length > 125) {
      head = Buffer.alloc(4);
      head[0] = 0x80 | opcode;
      head[1] = 126;
      head.writeUInt16BE(length, 2);
    }
    this.#socket.write(Buffer.concat([head, payload]));
  }

  #read(chunk: Buffer): void {
    if (this.isFrozen) return;
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    for (;;) {
      const frame = frameOf(this.#buffered);
      if (frame === null) return;
      this.#buffered = this.#buffered.subarray(frame.end);
      if (frame.opcode === TEXT) this.onText(frame.payload.toString('utf8'));
      if (frame.opcode === PING) this.#write(PONG, frame.payload);
      if (frame.opcode === CLOSE) {
        const code = frame.payload.length < 2 ? 1005 : frame.payload.readUInt16BE();
        this.closes.push(code);
        this.close();
      }
    }
  }
}

/** The first frame of a client, who masks it and sends it whole; null while it is not all there. */
function frameOf(data: Buffer): { opcode: number; payload: Buffer; end: number } | null {
  if (data.length < 2) return null;
  const opcode = data.readUInt8(0) & 0x0f;
  const short = data.readUInt8(1) & 0x7f;
  const wide = short === 127 ? 8 : short === 126 ? 2 : 0;
  const start = 2 + wide + 4;
  if (data.length < start) return null;
  const length =
    wide === 8 ? Number(data.readBigUInt64BE(2)) : wide === 2 ? data.readUInt16BE(2) : short;
  const end = start + length;
  if (data.length < end) return null;
  const mask = data.subarray(start - 4, start);
  const payload = Buffer.from(data.subarray(start, end));
  for (let n = 0; n < length; n += 1) payload[n] = (payload[n] ?? 0) ^ (mask[n % 4] ?? 0);
  return { opcode, payload, end };
}
