/**
 * Owns the tables of what a session keeps beside its messages: large values and long-term memory. Queries live in db/memory.ts.
 */

import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { sessions } from './sessions.ts';

/** A summary of a stretch of messages, or one fact worth keeping for good. */
export type MemoryKind = 'summary' | 'fact';

/** Large contents of messages, each once per session under its SHA-256 in hexadecimal digits. */
export const checkpointBlobs = sqliteTable(
  'checkpoint_blobs',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    hash: text('hash').notNull(),
    content: text('content').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.hash] })],
);

/** Long-term memory of a session; who owns the session owns it. */
export const persistentMemory = sqliteTable(
  'persistent_memory',
  {
    id: text('id').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<MemoryKind>().notNull(),
    content: text('content').notNull(),
    /** `seq` of the last message that it takes in. */
    throughSeq: integer('through_seq').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    index('persistent_memory_by_session').on(t.sessionId, t.throughSeq),
    check('persistent_memory_kind', sql`${t.kind} in ('summary', 'fact')`),
  ],
);
