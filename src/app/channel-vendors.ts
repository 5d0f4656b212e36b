/**
 * Owns the adapters of the vendors' platforms with the settings in force. Each is loaded when it is first used: the SDKs of all four
 * together would take as long to start as everything else. What they do is in src/adapters/channels.
 */

import { renderMarkdown } from '../adapters/channels/discord/render.ts';
import { renderMrkdwn } from '../adapters/channels/slack/render.ts';
import { renderHtml } from '../adapters/channels/telegram/render.ts';
import { render as renderWhatsapp } from '../adapters/channels/whatsapp/render.ts';
import type { Config } from '../config/index.ts';
import { newestOfChats } from '../db/chat-messages.ts';
import type { Store } from '../db/open.ts';
import type {
  ChannelAdapter,
  ChannelAdapters,
  ChannelConnection,
  ChannelEvents,
  ChannelName,
  Platform,
  Vendors,
} from '../domain/channels/index.ts';
import type { Connector } from '../domain/connections/index.ts';
import type { LoggerOf } from '../lib/log.ts';

/** What reaches the platforms: by whom connections are opened, what is known of each, and who checks credentials. */
export interface ChannelsOutside {
  readonly adapters: ChannelAdapters;
  readonly platforms: Readonly<Record<ChannelName, Platform>>;
  readonly vendors: Vendors;
}

const DEFAULT_GRAPH_VERSION = 'v21.0';

/** The vendors' platforms, as the settings in force say. */
export function vendorChannels(
  current: () => Config,
  store: Store,
  loggerOf: LoggerOf,
): ChannelsOutside {
  const log = (name: ChannelName) => loggerOf(`channel::${name}`);
  const telegram = once(async () => {
    const { telegramAdapter } = await import('../adapters/channels/telegram/index.ts');
    return telegramAdapter({ log: log('telegram') });
  });
  const slack = once(async () => {
    const { slackAdapter } = await import('../adapters/channels/slack/index.ts');
    const seen = () => newestOfChats(store.read, 'slack');
    return slackAdapter({ log: log('slack'), seen });
  });
  const discord = once(async () => {
    const { discordAdapter } = await import('../adapters/channels/discord/index.ts');
    const seen = () => newestOfChats(store.read, 'discord');
    return discordAdapter({ log: log('discord'), seen });
  });
  const whatsapp = once(async () => {
    const { whatsappAdapter } = await import('../adapters/channels/whatsapp/index.ts');
    return whatsappAdapter({ log: log('whatsapp') });
  });
  const bases = () => current().platforms;
  const tables = () => current().channels_config;
  return {
    adapters: {
      telegram: opener(telegram, () => {
        const table = tables().telegram;
        return table && { ...table, api_base: bases().telegram_api_base };
      }),
      slack: opener(slack, () => {
        const table = tables().slack;
        return table && { ...table, api_base: bases().slack_api_base };
      }),
      discord: opener(discord, () => {
        const table = tables().discord;
        return table && { ...table, api_base: bases().discord_api_base };
      }),
      whatsapp: opener(whatsapp, () => {
        const table = tables().whatsapp;
        return table && { ...table, api_base: bases().whatsapp_graph_base };
      }),
    },
    platforms: {
      telegram: {
        displayName: 'Telegram',
        jidPrefix: 'tg:',
        longestText: 4096,
        render: renderHtml,
        mode: () => tables().telegram?.mode ?? 'polling',
      },
      slack: {
        displayName: 'Slack',
        jidPrefix: 'slack:',
        longestText: 4000,
        render: renderMrkdwn,
        mode: () => (tables().slack?.mode === 'events' ? 'webhook' : 'socket'),
      },
      discord: {
        displayName: 'Discord',
        jidPrefix: 'dc:',
        longestText: 2000,
        render: renderMarkdown,
        mode: () => 'gateway',
      },
      whatsapp: {
        displayName: 'WhatsApp',
        jidPrefix: 'wa:',
        longestText: 4096,
        render: renderWhatsapp,
        mode: () => 'webhook',
      },
    },
    vendors: {
      telegram: {
        validate: async (one, signal) =>
          (await telegram()).validate({ ...one, apiBase: bases().telegram_api_base }, signal),
      },
      slack: {
        validate: async (one, signal) =>
          (await slack()).validate({ ...one, apiBase: bases().slack_api_base }, signal),
      },
      discord: {
        validate: async (one, signal) =>
          (await discord()).validate({ ...one, apiBase: bases().discord_api_base }, signal),
      },
      whatsapp: {
        validate: async (one, signal) => {
          const apiVersion =
            one.apiVersion ?? tables().whatsapp?.api_version ?? DEFAULT_GRAPH_VERSION;
          const apiBase = bases().whatsapp_graph_base;
          return (await whatsapp()).validate({ ...one, apiBase, apiVersion }, signal);
        },
      },
    },
  };
}

/** Makes openers of a channel: with the settings in force, as the registry makes another one when they change. */
function opener<Settings>(
  load: () => Promise<Pick<ChannelAdapter<Settings>, 'connector'>>,
  settings: () => Settings | undefined,
): (table: unknown, events: ChannelEvents) => Connector<ChannelConnection> {
  return (_, events) => {
    const now = settings();
    /** Kept over connections: it remembers where the platform was left. */
    const connector = once(async () => {
      if (now === undefined) throw new Error('The channel is not configured any more');
      return (await load()).connector(now, events);
    });
    return { connect: async (signal) => await (await connector()).connect(signal) };
  };
}

/** Makes something at the first use. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
