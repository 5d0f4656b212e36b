/**
 * Owns telling of the four channels as the container API does: all of them, configured or not. Their connections belong to channels.ts.
 */
import type { Store } from '../../db/open.ts';
import { readChannelCounts } from '../../db/traffic.ts';
import { DomainError } from '../shared/index.ts';
import type { Channels } from './channels.ts';
import { CHANNEL_NAMES, type ChannelName } from './jid.ts';
import type { Account, ChannelMode } from './platform.ts';
import type { Platform } from './vendors.ts';

/** One of the four channels; times are milliseconds since the epoch. */
export interface ChannelOverview {
  readonly name: ChannelName;
  readonly displayName: string;
  readonly isConfigured: boolean;
  readonly status: 'disconnected' | 'connecting' | 'connected' | 'error';
  readonly account: Account | null;
  readonly mode: ChannelMode;
  readonly connectedAt: number | null;
  readonly lastError: string | null;
  readonly lastMessageAt: number | null;
  readonly received: number;
  readonly sent: number;
  readonly jidPrefix: string;
}

/** Tells of channels. */
export class Overview {
  readonly #store: Store;
  readonly #channels: Channels;
  readonly #platforms: Readonly<Record<ChannelName, Platform>>;
  readonly #isConfigured: (name: ChannelName) => boolean;

  /** @param options.isConfigured Whether credentials are known, also those of a channel that is disconnected. */
  constructor(options: {
    store: Store;
    channels: Channels;
    platforms: Readonly<Record<ChannelName, Platform>>;
    isConfigured: (name: ChannelName) => boolean;
  }) {
    this.#isConfigured = options.isConfigured;
    this.#store = options.store;
    this.#channels = options.channels;
    this.#platforms = options.platforms;
  }

  /** All four, in a fixed order. */
  async list(): Promise<ChannelOverview[]> {
    const counts = await readChannelCounts(this.#store.read, CHANNEL_NAMES);
    return CHANNEL_NAMES.map((name) => {
      const { displayName, jidPrefix, mode } = this.#platforms[name];
      const known = this.#channels.find(name);
      const count = counts.get(name);
      return {
        name,
        displayName,
        jidPrefix,
        isConfigured: this.#isConfigured(name),
        status: statusOf(known),
        account: known?.latest?.account ?? null,
        mode: mode(),
        connectedAt: known?.connectedAt ?? null,
        lastError: known?.error ?? null,
        lastMessageAt: count?.lastMessageAt ?? null,
        received: count?.received ?? 0,
        sent: count?.sent ?? 0,
      };
    });
  }

  /** @throws DomainError channel_not_found */
  async get(name: string): Promise<ChannelOverview> {
    const found = (await this.list()).find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new DomainError('channel_not_found', `There is no channel ${name}`);
  }
}

function statusOf(known: ReturnType<Channels['find']>): ChannelOverview['status'] {
  if (known === undefined) return 'disconnected';
  if (known.status === 'connected') return 'connected';
  if (known.status === 'reconnecting' && known.error === null) return 'connecting';
  return known.error === null ? 'disconnected' : 'error';
}
