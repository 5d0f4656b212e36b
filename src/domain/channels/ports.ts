/**
 * Owns the ports of messaging channels. The vendors' protocols are spoken in src/adapters/channels.
 */
import type { Connection, Connector } from '../connections/index.ts';

/** Connects to one channel of a vendor. */
export type ChannelAdapter = Connector<ChannelConnection>;

/** A channel over which messages can come and go. */
export interface ChannelConnection extends Connection {
  /** Asks the vendor whether the connection works. @throws Error with the vendor's reason */
  check(signal: AbortSignal): Promise<void>;
  /** When the last message came in or went out, in milliseconds since the epoch; null while there was none. */
  readonly lastMessageAt: number | null;
}

/** Makes the adapter of a channel from its settings, by the channel's name in the configuration. */
export type ChannelAdapters = Readonly<
  Record<string, ((settings: unknown) => ChannelAdapter) | undefined>
>;
