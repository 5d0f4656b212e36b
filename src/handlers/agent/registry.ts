/**
 * Owns the handlers of the agent tag `registry` and the mapping of components to its objects.
 * What the components are and what a reload does belongs to domain/registry.
 */
import type { Registry } from '../../domain/registry/index.ts';
import type { RegistryHandlers } from '../../generated/agent/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `registry`; the legacy paths answer the same. */
export function makeRegistryHandlers(registry: Registry): RegistryHandlers<CallContext> {
  const getRuntimeMetadata: RegistryHandlers<CallContext>['getRuntimeMetadata'] = async () => {
    const { generation, components } = await registry.metadata();
    return { success: true, data: { generation, components: [...components] }, error: null };
  };
  const reloadRegistry: RegistryHandlers<CallContext>['reloadRegistry'] = async (_request, c) => {
    const done = await registry.reload(c.var.caller);
    const data = {
      generation: done.generation,
      previous_generation: done.previousGeneration,
      reloaded: [...done.reloaded],
      unchanged: [...done.unchanged],
      failed: [...done.failed],
    };
    return { success: true, data, error: null };
  };
  return {
    getRuntimeMetadata,
    getRuntimeMetadataLegacy: getRuntimeMetadata,
    reloadRegistry,
    reloadRegistryLegacy: reloadRegistry,
  };
}
