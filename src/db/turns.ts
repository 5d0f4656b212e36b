/**
 * Owns the queries of turns, of the model calls they made and of the tool calls they asked for.
 * What a turn does, and what interrupts one, belongs to domain/agent.
 */
import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import {
  modelCalls,
  sessions,
  type ToolCallState,
  type TurnState,
  toolCalls,
  turns,
} from './schema/index.ts';

export type { ToolCallState, TurnState } from './schema/index.ts';

/** One turn as it is stored. */
export type TurnRow = typeof turns.$inferSelect;
/** What one model call cost, as it is stored. */
export type ModelCallRow = typeof modelCalls.$inferSelect;
/** One tool call as it is stored. */
export type ToolCallRow = typeof toolCalls.$inferSelect;

const insert = prepared((db) =>
  db
    .insert(turns)
    .values({
      id: sql.placeholder('id'),
      sessionId: sql.placeholder('sessionId'),
      state: 'running',
      inputSeq: sql.placeholder('inputSeq'),
      namespace: sql.placeholder('namespace'),
      isTask: sql.placeholder('isTask'),
      createdAt: sql.placeholder('createdAt'),
    })
    .prepare(),
);

/** Stores a turn that begins to run. */
export async function insertTurn(
  tx: Db,
  row: Pick<TurnRow, 'id' | 'sessionId' | 'inputSeq' | 'namespace' | 'isTask' | 'createdAt'>,
): Promise<void> {
  await insert(tx).run({ ...row });
}

const advance = prepared((db) =>
  db
    .update(turns)
    .set({ steps: sql`${sql.placeholder('steps')}` })
    .where(and(eq(turns.id, sql.placeholder('id')), eq(turns.state, 'running')))
    .returning({ id: turns.id })
    .prepare(),
);

/** Notes how many model calls a turn has made. @returns false when it does not run any more */
export async function advanceTurn(tx: Db, id: string, steps: number): Promise<boolean> {
  return (await advance(tx).all({ id, steps })).length > 0;
}

const end = prepared((db) =>
  db
    .update(turns)
    .set({
      state: sql`${sql.placeholder('state')}`,
      steps: sql`${sql.placeholder('steps')}`,
      error: sql`${sql.placeholder('error')}`,
      endedAt: sql`${sql.placeholder('endedAt')}`,
    })
    .where(and(eq(turns.id, sql.placeholder('id')), eq(turns.state, 'running')))
    .returning({ id: turns.id })
    .prepare(),
);

/** How a turn ended. */
export interface TurnEnd {
  readonly state: Exclude<TurnState, 'running'>;
  readonly steps: number;
  readonly error: string | null;
  readonly endedAt: number;
}

/** Ends a turn. @returns false when it had ended before */
export async function endTurn(tx: Db, id: string, how: TurnEnd): Promise<boolean> {
  return (await end(tx).all({ id, ...how })).length > 0;
}

const cancel = prepared((db) =>
  db
    .update(turns)
    .set({ state: 'cancelled', endedAt: sql`${sql.placeholder('endedAt')}` })
    .where(and(eq(turns.sessionId, sql.placeholder('sessionId')), eq(turns.state, 'running')))
    .prepare(),
);

/** Cancels what runs in a session. */
export async function cancelTurnsOf(tx: Db, sessionId: string, endedAt: number): Promise<void> {
  await cancel(tx).run({ sessionId, endedAt });
}

/** A turn that was running when the daemon went, with the message it answers. */
export type InterruptedTurn = TurnRow & { readonly agentId: string | null };

/** Turns of an agent's sessions that are marked as running, the oldest first. */
export async function listRunningTurns(db: Db, agentId: string | null): Promise<InterruptedTurn[]> {
  const own = agentId === null ? isNull(sessions.agentId) : eq(sessions.agentId, agentId);
  const rows = await db
    .select({ turn: turns, agentId: sessions.agentId })
    .from(turns)
    .innerJoin(sessions, eq(sessions.id, turns.sessionId))
    .where(and(sql`${turns.state} = 'running'`, or(own, isNull(sessions.agentId))))
    .orderBy(asc(turns.createdAt), asc(turns.id));
  return rows.map((row) => ({ ...row.turn, agentId: row.agentId }));
}

/** Notes that a start has taken a turn up again. */
export async function countResume(tx: Db, id: string): Promise<void> {
  await tx
    .update(turns)
    .set({ resumes: sql`${turns.resumes} + 1` })
    .where(eq(turns.id, id))
    .run();
}

const insertModel = prepared((db) =>
  db
    .insert(modelCalls)
    .values({
      id: sql.placeholder('id'),
      turnId: sql.placeholder('turnId'),
      step: sql.placeholder('step'),
      provider: sql.placeholder('provider'),
      model: sql.placeholder('model'),
      inputTokens: sql.placeholder('inputTokens'),
      outputTokens: sql.placeholder('outputTokens'),
      costMicros: sql.placeholder('costMicros'),
      durationMs: sql.placeholder('durationMs'),
      createdAt: sql.placeholder('createdAt'),
    })
    .prepare(),
);

/** Stores what a model call cost. */
export async function insertModelCall(tx: Db, row: ModelCallRow): Promise<void> {
  await insertModel(tx).run({ ...row });
}

/** Stores a tool call, before it is made. */
export async function insertToolCall(tx: Db, row: ToolCallRow): Promise<void> {
  await tx.insert(toolCalls).values(row).run();
}

/** Stores the outcome of a tool call. @returns false when it has one already, or is gone */
export async function endToolCall(
  tx: Db,
  id: string,
  outcome: { state: Exclude<ToolCallState, 'started'>; output: string; endedAt: number },
): Promise<boolean> {
  const ended = await tx
    .update(toolCalls)
    .set(outcome)
    .where(and(eq(toolCalls.id, id), eq(toolCalls.state, 'started')))
    .returning({ id: toolCalls.id });
  return ended.length > 0;
}

/** The tool calls of a turn in the order in which they were asked for. */
export async function listToolCalls(db: Db, turnId: string): Promise<ToolCallRow[]> {
  return await db
    .select()
    .from(toolCalls)
    .where(eq(toolCalls.turnId, turnId))
    .orderBy(asc(toolCalls.step), asc(toolCalls.position));
}
