/**
 * Owns the handlers of the nanoclaw tag `namespaces` and the mapping of namespaces and instructions to its objects.
 * What they are and do belongs to domain/namespaces.
 */
import type {
  ContainerConfig,
  Instructions,
  Namespace,
  NamespaceParts,
  Namespaces,
  StoredInstructions,
} from '../../domain/namespaces/index.ts';
import type { NamespacesHandlers, Schemas } from '../../generated/nanoclaw/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `namespaces`. */
export function makeNamespacesHandlers(
  namespaces: Namespaces,
  instructions: Instructions,
): NamespacesHandlers<CallContext> {
  return {
    async listNamespaces() {
      return namespaces.list().map(toNamespace);
    },

    async createNamespace({ body }, c) {
      const { name, description = '', chatJids = [], trigger = null, ...rest } = body;
      const { requiresTrigger = true, isMain = false, containerConfig = {} } = rest;
      const parts = { description, chatJids, trigger, requiresTrigger, isMain, containerConfig };
      return toNamespace(await namespaces.create(name, parts, c.var.caller));
    },

    async getNamespace({ path }) {
      return toNamespace(namespaces.get(path.name));
    },

    async setNamespace({ path, body }, c) {
      const changes: Partial<NamespaceParts> = body;
      return toNamespace(await namespaces.update(path.name, changes, c.var.caller));
    },

    async deleteNamespace({ path, query }, c) {
      const { force, purge } = query;
      const paused = await namespaces.delete(path.name, { force, purge }, c.var.caller);
      const files = purge ? 'with its files' : 'its files stay';
      return {
        success: true,
        message: `Namespace ${path.name} was deleted; ${files}.`,
        schedulesPaused: paused,
      };
    },

    async getNamespaceInstructions({ path }) {
      return toInstructions(await instructions.get(path.name));
    },

    async setNamespaceInstructions({ path, body }, c) {
      return toInstructions(await instructions.set(path.name, contentOf(body), c.var.caller));
    },

    async getGlobalInstructions() {
      return toInstructions(await instructions.getGlobal());
    },

    async setGlobalInstructions({ body }, c) {
      return toInstructions(await instructions.setGlobal(contentOf(body), c.var.caller));
    },

    async mergeInstructions({ body }, c) {
      // The contract asks for one of the two names.
      const group = body.group ?? body.name ?? '';
      const drafts = { own: body.groupInstructions, global: body.globalInstructions };
      const { text, sections, length } = await instructions.preview(group, drafts, c.var.caller);
      return { group, merged: text, sections: [...sections], length };
    },
  };
}

/** The contract asks for one of the two names. */
const contentOf = ({ content, instructions }: Schemas['InstructionsSet']): string =>
  content ?? instructions ?? '';

function toNamespace(namespace: Namespace): Schemas['Namespace'] {
  const { createdAt, updatedAt, chatJids, containerConfig, ...rest } = namespace;
  return {
    ...rest,
    createdAt: toTimestamp(createdAt),
    updatedAt: toTimestamp(updatedAt),
    chatJids: [...chatJids],
    containerConfig: toContainerSettings(containerConfig),
  };
}

function toContainerSettings(config: ContainerConfig): Schemas['ContainerSettings'] {
  const { additionalMounts, ...rest } = config;
  return additionalMounts === undefined
    ? rest
    : {
        ...rest,
        additionalMounts: additionalMounts.map((one) => ({ readOnly: true, ...one })),
      };
}

function toInstructions(stored: StoredInstructions): Schemas['Instructions'] {
  const { path, updatedAt, ...rest } = stored;
  return {
    ...rest,
    ...(path === null ? {} : { path }),
    updatedAt: updatedAt === null ? null : toTimestamp(updatedAt),
  };
}
