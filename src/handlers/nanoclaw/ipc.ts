/**
 * Owns the handlers of the nanoclaw tag `ipc` and the mapping to its objects. What they do belongs to domain/ipc.
 */
import { CLOSE, type Ipc } from '../../domain/ipc/index.ts';
import { IN_CONTAINER } from '../../domain/runtime/index.ts';
import type { IpcHandlers } from '../../generated/nanoclaw/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `ipc`. */
export function makeIpcHandlers(ipc: Ipc): IpcHandlers<CallContext> {
  return {
    async createIpcDirectories({ body }, c) {
      const { group } = body;
      const { paths, created } = await ipc.makeFolders(group, c.var.caller);
      const { base: basePath, messages, tasks, input } = paths;
      const answer = {
        success: true as const,
        group,
        basePath,
        directories: { messages, tasks, input },
        containerPath: IN_CONTAINER.ipc,
        created,
        message: created ? 'The directories were created' : 'The directories existed already',
      };
      return created ? { status: 201, body: answer } : { status: 200, body: answer };
    },

    async sendFollowUp({ body }, c) {
      // The contract asks for one of the two.
      const { group, chatJid, text = body.message ?? '' } = body;
      const { file, at } = await ipc.followUp(group, text, chatJid, c.var.caller);
      const message = 'The message waits for the container';
      return { success: true, group, file, queuedAt: toTimestamp(at), message };
    },

    async sendClose({ body }, c) {
      const { group, reason = null } = body;
      await ipc.close(group, reason, c.var.caller);
      const message = 'The container was asked to end';
      return { success: true, group, sentinel: CLOSE, message };
    },
  };
}
