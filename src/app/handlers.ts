/**
 * Owns which handler answers which operation: every operation of a contract has one, or this does not compile.
 * What a handler does is in src/handlers.
 */

import type { AgentHandlers } from '../generated/agent/bindings.ts';
import agentDocument from '../generated/agent/openapi.json' with { type: 'json' };
import type { NanoclawHandlers } from '../generated/nanoclaw/bindings.ts';
import nanoclawDocument from '../generated/nanoclaw/openapi.json' with { type: 'json' };
import type { PrxHandlers } from '../generated/prx/bindings.ts';
import prxDocument from '../generated/prx/openapi.json' with { type: 'json' };
import { makeA2aHandlers } from '../handlers/agent/a2a.ts';
import { makeCardHandlers } from '../handlers/agent/card.ts';
import { makeMemoryHandlers } from '../handlers/agent/memory.ts';
import { makeRegistryHandlers } from '../handlers/agent/registry.ts';
import { makeStatusHandlers as makeAgentStatusHandlers } from '../handlers/agent/status.ts';
import type { CallContext } from '../handlers/context.ts';
import { makeContractHandlers, type ReadReference } from '../handlers/contract-document.ts';
import { makeChannelsHandlers } from '../handlers/nanoclaw/channels.ts';
import { makeCredentialProxyHandlers } from '../handlers/nanoclaw/credential-proxy.ts';
import { makeDiscordHandlers } from '../handlers/nanoclaw/discord.ts';
import { makeIpcHandlers } from '../handlers/nanoclaw/ipc.ts';
import { makeMonitoringHandlers } from '../handlers/nanoclaw/monitoring.ts';
import { makeMountsHandlers } from '../handlers/nanoclaw/mounts.ts';
import { makeNamespacesHandlers } from '../handlers/nanoclaw/namespaces.ts';
import { makeQueueHandlers } from '../handlers/nanoclaw/queue.ts';
import { makeRuntimeHandlers } from '../handlers/nanoclaw/runtime.ts';
import { makeSchedulesHandlers } from '../handlers/nanoclaw/schedules.ts';
import { makeSlackHandlers } from '../handlers/nanoclaw/slack.ts';
import { makeTelegramHandlers } from '../handlers/nanoclaw/telegram.ts';
import { makeWhatsappHandlers } from '../handlers/nanoclaw/whatsapp.ts';
import { makeAuditHandlers } from '../handlers/prx/audit.ts';
import { makeBackupsHandlers } from '../handlers/prx/backups.ts';
import { makeChannelsHandlers as makePrxChannelsHandlers } from '../handlers/prx/channels.ts';
import { makeConfigHandlers } from '../handlers/prx/config.ts';
import { makeHooksHandlers } from '../handlers/prx/hooks.ts';
import { makeLogsHandlers } from '../handlers/prx/logs.ts';
import { makeMcpHandlers } from '../handlers/prx/mcp.ts';
import { makeMessagesHandlers } from '../handlers/prx/messages.ts';
import { makeMetricsHandler } from '../handlers/prx/meta.ts';
import { makePluginsHandlers } from '../handlers/prx/plugins.ts';
import { makeSessionsHandlers } from '../handlers/prx/sessions.ts';
import { makeSkillsHandlers } from '../handlers/prx/skills.ts';
import { makeStatusHandlers } from '../handlers/prx/status.ts';
import { makeTokensHandlers } from '../handlers/prx/tokens.ts';
import { type DocsSite, SITE_HEADERS } from '../http/docs-site.ts';
import { toPrometheus } from './container-metrics.ts';
import type { Services } from './services.ts';

export { agentDocument, nanoclawDocument, prxDocument };

/** The handlers of the PRX API. */
export function prxHandlers(services: Services, site: DocsSite): PrxHandlers<CallContext> {
  return {
    ...makeSessionsHandlers(services.sessions),
    ...makeMessagesHandlers(services.turns),
    ...makeStatusHandlers(services.status),
    ...makeTokensHandlers(services.tokens),
    ...makeBackupsHandlers(services.backups),
    ...makeAuditHandlers(services.journal),
    ...makePrxChannelsHandlers(services.channels),
    ...makeHooksHandlers(services.hooks),
    ...makeMcpHandlers(services.mcp),
    ...makePluginsHandlers(services.plugins),
    ...makeSkillsHandlers(services.skills),
    ...makeConfigHandlers(services.settings),
    ...makeLogsHandlers(services.logs),
    ...makeMetricsHandler(() => services.metrics.render()),
    ...makeContractHandlers(prxDocument, referenceOf(site, 'prx')),
  };
}

/** The handlers of the agent API. */
export function agentHandlers(services: Services, site: DocsSite): AgentHandlers<CallContext> {
  return {
    ...makeRegistryHandlers(services.registry),
    ...makeAgentStatusHandlers({
      agentId: services.agentId,
      servers: services.mcp,
      peers: services.peers,
      provider: () => services.providers.states()[0],
    }),
    ...makeCardHandlers(services.card),
    ...makeA2aHandlers(services.a2a, services.tasks),
    ...makeMemoryHandlers(services.threads, services.memorySettings),
    ...makeContractHandlers(agentDocument, referenceOf(site, 'agent')),
  };
}

/** The handlers of the nanoclaw API. */
export function nanoclawHandlers(
  services: Services,
  site: DocsSite,
): NanoclawHandlers<CallContext> {
  const { channelAccess, channelPosts, overview, postbox, senderRules, vendors } = services;
  const { namespaces } = services;
  return {
    ...makeChannelsHandlers(overview, postbox, senderRules, namespaces),
    ...makeCredentialProxyHandlers(services.credentialProxy),
    ...makeTelegramHandlers(channelAccess, vendors.telegram, channelPosts),
    ...makeSlackHandlers(channelAccess, vendors.slack, channelPosts),
    ...makeDiscordHandlers(channelAccess, vendors.discord),
    ...makeWhatsappHandlers(channelAccess, vendors.whatsapp, channelPosts),
    ...makeRuntimeHandlers(services.containersRuntime.runtime, services.containersRuntime.images),
    ...makeMountsHandlers(services.mounts, namespaces),
    ...makeQueueHandlers(services.queue),
    ...makeNamespacesHandlers(namespaces, services.instructions),
    ...makeIpcHandlers(services.ipc),
    ...makeSchedulesHandlers(services.schedules),
    ...makeMonitoringHandlers({ ...services.monitoring, toText: toPrometheus }),
    ...makeContractHandlers(nanoclawDocument, referenceOf(site, 'nanoclaw')),
  };
}

function referenceOf(site: DocsSite, api: string): ReadReference {
  return async (acceptLanguage) => ({
    ...(await site.reference(api, acceptLanguage)),
    headers: SITE_HEADERS,
  });
}
