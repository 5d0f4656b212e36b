/**
 * Owns how the transcript of a session grows: a message, the checkpoint after it, and the sums of the session, all or nothing. Which
 * steps of a turn say something belongs to steps.ts.
 */
import {
  insertCheckpoint,
  insertMessage,
  lastCheckpoint,
  type MessageRow,
} from '../../db/messages.ts';
import type { Db } from '../../db/open.ts';
import { findSession, growSession, type SessionRow } from '../../db/sessions.ts';
import { makeId } from '../../lib/ids.ts';
import { notFound } from '../sessions/index.ts';
import { DomainError } from '../shared/index.ts';
import type { ModelToolCall, ModelUsage } from './provider.ts';

/** What is said, and by whom. */
export interface Said {
  readonly role: MessageRow['role'];
  readonly content: string;
  /** The tools that a model asks for. */
  readonly calls?: readonly ModelToolCall[];
  /** What else the message keeps of tools. */
  readonly toolCalls?: MessageRow['toolCalls'];
  readonly usage?: ModelUsage;
  readonly endsTurn?: boolean;
}

/** The session that something can be said in. @throws DomainError session_not_found, session_terminated */
export async function findOpen(db: Db, id: string): Promise<SessionRow> {
  const session = (await findSession(db, id)) ?? notFound(id);
  if (session.status !== 'terminated') return session;
  throw new DomainError('session_terminated', `Session ${id} is terminated`, {
    status: 'terminated',
  });
}

/** Appends what is said to an open session, inside the transaction of the step that says it. */
export async function appendMessage(
  tx: Db,
  session: SessionRow,
  said: Said,
  now: number,
): Promise<MessageRow> {
  const { role, content, calls = [], usage } = said;
  const asked = calls.map(({ id, name, input }) => ({ id, name, input: { ...input } }));
  const message: MessageRow = {
    id: makeId('msg', now),
    sessionId: session.id,
    seq: session.messageCount + 1,
    role,
    content,
    toolCalls: said.toolCalls ?? (asked.length === 0 ? null : asked),
    inputTokens: usage?.input ?? 0,
    outputTokens: usage?.output ?? 0,
    createdAt: now,
  };
  await insertMessage(tx, message);
  const parent = await lastCheckpoint(tx, session.id);
  await insertCheckpoint(tx, {
    id: makeId('ckpt', now),
    sessionId: session.id,
    parentId: parent?.id ?? null,
    step: (parent?.step ?? 0) + 1,
    messageSeq: message.seq,
    createdAt: now,
  });
  await growSession(tx, session.id, {
    now,
    turns: said.endsTurn === true ? 1 : 0,
    input: message.inputTokens,
    output: message.outputTokens,
    costMicros: usage?.costMicros ?? 0,
  });
  return message;
}
