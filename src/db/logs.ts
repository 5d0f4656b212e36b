/**
 * Owns the queries of kept log entries, all short; searching them is in long-reads.ts.
 * What is kept and for how long belongs to domain/logs.
 */
import { asc, inArray, lt, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { logEntries } from './schema/index.ts';

/** One entry as it is stored; `at` is milliseconds since the epoch, `level` 10 trace to 50 error. */
export type LogRow = typeof logEntries.$inferSelect;

/** Rows of one statement: SQLite takes 32,766 values. */
const ROWS_AT_ONCE = 500;

/** Stores entries under the numbers they were given. */
export async function insertLogs(tx: Db, rows: readonly LogRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await tx
      .insert(logEntries)
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .run();
  }
}

/** The last number that was given or set aside, 0 in a new database. It is SQLite's own counter of the table. */
export async function lastLogSeq(db: Db): Promise<number> {
  // Not `get`: against a server it fails where there is no row.
  const [row] = await db.all<{ seq: number }>(
    sql`select seq from sqlite_sequence where name = 'log_entries'`,
  );
  return row?.seq ?? 0;
}

/** Notes that numbers up to `seq` are given or set aside. */
export async function setLastLogSeq(tx: Db, seq: number): Promise<void> {
  await tx.run(sql`update sqlite_sequence set seq = ${seq} where name = 'log_entries'`);
  await tx.run(
    sql`insert into sqlite_sequence (name, seq) select 'log_entries', ${seq}
      where not exists (select 1 from sqlite_sequence where name = 'log_entries')`,
  );
}

/** The outermost kept entries: numbers, and the time of the oldest; null while nothing is kept. */
export interface LogBounds {
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly firstAt: number | null;
}

const bounds = prepared((db) =>
  db
    .select({
      firstSeq: sql<number | null>`(select min(${logEntries.seq}) from ${logEntries})`,
      lastSeq: sql<number | null>`(select max(${logEntries.seq}) from ${logEntries})`,
      firstAt: sql<number | null>`(select min(${logEntries.at}) from ${logEntries})`,
    })
    .from(sql`(select 1)`)
    .prepare(),
);

/** The outermost kept entries; three index look-ups however many there are. */
export async function logBounds(db: Db): Promise<LogBounds> {
  const row = await bounds(db).get();
  return row ?? { firstSeq: null, lastSeq: null, firstAt: null };
}

/** Deletes up to `limit` entries written before a moment. @returns how many went */
export async function deleteLogsBefore(tx: Db, before: number, limit: number): Promise<number> {
  const old = tx
    .select({ seq: logEntries.seq })
    .from(logEntries)
    .where(lt(logEntries.at, before))
    .orderBy(asc(logEntries.at))
    .limit(limit);
  const gone = await tx
    .delete(logEntries)
    .where(inArray(logEntries.seq, old))
    .returning({ seq: logEntries.seq });
  return gone.length;
}

/** Deletes the `count` oldest entries. */
export async function deleteOldestLogs(tx: Db, count: number): Promise<void> {
  const oldest = tx
    .select({ seq: logEntries.seq })
    .from(logEntries)
    .orderBy(asc(logEntries.seq))
    .limit(count);
  await tx.delete(logEntries).where(inArray(logEntries.seq, oldest)).run();
}
