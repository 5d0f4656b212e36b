/**
 * Owns the peer of the whole daemon: a small service as one would write it by hand, with Fastify and better-sqlite3.
 * It is durable (WAL, synchronous FULL, one commit per request); it has no tokens, limits, audit or events.
 */
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const database = new Database(process.env.DATABASE ?? '');
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec(`
  CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT,
    channel TEXT NOT NULL,
    user_id TEXT NOT NULL,
    status TEXT NOT NULL,
    metadata TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_activity INTEGER NOT NULL,
    terminated_at INTEGER,
    turn_count INTEGER NOT NULL DEFAULT 0,
    message_count INTEGER NOT NULL DEFAULT 0,
    input_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS sessions_by_status ON sessions (status, created_at DESC, id DESC);
  CREATE INDEX IF NOT EXISTS sessions_by_activity ON sessions (status, last_activity);
`);

interface Row {
  id: string;
  channel: string;
  user_id: string;
  status: string;
  metadata: string;
  created_at: number;
  last_activity: number;
  turn_count: number;
  input_tokens: number;
  output_tokens: number;
}

const insert = database.prepare(`
  INSERT INTO sessions (id, channel, user_id, status, metadata, created_at, last_activity)
  VALUES (?, ?, ?, 'active', ?, ?, ?)
`);
const find = database.prepare<[string], Row>('SELECT * FROM sessions WHERE id = ?');
const page = database.prepare<[string, number, number], Row>(`
  SELECT id, channel, user_id, status, created_at, last_activity FROM sessions
  WHERE status = ? ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?
`);
const count = database.prepare<[string], { n: number }>(
  'SELECT count(*) AS n FROM sessions WHERE status = ?',
);

const text = { type: 'string' };
const metadata = { type: 'object', additionalProperties: true };
const summary = { id: text, channel: text, user_id: text, status: text, created_at: text };
const toText = (milliseconds: number) => new Date(milliseconds).toISOString();

const app = Fastify();
app.get('/health', async () => {
  database.prepare('SELECT 1').get();
  return { healthy: true };
});
app.post<{ Body: { channel: string; user_id: string; metadata: Record<string, unknown> } }>(
  '/sessions',
  {
    schema: {
      body: {
        type: 'object',
        required: ['user_id'],
        properties: {
          channel: { ...text, pattern: '^[a-z0-9][a-z0-9_-]*$', maxLength: 64, default: 'api' },
          user_id: { ...text, minLength: 1, maxLength: 256 },
          metadata: { ...metadata, default: {} },
        },
      },
      response: { 201: { type: 'object', properties: { ...summary, metadata } } },
    },
  },
  async (request, reply) => {
    const { channel, user_id, metadata: facts } = request.body;
    const id = `sess_${randomUUID()}`;
    const now = Date.now();
    insert.run(id, channel, user_id, JSON.stringify(facts), now, now);
    reply.code(201);
    return { id, channel, user_id, status: 'active', created_at: toText(now), metadata: facts };
  },
);
app.get<{ Querystring: { status: string; limit: number; offset: number } }>(
  '/sessions',
  {
    schema: {
      querystring: {
        type: 'object',
        properties: {
          status: { ...text, enum: ['active', 'idle', 'terminated'], default: 'active' },
          limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
          offset: { type: 'integer', minimum: 0, default: 0 },
        },
      },
      response: {
        200: {
          type: 'object',
          properties: {
            sessions: {
              type: 'array',
              items: { type: 'object', properties: { ...summary, last_activity: text } },
            },
            total: { type: 'integer' },
          },
        },
      },
    },
  },
  async (request) => {
    const { status, limit, offset } = request.query;
    const sessions = page.all(status, limit, offset).map((row) => ({
      ...row,
      created_at: toText(row.created_at),
      last_activity: toText(row.last_activity),
    }));
    return { sessions, total: count.get(status)?.n };
  },
);
const tokens = {
  type: 'object',
  properties: { input: { type: 'integer' }, output: { type: 'integer' } },
};
app.get<{ Params: { id: string } }>(
  '/sessions/:id',
  {
    schema: {
      params: { type: 'object', properties: { id: { ...text, minLength: 1, maxLength: 128 } } },
      response: {
        200: {
          type: 'object',
          properties: {
            ...summary,
            last_activity: text,
            turn_count: { type: 'integer' },
            token_usage: tokens,
            metadata,
          },
        },
      },
    },
  },
  async (request, reply) => {
    const row = find.get(request.params.id);
    if (row === undefined) {
      reply.code(404);
      return { error: 'not found' };
    }
    return {
      id: row.id,
      channel: row.channel,
      user_id: row.user_id,
      status: row.status,
      created_at: toText(row.created_at),
      last_activity: toText(row.last_activity),
      turn_count: row.turn_count,
      token_usage: { input: row.input_tokens, output: row.output_tokens },
      metadata: JSON.parse(row.metadata),
    };
  },
);
const address = await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 0) });
process.stdout.write(`{"port":${new URL(address).port}}\n`);
process.on('SIGTERM', () => process.exit());
