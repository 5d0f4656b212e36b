/**
 * Owns the handlers of the agent tag `memory`, which the domain calls threads: a thread is a session that has messages.
 * Who owns a thread and what deleting it takes away belongs to domain/threads.
 */

import { DomainError } from '../../domain/shared/index.ts';
import type { Deleted, Threads } from '../../domain/threads/index.ts';
import type { MemoryHandlers, Schemas } from '../../generated/agent/bindings.ts';
import type { CallContext } from '../context.ts';

type ThreadHandlers = Pick<
  MemoryHandlers<CallContext>,
  'listThreads' | 'deleteThreads' | 'deleteThread' | 'listThreadMessages'
>;

/** The handlers of `memory` that are about threads. */
export function makeThreadHandlers(threads: Threads): ThreadHandlers {
  return {
    async listThreads({ query }) {
      const { agentId, ids } = await threads.list(query);
      return succeed({ agent_id: agentId, threads: ids });
    },

    async deleteThreads({ query }, c) {
      demandAll(query.all);
      const { agentId, deleted } = await threads.deleteAll(c.var.caller);
      return succeed({ agent_id: agentId, deleted: toCounts(deleted) });
    },

    async deleteThread({ path }, c) {
      const deleted = await threads.delete(path.thread_id, c.var.caller);
      return succeed({ thread_id: path.thread_id, deleted: toCounts(deleted) });
    },

    async listThreadMessages({ path, query }) {
      const messages = await threads.messages(path.thread_id, query);
      return succeed({ thread_id: path.thread_id, messages: messages.flatMap(toMessage) });
    },
  };
}

function succeed<T>(data: T): { success: true; data: T; error: null } {
  return { success: true, data, error: null };
}

/** Deleting everything must be asked for in so many words. */
function demandAll(all: string | undefined): void {
  if (all === 'true') return;
  const issue = { in: 'query', path: 'all', message: 'must be exactly true' };
  throw new DomainError('confirmation_missing', 'Deleting all threads needs all=true', {
    issues: [issue],
  });
}

function toCounts(deleted: Deleted): Schemas['DeletedCounts'] {
  return {
    checkpoints: deleted.checkpoints,
    checkpoint_blobs: deleted.checkpointBlobs,
    persistent_memory: deleted.persistentMemory,
  };
}

/** What tools said is part of a turn's work, not of the conversation. */
function toMessage(message: {
  role: 'human' | 'ai' | 'tool';
  content: string;
}): Schemas['ThreadMessage'][] {
  return message.role === 'tool' ? [] : [{ role: message.role, content: message.content }];
}
