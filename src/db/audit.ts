/**
 * Owns the queries of the audit log. What an entry says and how entries are chained belongs to domain/audit.
 */
import { asc, desc, gt, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { auditLog } from './schema/index.ts';

/** One entry as it is stored. */
export type AuditRow = typeof auditLog.$inferSelect;

const last = prepared((db) =>
  db.select({ hash: auditLog.hash }).from(auditLog).orderBy(desc(auditLog.seq)).limit(1).prepare(),
);

/** The hash of the newest entry, undefined while there is none. */
export async function lastAuditHash(db: Db): Promise<string | undefined> {
  const row = await last(db).get();
  return row?.hash;
}

const insert = prepared((db) =>
  db
    .insert(auditLog)
    .values({
      at: sql.placeholder('at'),
      event: sql.placeholder('event'),
      api: sql.placeholder('api'),
      operation: sql.placeholder('operation'),
      actor: sql.placeholder('actor'),
      address: sql.placeholder('address'),
      requestId: sql.placeholder('requestId'),
      target: sql.placeholder('target'),
      details: sql.placeholder('details'),
      previousHash: sql.placeholder('previousHash'),
      hash: sql.placeholder('hash'),
    })
    .prepare(),
);

/** Appends an entry. */
export async function insertAudit(tx: Db, row: Omit<AuditRow, 'seq'>): Promise<void> {
  await insert(tx).run(row);
}

/** Entries after `seq` in the order they were written, at most `limit`. */
export async function auditAfter(db: Db, seq: number, limit: number): Promise<AuditRow[]> {
  return await db
    .select()
    .from(auditLog)
    .where(gt(auditLog.seq, seq))
    .orderBy(asc(auditLog.seq))
    .limit(limit);
}
