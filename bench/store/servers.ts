/**
 * Owns starting the whole daemon and the hand-written service on data folders of their own, with as many sessions as wanted.
 * What is asked of them is in rows/.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'libsql';
import { type Running, startBuilt, startServer } from '../load/processes.ts';

const ADMIN_TOKEN = 'bench-admin-token-of-at-least-32-characters';
const YEAR_SECS = '31536000';

/** The daemon as it is shipped, with limits raised and not off; the log says what goes wrong, and not every request. */
export const DAEMON_ENV: Readonly<Record<string, string>> = {
  GATEHOUSE_GATEWAY_PORT: '0',
  GATEHOUSE_MANAGEMENT_PORT: '0',
  GATEHOUSE_CONTAINERS_PORT: '0',
  GATEHOUSE_CONTAINERS_PROXY_PORT: '0',
  GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '1000000',
  GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '1000000',
  GATEHOUSE_RATE_LIMITS_OTHER: '1000000',
  GATEHOUSE_LOGGING_LEVEL: 'warn',
  GATEHOUSE_ADMIN_TOKEN: ADMIN_TOKEN,
  // Sessions filled in by SQL have no one who speaks in them, and are to stay what they are.
  GATEHOUSE_AGENT_IDLE_AFTER_SECS: YEAR_SECS,
  GATEHOUSE_AGENT_SESSION_TIMEOUT_SECS: YEAR_SECS,
};

/** One server over a data folder that goes when it ends. */
export interface Served {
  readonly port: number;
  readonly pid: number;
  /** Headers that let the caller in. */
  readonly headers: Readonly<Record<string, string>>;
  /** What stands before `/sessions`. */
  readonly prefix: string;
  end(): Promise<void>;
}

/** A new folder on the disk of the repository: the system's temporary folder may be in memory, where durability is free. */
export function makeFolder(): string {
  mkdirSync('.cache', { recursive: true });
  return mkdtempSync(resolve('.cache/bench-'));
}

/** Makes a data folder for the daemon with `sessions` sessions in it, each with so many messages. */
export async function makeHome(sessions: number, messages = 0): Promise<string> {
  const home = makeFolder();
  const first = await startDaemon(home, {});
  await first.end();
  const file = join(home, 'gatehouse.db');
  fill(file, sessions);
  if (messages > 0) talk(file, messages);
  return home;
}

/** Makes a database for the service with `sessions` sessions in it. */
export async function makeDatabase(sessions: number): Promise<string> {
  const file = join(makeFolder(), 'service.db');
  const first = await startBuilt('service', { DATABASE: file });
  await first.end();
  fill(file, sessions);
  return file;
}

/** Adds sessions of the last minute in one transaction. */
function fill(file: string, sessions: number): void {
  const database = new Database(file);
  database
    .prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO sessions (id, channel, user_id, status, metadata, created_at, last_activity)
       SELECT printf('sess_%026d', i), 'api', 'user_123', 'active', '{"source":"web-app"}', CAST(? + i * 60000 / ? AS INTEGER), ? FROM n`,
    )
    .run([sessions, Date.now() - 60_000, sessions, Date.now()]);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

/** Has every session of the file say so many messages, by turns of the user and the agent. */
function talk(file: string, messages: number): void {
  const database = new Database(file);
  const numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)';
  database
    .prepare(
      `${numbers} INSERT INTO messages (id, session_id, seq, role, content, created_at)
       SELECT 'msg_' || sessions.id || i, sessions.id, i, iif(i % 2 = 1, 'human', 'ai'),
         'One of the sentences that people and agents say to each other in a day, number ' || i, created_at
       FROM sessions, n`,
    )
    .run([messages]);
  database
    .prepare(
      `${numbers} INSERT INTO checkpoints (id, session_id, step, message_seq, created_at)
       SELECT 'ckpt_' || sessions.id || i, sessions.id, i, i, created_at FROM sessions, n`,
    )
    .run([messages]);
  database.prepare('UPDATE sessions SET message_count = ?').run([messages]);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

/** The ids that `fill` gives, as many as asked for. */
export const filledIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `sess_${String(index + 1).padStart(26, '0')}`);

/** Starts the built daemon on a folder. */
export async function startDaemon(
  home: string,
  env: Readonly<Record<string, string>>,
  errors?: 'inherit' | 'ignore',
): Promise<Running & { readonly port: number }> {
  const running = await startServer(
    ['dist/main.js', 'serve', '--json'],
    { ...DAEMON_ENV, ...env, GATEHOUSE_HOME: home },
    errors,
  );
  const { said } = running;
  if (typeof said !== 'object' || said === null || !('prx' in said))
    throw new Error('The daemon printed no address');
  return { ...running, port: Number(new URL(String(said.prx)).port) };
}

/** The daemon over `sessions` sessions with so many messages each, and a token that was made for the caller. */
export async function serveDaemon(
  sessions: number,
  env: Readonly<Record<string, string>>,
  messages = 0,
): Promise<Served> {
  const home = await makeHome(sessions, messages);
  const daemon = await startDaemon(home, env);
  const response = await fetch(`http://localhost:${daemon.port}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench', scopes: ['sessions:read', 'sessions:write'] }),
  });
  const made: unknown = await response.json();
  if (typeof made !== 'object' || made === null || !('token' in made))
    throw new Error(`The daemon made no token: ${JSON.stringify(made)}`);
  return {
    port: daemon.port,
    pid: daemon.pid,
    headers: { authorization: `Bearer ${made.token}` },
    prefix: '/api/v1',
    async end() {
      await daemon.end();
      rmSync(home, { recursive: true });
    },
  };
}

/** The service over `sessions` sessions. */
export async function serveService(
  sessions: number,
  env: Readonly<Record<string, string>>,
): Promise<Served> {
  const file = await makeDatabase(sessions);
  const service = await startBuilt('service', { ...env, DATABASE: file });
  return {
    port: service.port,
    pid: service.pid,
    headers: {},
    prefix: '',
    async end() {
      await service.end();
      rmSync(join(file, '..'), { recursive: true });
    },
  };
}
