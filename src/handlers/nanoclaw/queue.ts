/**
 * Owns the handlers of the nanoclaw tag `queue` and the mapping of groups to its objects. What runs and waits belongs to domain/queue.
 */
import type { GroupState, Queue } from '../../domain/queue/index.ts';
import type { QueueHandlers, Schemas } from '../../generated/nanoclaw/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `queue`. */
export function makeQueueHandlers(queue: Queue): QueueHandlers<CallContext> {
  return {
    async listQueueGroups() {
      return (await queue.list()).map(toGroup);
    },

    async getQueueCounts() {
      return await queue.counts();
    },

    async getQueueGroup({ path }) {
      return toGroup(await queue.get(path.group));
    },

    async getMaxConcurrent() {
      return { maxConcurrent: queue.maxConcurrent() };
    },

    async setMaxConcurrent({ body }, c) {
      const { maxConcurrent } = body;
      const previous = await queue.setMaxConcurrent(maxConcurrent, c.var.caller);
      const message = `At most ${maxConcurrent} containers run at the same time`;
      return { success: true, maxConcurrent, previous, message };
    },
  };
}

const toTime = (at: number | null): string | null => (at === null ? null : toTimestamp(at));

function toGroup(state: GroupState): Schemas['GroupState'] {
  return {
    group: state.group,
    chatJid: state.jid,
    status: state.status,
    active: state.isActive,
    isTaskContainer: state.isTask,
    runningTaskId: state.runningTaskId,
    containerName: state.containerName,
    pendingMessages: state.hasMessages,
    pendingTasks: state.taskIds.length,
    pendingTaskIds: [...state.taskIds],
    retryCount: state.retryCount,
    nextRetryAt: toTime(state.nextRetryAt),
    startedAt: toTime(state.startedAt),
    lastActivityAt: toTime(state.lastActivityAt),
  };
}
