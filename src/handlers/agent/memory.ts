/**
 * Owns the handlers of the agent tag `memory`, which is two areas of the domain: threads, which are sessions that have messages, and
 * the settings of memory. Who owns a thread and what deleting it takes away belongs to domain/threads.
 */
import type { MemorySection, MemorySettings } from '../../domain/memory/index.ts';
import { DomainError } from '../../domain/shared/index.ts';
import type { Deleted, Threads } from '../../domain/threads/index.ts';
import type { MemoryHandlers, Schemas } from '../../generated/agent/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `memory`. */
export function makeMemoryHandlers(
  threads: Threads,
  settings: MemorySettings,
): MemoryHandlers<CallContext> {
  return {
    async getMemoryConfig() {
      return succeed(toConfig(settings.get()));
    },

    async updateMemoryConfig({ body }, c) {
      return succeed(toConfig(await settings.change(body, c.var.caller)));
    },

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
      return succeed({ thread_id: path.thread_id, messages: messages.map(toMessage) });
    },

    async migrateAgentId({ body: { old_id, new_id } }, c) {
      const migrated = await threads.migrate(old_id, new_id, c.var.caller);
      return succeed({ old_id, new_id, migrated_threads: migrated });
    },
  };
}

function succeed<T>(data: T): { success: true; data: T; error: null } {
  return { success: true, data, error: null };
}

/** There is no PostgreSQL store, so its address is null. */
function toConfig({ enabled, backend, ...changeable }: MemorySection): Schemas['MemoryConfig'] {
  const { summarize, window_size, summarize_threshold } = changeable;
  return { enabled, backend, postgres_dsn: null, summarize, window_size, summarize_threshold };
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

/** Tools are no part of what a thread answers. */
function toMessage(message: { role: string; content: string }): Schemas['ThreadMessage'] {
  return { role: message.role === 'human' ? 'human' : 'ai', content: message.content };
}
