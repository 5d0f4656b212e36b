/**
 * Owns the handlers of the PRX tag `config`, which is the area `settings` of the domain.
 * Layers, masking and what may be changed belong there.
 */
import type { Settings, SettingsUpdate } from '../../domain/settings/index.ts';
import type { ConfigHandlers, Schemas } from '../../generated/prx/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `config`. */
export function makeConfigHandlers(settings: Settings): ConfigHandlers<CallContext> {
  return {
    async getConfig() {
      return settings.get();
    },

    async updateConfig({ body }, c) {
      return toUpdated(await settings.change(body, c.var.caller));
    },
  };
}

function toUpdated(update: SettingsUpdate): Schemas['ConfigUpdated'] {
  return { updated: [...update.updated], reload_required: update.reloadRequired };
}
