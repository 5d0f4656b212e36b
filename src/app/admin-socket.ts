/**
 * Owns where the daemon's own socket file is. Serving it belongs to daemon.ts, speaking to it to the command line.
 */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Unix systems take at most about this many bytes for the path of a socket. */
const LONGEST = 100;

/** The socket file of a data folder: inside it, or under a name derived from it where its path is too long. */
export function adminSocketPath(home: string): string {
  const inside = join(home, 'admin.sock');
  if (Buffer.byteLength(inside) <= LONGEST) return inside;
  const name = createHash('sha256').update(home).digest('hex').slice(0, 24);
  return join(tmpdir(), `gatehouse-${name}.sock`);
}
