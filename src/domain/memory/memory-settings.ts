/**
 * Owns which settings of memory can be seen and changed while the daemon runs. Storing a change and putting it in force belongs to
 * domain/settings.
 */
import type { Settings, SettingsPatch } from '../settings/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import { demandAgent, type ThreadSettings } from '../threads/index.ts';

/** The settings in force, under the names of their keys. */
export interface MemorySection {
  readonly enabled: boolean;
  readonly backend: string;
  readonly summarize: boolean;
  readonly window_size: number;
  readonly summarize_threshold: number;
}

/** New values; those that cannot change are there so that they can be refused by name. */
export interface MemoryUpdate {
  readonly summarize?: boolean | undefined;
  readonly window_size?: number | undefined;
  readonly summarize_threshold?: number | undefined;
  readonly enabled?: boolean | undefined;
  readonly backend?: string | undefined;
  readonly postgres_dsn?: string | null | undefined;
}

const CHANGEABLE = ['summarize', 'window_size', 'summarize_threshold'] as const;
const IMMUTABLE = ['enabled', 'backend', 'postgres_dsn'] as const;

/** The settings of memory, for whoever may see the agent's threads. */
export class MemorySettings {
  readonly #settings: Settings;
  readonly #current: () => MemorySection;
  readonly #owner: () => ThreadSettings;

  constructor(options: {
    settings: Settings;
    /** The values in force now. */
    current: () => MemorySection;
    owner: () => ThreadSettings;
  }) {
    this.#settings = options.settings;
    this.#current = options.current;
    this.#owner = options.owner;
  }

  /** The settings in force. @throws DomainError memory_disabled, agent_id_required */
  get(): MemorySection {
    demandAgent(this.#owner());
    return this.#current();
  }

  /**
   * Changes all of them or none, durably and at once.
   * @throws DomainError immutable_field with the names in `details.fields`, setting_pinned, and what `get` throws
   */
  async change(update: MemoryUpdate, by: Caller): Promise<MemorySection> {
    demandAgent(this.#owner());
    const fields = IMMUTABLE.filter((name) => update[name] !== undefined);
    if (fields.length > 0) {
      throw new DomainError(
        'immutable_field',
        `${fields.join(', ')} cannot be changed while the daemon runs`,
        { fields },
      );
    }
    const patch: SettingsPatch = Object.fromEntries(
      CHANGEABLE.flatMap((name) => {
        const value = update[name];
        return value === undefined ? [] : [[`memory.${name}`, value]];
      }),
    );
    await this.#settings.change(patch, by);
    return this.#current();
  }
}
