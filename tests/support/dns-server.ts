/**
 * Owns a DNS server for tests, over UDP on a free loopback port (RFC 1035): it knows some names, and others it denies or passes over in
 * silence. What follows from its answers belongs to the tests.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** The type of questions for IPv4 addresses; that of IPv6 is 28. */
export const A = 1;
const NXDOMAIN = 3;
const HEADER = 12;

/** A running server. */
export interface DnsServer {
  /** As resolvers take it: `address:port`. */
  readonly address: string;
  /** The names that were asked for, in order. */
  readonly asked: string[];
  stop(): void;
}

/** Starts one. @param answer The IPv4 addresses of a name, null where there is no such name, `silent` for no answer at all. */
export async function startDnsServer(
  answer: (name: string, type: number) => readonly string[] | null | 'silent',
): Promise<DnsServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = readQuestion(query);
    asked.push(name);
    const known = answer(name, type);
    if (known === 'silent') return;
    const records = type === A ? (known ?? []) : [];
    const header = Buffer.from(query.subarray(0, HEADER));
    // Response, recursion wanted and available.
    header.writeUInt16BE(0x8180 | (known === null ? NXDOMAIN : 0), 2);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt32BE(0, 8);
    // A pointer to the name of the question, class IN, a minute, four bytes.
    const lead = Buffer.from([0xc0, HEADER, 0, A, 0, 1, 0, 0, 0, 60, 0, 4]);
    const answers = records.map((ip) =>
      Buffer.concat([lead, Buffer.from(ip.split('.').map(Number))]),
    );
    socket.send(Buffer.concat([header, query.subarray(HEADER, end), ...answers]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    stop: () => socket.close(),
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}
