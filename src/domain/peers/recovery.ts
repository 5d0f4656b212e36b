/**
 * Owns telling how a task ended whose work was cut short by a stop of the daemon: its turn may have been taken up again since.
 * Taking turns up belongs to domain/agent.
 */
import { turnsSince } from '../../db/a2a.ts';
import { messagesFrom } from '../../db/messages.ts';
import type { Db } from '../../db/open.ts';
import type { Task } from './live-task.ts';

const CUT_SHORT = 'The agent was stopped before it could answer';

/** The task as its turn tells; failed where it never got one. @param createdAt When the task was given, in epoch milliseconds. */
export async function recover(db: Db, task: Task, createdAt: number): Promise<Task> {
  for (const turn of await turnsSince(db, task.sessionId, createdAt)) {
    const [asked, ...rest] = await messagesFrom(db, task.sessionId, turn.inputSeq);
    if (asked?.content !== task.asked.text) continue;
    const updatedAt = turn.endedAt ?? task.updatedAt;
    switch (turn.state) {
      case 'running':
        return { ...task, state: 'working' };
      case 'cancelled':
        return { ...task, state: 'canceled', updatedAt };
      case 'failed':
        return { ...task, state: 'failed', reason: turn.error ?? CUT_SHORT, updatedAt };
      case 'done': {
        const next = rest.findIndex(({ role }) => role === 'human');
        const said = next === -1 ? rest : rest.slice(0, next);
        const answer = said.findLast(({ role }) => role === 'ai')?.content ?? '';
        return { ...task, state: 'completed', answer, updatedAt };
      }
    }
  }
  return { ...task, state: 'failed', reason: CUT_SHORT };
}
