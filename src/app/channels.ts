/**
 * Owns building channels: the way of a message from a platform to the agent and back. What each part does belongs to domain/channels,
 * the adapters with their settings to channel-vendors.ts.
 */
import type { Config } from '../config/index.ts';
import { readChannelCounts } from '../db/traffic.ts';
import type { Turns } from '../domain/agent/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import {
  ChannelAccess,
  type ChannelEvents,
  Channels,
  Inbox,
  Outbox,
  Overview,
  type Platform,
  Postbox,
  Replies,
  Retention,
  RuleBook,
} from '../domain/channels/index.ts';
import type { Refusals } from '../domain/monitoring/index.ts';
import type { Namespaces } from '../domain/namespaces/index.ts';
import type { Sessions } from '../domain/sessions/index.ts';
import type { Settings } from '../domain/settings/index.ts';
import { buildPosts } from './channel-posts.ts';
import type { ChannelsOutside } from './channel-vendors.ts';
import type { Ground } from './services.ts';

type Tables = Config['channels_config'];

/** The enabled channels by name. */
function configuredOf(tables: Tables): Record<string, unknown> {
  return Object.fromEntries(Object.entries(tables).filter(([, table]) => table?.enabled));
}

/** Builds the registry of channels, and what takes messages in. */
export function buildChannels(
  ground: Ground,
  outside: ChannelsOutside,
  parts: { journal: Journal; sessions: Sessions; refusals: Refusals; namespaces: Namespaces },
) {
  const { journal, sessions, refusals, namespaces } = parts;
  const { live, store, clock, loggerOf } = ground;
  const { current } = live;
  const log = loggerOf('channels');
  const rules = new RuleBook(store, journal);
  /** Told of chats that wait, and of channels that are connected; nobody listens before the agent is built. */
  const listeners: { asked: (jid: string) => void; connected: () => void } = {
    asked: () => undefined,
    connected: () => undefined,
  };
  const inbox = new Inbox({
    store,
    journal,
    clock,
    log,
    namespaces,
    rules,
    onAsked: (jid) => listeners.asked(jid),
    onDenied: ({ jid, sender }) =>
      refusals.note({
        event: 'sender.denied',
        source: `${jid} ${sender}`,
        actor: 'system:channels',
        address: null,
        target: jid,
        message: `The sender allowlist refuses ${sender} in ${jid}`,
        facts: { sender },
      }),
    settings: (name) => {
      const table = current().channels_config[name];
      return {
        allowedUsers: table?.allowed_users ?? [],
        names: namesOf(current()),
        mentionOnly: table !== undefined && 'mention_only' in table && table.mention_only,
        rules: rules.get(),
      };
    },
  });
  const eventsOf = (name: string): ChannelEvents => ({
    received: (message) => inbox.receive(name, message),
    moved: (from, to) => inbox.move(from, to),
    delivered: async (messageId, outcome, reason) => {
      if (outcome !== 'failed') return;
      log.warn(`${name} did not deliver ${messageId}: ${reason ?? 'no reason'}`);
      await channels.undelivered(name, messageId, reason);
    },
  });
  const channels = new Channels({
    configured: () => configuredOf(current().channels_config),
    adapters: outside.adapters,
    eventsOf,
    onConnected: () => listeners.connected(),
    lastMessageAt: async (name) =>
      (await readChannelCounts(store.read, [name])).get(name)?.lastMessageAt ?? null,
    sessions,
    journal,
    clock,
    report: (error) => log.error('an event could not be stored', { error }),
  });
  return { channels, inbox, rules, listeners, namespaces };
}

/** Builds what answers, and what callers do with channels. */
export function buildChats(
  ground: Ground,
  outside: ChannelsOutside,
  built: ReturnType<typeof buildChannels>,
  parts: {
    journal: Journal;
    refusals: Refusals;
    sessions: Sessions;
    settings: Settings;
    turns: Turns;
  },
) {
  const { live, store, clock, loggerOf } = ground;
  const { channels, inbox, rules, listeners, namespaces } = built;
  const { journal, refusals, sessions, settings, turns } = parts;
  const log = loggerOf('channels');
  const platforms: Readonly<Record<string, Platform | undefined>> = outside.platforms;
  const outbox = new Outbox({
    store,
    journal,
    clock,
    log,
    carrier: {
      connection: (name) => channels.connection(name),
      format: (name) => ({
        longest: platforms[name]?.longestText ?? 2000,
        render: platforms[name]?.render ?? ((text) => text),
      }),
      moved: (from, to) => inbox.move(from, to),
    },
  });
  const replies = new Replies({
    store,
    journal,
    sessions,
    turns,
    outbox,
    log,
    isElsewhere: (jid) => namespaces.ofChat(jid) !== null,
    typing: async (jid, channel) => {
      await channels
        .connection(channel)
        ?.typing?.(jid)
        .catch(() => undefined);
    },
  });
  listeners.asked = (jid) => {
    replies.wake(jid);
    outbox.wake(jid);
  };
  listeners.connected = () => {
    outbox
      .wakeAll()
      .catch((error: unknown) => log.error('waiting messages cannot be read', { error }));
  };
  const tables = () => live.current().channels_config;
  return {
    outbox,
    replies,
    retention: new Retention(journal, clock),
    senderRules: rules,
    overview: new Overview({
      store,
      channels,
      platforms: outside.platforms,
      isConfigured: (name) => tables()[name] !== undefined,
    }),
    channelPosts: buildPosts({
      channels,
      verifyToken: () => {
        const table = tables().whatsapp;
        return table?.enabled === true ? table.verify_token : undefined;
      },
      refusals,
    }),
    postbox: new Postbox({ store, journal, channels, outbox }),
    channelAccess: new ChannelAccess({
      channels,
      settings,
      tableOf: (name) => tables()[name],
      keysOf: (name) =>
        Object.keys(tables()[name] ?? {}).filter(
          (key) => live.find(`channels_config.${name}.${key}`)?.pinnedBy === null,
        ),
    }),
    vendors: outside.vendors,
  };
}

/** Names by which a message of a group asks for the agent. */
function namesOf({ agent }: Config): string[] {
  const { assistant_name: name, id } = agent;
  return id === undefined ? [name] : [name, id];
}
