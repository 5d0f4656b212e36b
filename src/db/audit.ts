/**
 * Owns the queries of the audit log. What an entry says and how entries are chained belongs to domain/audit.
 */
import { and, asc, count, desc, eq, gt, gte, lt, type SQL, sql } from 'drizzle-orm';
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

/** Which entries; times are milliseconds since the epoch. */
export interface AuditFilter {
  event?: string | undefined;
  group?: string | undefined;
  severity?: 'info' | 'warning' | 'critical' | undefined;
  /** At or after. */
  since?: number | undefined;
  /** Before. */
  until?: number | undefined;
}

/**
 * One page of the entries that match, newest first, and how many match. Counting can read every entry there is, so this is done as a long
 * read.
 */
export async function auditPage(
  db: Db,
  { limit, offset, ...filter }: AuditFilter & { limit: number; offset: number },
): Promise<{ entries: AuditRow[]; total: number }> {
  const where = matchesAudit(filter);
  const [counted] = await db.select({ n: count() }).from(auditLog).where(where);
  const entries = await db
    .select()
    .from(auditLog)
    .where(where)
    .orderBy(desc(auditLog.seq))
    .limit(limit)
    .offset(offset);
  return { entries, total: counted?.n ?? 0 };
}

function matchesAudit({ event, group, severity, since, until }: AuditFilter): SQL | undefined {
  return and(
    event === undefined ? undefined : eq(auditLog.event, event),
    group === undefined ? undefined : sql`${auditLog.details} ->> '$.group' = ${group}`,
    severity === undefined ? undefined : hasSeverity(severity),
    since === undefined ? undefined : gte(auditLog.at, since),
    until === undefined ? undefined : lt(auditLog.at, until),
  );
}

/** An entry that says nothing of it is informative: then those that say more are few, and known to the index. */
function hasSeverity(severity: NonNullable<AuditFilter['severity']>): SQL {
  const said = sql`${auditLog.details} ->> '$.severity'`;
  if (severity !== 'info') return sql`${said} = ${severity}`;
  return sql`${auditLog.seq} not in (
    select ${auditLog.seq} from ${auditLog} where ${said} is not null and ${said} <> 'info'
  )`;
}
