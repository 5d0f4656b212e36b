/**
 * Owns threads: the agent API's view of sessions that have messages, and who owns them.
 * A thread's id is its session's id; the session itself belongs to domain/sessions.
 */
import {
  type DeletedRows,
  deleteAgentThreads,
  deleteThreads,
  migrateSessions,
} from '../../db/memory.ts';
import type { MessageRow } from '../../db/messages.ts';
import type { Store } from '../../db/open.ts';
import { findSession, type SessionRow } from '../../db/sessions.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import { demandAgent, type ThreadSettings } from './owner.ts';

/** What a deletion took away. */
export type Deleted = DeletedRows;

/** The ids of the threads that were deleted; null stands for all that this agent had. */
export type DeletedThreads = readonly string[] | null;

/** The threads of one agent; every operation needs memory and to know which agent this is. */
export class Threads {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #settings: () => ThreadSettings;
  readonly #listeners: ((threads: DeletedThreads) => void)[] = [];

  constructor(options: { store: Store; journal: Journal; settings: () => ThreadSettings }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#settings = options.settings;
  }

  /** Has `listener` called after each deletion that is durable. It must not throw. */
  onDeleted(listener: (threads: DeletedThreads) => void): void {
    this.#listeners.push(listener);
  }

  /** Ids of this agent's threads, newest first; all of them unless a limit is given. @throws DomainError memory_disabled, agent_id_required */
  async list(page: {
    limit?: number;
    offset?: number;
  }): Promise<{ agentId: string; ids: string[] }> {
    const agentId = demandAgent(this.#settings());
    return { agentId, ids: await this.#store.longRead('threadIds', { agentId, ...page }) };
  }

  /** What the user and the agent said in a thread, oldest first; what tools did is part of a turn's work. @throws DomainError memory_disabled, agent_id_required, thread_not_found, thread_owned_by_other */
  async messages(id: string, page: { limit?: number; offset?: number }): Promise<MessageRow[]> {
    this.#demandOwn(await findSession(this.#store.read, id), id);
    return await this.#store.longRead('sessionMessages', { sessionId: id, ...page });
  }

  /** Deletes what a thread remembers, all at once. @throws what `messages` throws */
  async delete(id: string, by: Caller): Promise<Deleted> {
    const deleted = await this.#journal.commit(by, async ({ tx }) => {
      this.#demandOwn(await findSession(tx, id), id);
      return await deleteThreads(tx, [id]);
    });
    this.#tell([id]);
    return deleted;
  }

  /** Deletes what all threads of this agent remember, all at once. @throws DomainError memory_disabled, agent_id_required */
  async deleteAll(by: Caller): Promise<{ agentId: string; deleted: Deleted }> {
    const agentId = demandAgent(this.#settings());
    const deleted = await this.#journal.commit(by, async (change) => {
      change.target(agentId);
      return await deleteAgentThreads(change.tx, agentId);
    });
    this.#tell(null);
    return { agentId, deleted };
  }

  /**
   * Gives every session of one agent to another, which may own some already and need not be the one that runs here: an id is
   * changed in the settings before or after its threads are moved. @returns how many threads moved
   * @throws DomainError validation_failed for equal ids, memory_disabled, agent_id_required
   */
  async migrate(oldId: string, newId: string, by: Caller): Promise<number> {
    demandAgent(this.#settings());
    if (oldId === newId) {
      throw new DomainError('validation_failed', 'The body property "new_id" must not be old_id', {
        issues: [{ in: 'body', path: 'new_id', message: 'must not be old_id' }],
      });
    }
    return await this.#journal.commit(by, async (change) => {
      change.target(`${oldId} ${newId}`);
      return await migrateSessions(change.tx, oldId, newId);
    });
  }

  #tell(threads: DeletedThreads): void {
    for (const listener of this.#listeners) listener(threads);
  }

  /** Another agent's thread is refused whether or not it has messages: guessing an id tells nothing about it. */
  #demandOwn(session: SessionRow | undefined, id: string): void {
    const agentId = demandAgent(this.#settings());
    if (session === undefined) throw new DomainError('thread_not_found', `Thread ${id} not found`);
    if (session.agentId !== agentId) {
      throw new DomainError('thread_owned_by_other', `Thread ${id} is not owned by this agent`);
    }
    if (session.messageCount === 0)
      throw new DomainError('thread_not_found', `Thread ${id} not found`);
  }
}
