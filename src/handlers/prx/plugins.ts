/**
 * Owns the handlers of the PRX tag `plugins` and the mapping of plugins to its objects. What reloading and disabling mean belongs to domain/plugins.
 */
import type { Plugin, Plugins } from '../../domain/plugins/index.ts';
import type { PluginsHandlers, Schemas } from '../../generated/prx/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `plugins`. */
export function makePluginsHandlers(plugins: Plugins): PluginsHandlers<CallContext> {
  return {
    async listPlugins() {
      return { plugins: (await plugins.list()).map(toPlugin) };
    },

    async reloadPlugin({ path: { name } }, c) {
      return toLoaded(await plugins.reload(name, c.var.caller));
    },

    async disablePlugin({ path: { name } }, c) {
      await plugins.disable(name, c.var.caller);
      return { name, status: 'disabled' };
    },

    async enablePlugin({ path: { name } }, c) {
      return toLoaded(await plugins.enable(name, c.var.caller));
    },
  };
}

function toPlugin(plugin: Plugin): Schemas['Plugin'] {
  const { name, version, status, capabilities, memoryUsageBytes, error } = plugin;
  return {
    name,
    version,
    status,
    capabilities: [...capabilities],
    memory_usage_bytes: memoryUsageBytes,
    ...(error === null ? {} : { error }),
  };
}

function toLoaded({ name, version }: Plugin): Schemas['PluginLoaded'] {
  return { name, status: 'loaded', version };
}
