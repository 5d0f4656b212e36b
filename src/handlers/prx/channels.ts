/**
 * Owns the handlers of the PRX tag `channels` and the mapping of channels to its objects. What a channel is doing is known to domain/channels.
 */
import type { Channel, ChannelHealth, Channels } from '../../domain/channels/index.ts';
import type { ChannelsHandlers, Schemas } from '../../generated/prx/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `channels`. */
export function makeChannelsHandlers(channels: Channels): ChannelsHandlers<CallContext> {
  return {
    async listChannels() {
      return { channels: (await channels.list()).map(toChannel) };
    },

    async restartChannel({ path: { name } }) {
      channels.restart(name);
      return { name, status: 'reconnecting' };
    },

    async getChannelHealth({ path: { name } }) {
      return toHealth(await channels.check(name));
    },
  };
}

function toChannel(channel: Channel): Schemas['Channel'] {
  const { name, status, connectedAt, activeSessions, error } = channel;
  return {
    name,
    status,
    ...(connectedAt === null ? {} : { connected_at: toTimestamp(connectedAt) }),
    ...(activeSessions === null ? {} : { active_sessions: activeSessions }),
    ...(error === null ? {} : { error }),
  };
}

function toHealth(health: ChannelHealth): Schemas['ChannelHealth'] {
  const { name, healthy, latencyMs, lastMessageAt, error } = health;
  return {
    name,
    healthy,
    latency_ms: latencyMs,
    last_message_at: lastMessageAt === null ? null : toTimestamp(lastMessageAt),
    ...(error === null ? {} : { error }),
  };
}
