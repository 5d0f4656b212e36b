/**
 * Owns how a command reaches the daemon: over its own socket file, or, while none runs, by opening the data folder itself.
 * Either way it speaks the PRX contract, so a command never touches the database beside a running daemon.
 */
import { request } from 'node:http';
import { adminSocketPath } from '../app/admin-socket.ts';
import { startAdminOnly } from '../app/daemon.ts';
import type { LoadedConfig } from '../config/index.ts';
import { CommandError } from './errors.ts';

/** A connection to whoever holds the data folder. */
export interface AdminClient {
  /** @throws CommandError with the daemon's own words when it refuses */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Connects to the running daemon, or stands in for it while there is none. */
export async function connectAdmin(loaded: LoadedConfig): Promise<AdminClient> {
  const socketPath = adminSocketPath(loaded.home);
  const call: AdminClient['call'] = (method, path, body) => send(socketPath, method, path, body);
  if (await isListening(socketPath)) return { call, close: () => Promise.resolve() };
  const standIn = await startAdminOnly(quietly(loaded));
  return { call, close: () => standIn.stop() };
}

/** What a command prints is its own: the stand-in says only what goes wrong. */
function quietly(loaded: LoadedConfig): LoadedConfig {
  const { config } = loaded;
  return { ...loaded, config: { ...config, logging: { ...config.logging, level: 'error' } } };
}

async function isListening(socketPath: string): Promise<boolean> {
  try {
    await send(socketPath, 'GET', '/api/v1/status/health');
    return true;
  } catch (error) {
    // A daemon that says it is not well is there all the same.
    if (error instanceof CommandError) return true;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return false;
    throw error;
  }
}

function send(socketPath: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    host: 'localhost',
    ...(text === ''
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, method, path, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const answer: unknown =
          chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
        if ((incoming.statusCode ?? 500) < 400) resolve(answer);
        else reject(new CommandError(messageOf(answer)));
      });
    });
    outgoing.once('error', reject);
    outgoing.end(text);
  });
}

/** The message of a PRX error answer. */
function messageOf(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'error' in answer) {
    const { error } = answer;
    if (typeof error === 'object' && error !== null && 'message' in error)
      return String(error.message);
  }
  return 'The daemon is not healthy';
}
