/**
 * Owns threads: the agent API's view of sessions that have messages, and who owns them.
 * A thread's id is its session's id; the session itself belongs to domain/sessions.
 */
import { deleteAgentMemory, deleteMemory, type MessageRow } from '../../db/messages.ts';
import type { Store } from '../../db/open.ts';
import { findSession, type SessionRow } from '../../db/sessions.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';

/** What a deletion took away. */
export interface Deleted {
  readonly checkpoints: number;
  readonly checkpointBlobs: number;
  readonly persistentMemory: number;
}

/** What the area takes from the settings, read anew at every use. */
export interface ThreadSettings {
  readonly agentId: string | null;
  /** False where the agent does not remember: then nobody can ask for threads. */
  readonly remembers: boolean;
}

/** The threads of one agent; every operation needs memory and to know which agent this is. */
export class Threads {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #settings: () => ThreadSettings;

  constructor(options: { store: Store; journal: Journal; settings: () => ThreadSettings }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#settings = options.settings;
  }

  /** Ids of this agent's threads, newest first; all of them unless a limit is given. @throws DomainError memory_disabled, agent_id_required */
  async list(page: {
    limit?: number;
    offset?: number;
  }): Promise<{ agentId: string; ids: string[] }> {
    const agentId = this.#demandAgent();
    return { agentId, ids: await this.#store.longRead('threadIds', { agentId, ...page }) };
  }

  /** Everything said in a thread, oldest first. @throws DomainError memory_disabled, agent_id_required, thread_not_found, thread_owned_by_other */
  async messages(id: string, page: { limit?: number; offset?: number }): Promise<MessageRow[]> {
    this.#demandOwn(await findSession(this.#store.read, id), id);
    return await this.#store.longRead('sessionMessages', { sessionId: id, ...page });
  }

  /** Deletes what a thread remembers, all at once. @throws what `messages` throws */
  async delete(id: string, by: Caller): Promise<Deleted> {
    return await this.#journal.commit(by, async ({ tx }) => {
      this.#demandOwn(await findSession(tx, id), id);
      return toDeleted(await deleteMemory(tx, id));
    });
  }

  /** Deletes what all threads of this agent remember, all at once. @throws DomainError memory_disabled, agent_id_required */
  async deleteAll(by: Caller): Promise<{ agentId: string; deleted: Deleted }> {
    const agentId = this.#demandAgent();
    const checkpoints = await this.#journal.commit(by, (change) => {
      change.target(agentId);
      return deleteAgentMemory(change.tx, agentId);
    });
    return { agentId, deleted: toDeleted(checkpoints) };
  }

  #demandAgent(): string {
    const { agentId, remembers } = this.#settings();
    if (!remembers) throw new DomainError('memory_disabled', 'Memory is not enabled');
    if (agentId !== null) return agentId;
    throw new DomainError(
      'agent_id_required',
      'AGENT_ID is not set, so there is no agent to own threads',
    );
  }

  /** Another agent's thread is refused whether or not it has messages: guessing an id tells nothing about it. */
  #demandOwn(session: SessionRow | undefined, id: string): void {
    const agentId = this.#demandAgent();
    if (session === undefined) throw new DomainError('thread_not_found', `Thread ${id} not found`);
    if (session.agentId !== agentId) {
      throw new DomainError('thread_owned_by_other', `Thread ${id} is not owned by this agent`);
    }
    if (session.messageCount === 0)
      throw new DomainError('thread_not_found', `Thread ${id} not found`);
  }
}

/** Large values and long-term memory are not split off yet, so deleting finds none. */
const toDeleted = (checkpoints: number): Deleted => ({
  checkpoints,
  checkpointBlobs: 0,
  persistentMemory: 0,
});
