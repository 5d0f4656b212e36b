/**
 * Owns building channels: the adapters with their settings, and the way of a message from a platform to the agent and back.
 * What each part does belongs to domain/channels and to the adapters.
 */
import { discordAdapter } from '../adapters/channels/discord/index.ts';
import { slackAdapter } from '../adapters/channels/slack/index.ts';
import { telegramAdapter } from '../adapters/channels/telegram/index.ts';
import { whatsappAdapter } from '../adapters/channels/whatsapp/index.ts';
import type { Config } from '../config/index.ts';
import { newestOfChats, readChannelCounts } from '../db/chats.ts';
import type { Store } from '../db/open.ts';
import type { Turns } from '../domain/agent/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import {
  ChannelAccess,
  type ChannelAdapter,
  type ChannelAdapters,
  type ChannelEvents,
  type ChannelName,
  Channels,
  Inbox,
  Outbox,
  Overview,
  type Platform,
  Postbox,
  Replies,
  RuleBook,
  type Vendors,
} from '../domain/channels/index.ts';
import type { Sessions } from '../domain/sessions/index.ts';
import type { Settings } from '../domain/settings/index.ts';
import type { Ground } from './services.ts';

/** What reaches the platforms: by whom connections are opened, what is known of each, and who checks credentials. */
export interface ChannelsOutside {
  readonly adapters: ChannelAdapters;
  readonly platforms: Readonly<Record<ChannelName, Platform>>;
  readonly vendors: Vendors;
}

const DEFAULT_GRAPH_VERSION = 'v21.0';

type Tables = Config['channels_config'];
type TableOf<Name extends ChannelName> = NonNullable<Tables[Name]>;

/** The vendors' platforms, as the settings in force say. */
export function vendorChannels(
  current: () => Config,
  store: Store,
  loggerOf: Ground['loggerOf'],
): ChannelsOutside {
  const log = (name: string) => loggerOf(`channel::${name}`);
  const telegram = telegramAdapter({ log: log('telegram') });
  const slack = slackAdapter({ log: log('slack') });
  const discord = discordAdapter({
    log: log('discord'),
    seen: () => newestOfChats(store.read, 'discord'),
  });
  const whatsapp = whatsappAdapter({ log: log('whatsapp') });
  const bases = () => current().platforms;
  const of = {
    telegram: (table: TableOf<'telegram'>) => ({ ...table, api_base: bases().telegram_api_base }),
    slack: (table: TableOf<'slack'>) => ({ ...table, api_base: bases().slack_api_base }),
    discord: (table: TableOf<'discord'>) => ({ ...table, api_base: bases().discord_api_base }),
    whatsapp: (table: TableOf<'whatsapp'>) => ({
      ...table,
      api_base: bases().whatsapp_graph_base,
    }),
  };
  const tables = () => current().channels_config;
  /** A connector is made with the settings in force: the registry makes another one when they change. */
  const open = <Table, Settings>(
    adapter: Pick<ChannelAdapter<Settings>, 'connector'>,
    table: () => Table | undefined,
    toSettings: (table: Table) => Settings,
  ) => {
    return (_: unknown, events: ChannelEvents) => {
      const now = table();
      if (now === undefined) throw new Error('The channel is not configured any more');
      return adapter.connector(toSettings(now), events);
    };
  };
  return {
    adapters: {
      telegram: open(telegram, () => tables().telegram, of.telegram),
      slack: open(slack, () => tables().slack, of.slack),
      discord: open(discord, () => tables().discord, of.discord),
      whatsapp: open(whatsapp, () => tables().whatsapp, of.whatsapp),
    },
    platforms: {
      telegram: { ...factsOf(telegram), mode: () => tables().telegram?.mode ?? 'polling' },
      slack: {
        ...factsOf(slack),
        mode: () => (tables().slack?.mode === 'events' ? 'webhook' : 'socket'),
      },
      discord: { ...factsOf(discord), mode: () => 'gateway' },
      whatsapp: { ...factsOf(whatsapp), mode: () => 'webhook' },
    },
    vendors: {
      telegram: {
        validate: (one, signal) =>
          telegram.validate({ ...one, apiBase: bases().telegram_api_base }, signal),
      },
      slack: {
        validate: (one, signal) =>
          slack.validate({ ...one, apiBase: bases().slack_api_base }, signal),
      },
      discord: {
        validate: (one, signal) =>
          discord.validate({ ...one, apiBase: bases().discord_api_base }, signal),
      },
      whatsapp: {
        validate: (one, signal) =>
          whatsapp.validate(
            {
              accessToken: one.accessToken,
              phoneNumberId: one.phoneNumberId,
              apiBase: bases().whatsapp_graph_base,
              apiVersion: one.apiVersion ?? tables().whatsapp?.api_version ?? DEFAULT_GRAPH_VERSION,
            },
            signal,
          ),
      },
    },
  };
}

function factsOf<
  Adapter extends Pick<Platform, 'displayName' | 'jidPrefix' | 'longestText' | 'render'>,
>(adapter: Adapter) {
  const { displayName, jidPrefix, longestText } = adapter;
  return { displayName, jidPrefix, longestText, render: (text: string) => adapter.render(text) };
}

/** The enabled channels by name. */
function configuredOf(tables: Tables): Record<string, unknown> {
  return Object.fromEntries(Object.entries(tables).filter(([, table]) => table?.enabled));
}

/** Builds the registry of channels, and what takes messages in. */
export function buildChannels(
  ground: Ground,
  outside: ChannelsOutside,
  { journal, sessions }: { journal: Journal; sessions: Sessions },
) {
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
    journal,
    clock,
    log,
    onAsked: (jid) => listeners.asked(jid),
    settings: (name) => ({
      allowedUsers: current().channels_config[name]?.allowed_users ?? [],
      names: namesOf(current()),
      rules: rules.get(),
    }),
  });
  const eventsOf = (name: string): ChannelEvents => ({
    received: (message) => inbox.receive(name, message),
    moved: (from, to) => inbox.move(from, to),
    delivered: async (messageId, outcome, reason) => {
      if (outcome === 'failed')
        log.warn(`${name} did not deliver ${messageId}: ${reason ?? 'no reason'}`);
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
  return { channels, inbox, rules, listeners };
}

/** Builds what answers, and what callers do with channels. */
export function buildChats(
  ground: Ground,
  outside: ChannelsOutside,
  built: ReturnType<typeof buildChannels>,
  parts: { journal: Journal; sessions: Sessions; settings: Settings; turns: Turns },
) {
  const { live, store, clock, loggerOf } = ground;
  const { channels, inbox, rules, listeners } = built;
  const { journal, sessions, settings, turns } = parts;
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
    senderRules: rules,
    overview: new Overview({ store, channels, platforms: outside.platforms }),
    postbox: new Postbox({ store, journal, channels, outbox }),
    channelAccess: new ChannelAccess({
      channels,
      settings,
      clock,
      tableOf: (name) => tables()[name],
      keysOf: (name) => Object.keys(tables()[name] ?? {}),
    }),
    vendors: outside.vendors,
  };
}

/** Names by which a message of a group asks for the agent. */
function namesOf({ agent }: Config): string[] {
  return agent.id === undefined ? ['agent'] : [agent.id, 'agent'];
}
