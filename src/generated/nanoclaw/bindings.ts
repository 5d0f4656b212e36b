// Generated from openapi/nanoclaw. Do not edit: change the YAML and run `npm run generate`.

import type { ContractRequest, Operation, RawRequest } from '../contract.ts';
import type { components, operations } from './types.ts';

/** The objects of the nanoclaw contract, by name. */
export type Schemas = components['schemas'];

/** The operations tagged `runtime`. */
export interface RuntimeHandlers<C> {
  /**
   * GET /api/v1/container/runtime (openapi/nanoclaw/paths/runtime.yaml)
   *
   * Get the container runtime. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getRuntime(request: ContractRequest<operations["getRuntime"], "refresh", never>, c: C): Promise<operations["getRuntime"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/container/image/build (openapi/nanoclaw/paths/runtime.yaml)
   *
   * Build the agent image. Answers 200, 202, 400, 401, 403, 409, 413, 415, 429, 500, 502, 503, 504.
   */
  buildImage(request: ContractRequest<operations["buildImage"], "async", never>, c: C): Promise<{ status: 200; body: operations["buildImage"]['responses'][200]['content']["application/json"] } | { status: 202; body: operations["buildImage"]['responses'][202]['content']["application/json"] }>;
  /**
   * GET /api/v1/container/image/status (openapi/nanoclaw/paths/runtime.yaml)
   *
   * Get the status of an image. Answers 200, 400, 401, 403, 429, 500, 502, 503, 504.
   */
  getImageStatus(request: ContractRequest<operations["getImageStatus"], never, never>, c: C): Promise<operations["getImageStatus"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `mounts`. */
export interface MountsHandlers<C> {
  /**
   * POST /api/v1/container/mount/validate (openapi/nanoclaw/paths/mounts.yaml)
   *
   * Check a mount. Answers 200, 400, 401, 403, 404, 413, 415, 429, 500, 503.
   */
  validateMount(request: ContractRequest<operations["validateMount"], never, never>, c: C): Promise<operations["validateMount"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/container/mount/allowlist (openapi/nanoclaw/paths/mounts.yaml)
   *
   * Get the mount allowlist. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getMountAllowlist(request: ContractRequest<operations["getMountAllowlist"], never, never>, c: C): Promise<operations["getMountAllowlist"]['responses'][200]['content']["application/json"]>;
  /**
   * PUT /api/v1/container/mount/allowlist (openapi/nanoclaw/paths/mounts.yaml)
   *
   * Replace the mount allowlist. Answers 200, 400, 401, 403, 413, 415, 429, 500, 503.
   */
  setMountAllowlist(request: ContractRequest<operations["setMountAllowlist"], never, never>, c: C): Promise<operations["setMountAllowlist"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `credential-proxy`. */
export interface CredentialProxyHandlers<C> {
  /**
   * GET /api/v1/container/credential-proxy/status (openapi/nanoclaw/paths/credential-proxy.yaml)
   *
   * Get the status of the credential proxy. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getProxyStatus(request: ContractRequest<operations["getProxyStatus"], never, never>, c: C): Promise<operations["getProxyStatus"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/container/credential-proxy/start (openapi/nanoclaw/paths/credential-proxy.yaml)
   *
   * Start the credential proxy. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  startProxy(request: ContractRequest<operations["startProxy"], never, never>, c: C): Promise<operations["startProxy"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/container/credential-proxy/stop (openapi/nanoclaw/paths/credential-proxy.yaml)
   *
   * Stop the credential proxy. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  stopProxy(request: ContractRequest<operations["stopProxy"], never, never>, c: C): Promise<operations["stopProxy"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/container/credential-proxy/mappings (openapi/nanoclaw/paths/credential-proxy.yaml)
   *
   * Add a credential mapping. Answers 201, 400, 401, 403, 409, 413, 415, 429, 500, 503.
   */
  createProxyMapping(request: ContractRequest<operations["createProxyMapping"], never, never>, c: C): Promise<operations["createProxyMapping"]['responses'][201]['content']["application/json"]>;
  /**
   * DELETE /api/v1/container/credential-proxy/mappings/{id} (openapi/nanoclaw/paths/credential-proxy.yaml)
   *
   * Remove a credential mapping. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  deleteProxyMapping(request: ContractRequest<operations["deleteProxyMapping"], never, never>, c: C): Promise<operations["deleteProxyMapping"]['responses'][200]['content']["application/json"]>;
  /**
   * PUT /api/v1/container/credential-proxy/port (openapi/nanoclaw/paths/credential-proxy.yaml)
   *
   * Set the port of the credential proxy. Answers 200, 400, 401, 403, 409, 413, 415, 429, 500, 503.
   */
  setProxyPort(request: ContractRequest<operations["setProxyPort"], never, never>, c: C): Promise<operations["setProxyPort"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `ipc`. */
export interface IpcHandlers<C> {
  /**
   * POST /api/v1/container/ipc/directories (openapi/nanoclaw/paths/ipc.yaml)
   *
   * Create the IPC directories. Answers 200, 201, 400, 401, 403, 404, 413, 415, 429, 500, 503.
   */
  createIpcDirectories(request: ContractRequest<operations["createIpcDirectories"], never, never>, c: C): Promise<{ status: 200; body: operations["createIpcDirectories"]['responses'][200]['content']["application/json"] } | { status: 201; body: operations["createIpcDirectories"]['responses'][201]['content']["application/json"] }>;
  /**
   * POST /api/v1/container/ipc/follow-up (openapi/nanoclaw/paths/ipc.yaml)
   *
   * Send a follow-up message. Answers 202, 400, 401, 403, 404, 409, 413, 415, 429, 500, 503.
   */
  sendFollowUp(request: ContractRequest<operations["sendFollowUp"], never, never>, c: C): Promise<operations["sendFollowUp"]['responses'][202]['content']["application/json"]>;
  /**
   * POST /api/v1/container/ipc/close (openapi/nanoclaw/paths/ipc.yaml)
   *
   * Close a container. Answers 202, 400, 401, 403, 404, 409, 413, 415, 429, 500, 503.
   */
  sendClose(request: ContractRequest<operations["sendClose"], never, never>, c: C): Promise<operations["sendClose"]['responses'][202]['content']["application/json"]>;
}

/** The operations tagged `queue`. */
export interface QueueHandlers<C> {
  /**
   * GET /api/v1/container/queue/groups (openapi/nanoclaw/paths/queue.yaml)
   *
   * List the groups of the queue. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listQueueGroups(request: ContractRequest<operations["listQueueGroups"], never, never>, c: C): Promise<operations["listQueueGroups"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/container/queue/counts (openapi/nanoclaw/paths/queue.yaml)
   *
   * Count what runs and what waits. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getQueueCounts(request: ContractRequest<operations["getQueueCounts"], never, never>, c: C): Promise<operations["getQueueCounts"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/container/queue/groups/{group} (openapi/nanoclaw/paths/queue.yaml)
   *
   * Get the state of a group. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  getQueueGroup(request: ContractRequest<operations["getQueueGroup"], never, never>, c: C): Promise<operations["getQueueGroup"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/container/queue/max-concurrent (openapi/nanoclaw/paths/queue.yaml)
   *
   * Get how many containers may run. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getMaxConcurrent(request: ContractRequest<operations["getMaxConcurrent"], never, never>, c: C): Promise<operations["getMaxConcurrent"]['responses'][200]['content']["application/json"]>;
  /**
   * PUT /api/v1/container/queue/max-concurrent (openapi/nanoclaw/paths/queue.yaml)
   *
   * Set how many containers may run. Answers 200, 400, 401, 403, 409, 413, 415, 429, 500, 503.
   */
  setMaxConcurrent(request: ContractRequest<operations["setMaxConcurrent"], never, never>, c: C): Promise<operations["setMaxConcurrent"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `namespaces`. */
export interface NamespacesHandlers<C> {
  /**
   * GET /api/v1/container/namespaces (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * List namespaces. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listNamespaces(request: ContractRequest<operations["listNamespaces"], never, never>, c: C): Promise<operations["listNamespaces"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/container/namespaces (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * Create a namespace. Answers 201, 400, 401, 403, 409, 413, 415, 429, 500, 503.
   */
  createNamespace(request: ContractRequest<operations["createNamespace"], never, never>, c: C): Promise<operations["createNamespace"]['responses'][201]['content']["application/json"]>;
  /**
   * GET /api/v1/container/namespaces/{name} (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * Get a namespace. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  getNamespace(request: ContractRequest<operations["getNamespace"], never, never>, c: C): Promise<operations["getNamespace"]['responses'][200]['content']["application/json"]>;
  /**
   * PUT /api/v1/container/namespaces/{name} (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * Change a namespace. Answers 200, 400, 401, 403, 404, 409, 413, 415, 429, 500, 503.
   */
  setNamespace(request: ContractRequest<operations["setNamespace"], never, never>, c: C): Promise<operations["setNamespace"]['responses'][200]['content']["application/json"]>;
  /**
   * DELETE /api/v1/container/namespaces/{name} (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * Delete a namespace. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  deleteNamespace(request: ContractRequest<operations["deleteNamespace"], "force" | "purge", never>, c: C): Promise<operations["deleteNamespace"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/container/namespaces/{name}/instructions (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * Get the instructions of a namespace. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  getNamespaceInstructions(request: ContractRequest<operations["getNamespaceInstructions"], never, never>, c: C): Promise<operations["getNamespaceInstructions"]['responses'][200]['content']["application/json"]>;
  /**
   * PUT /api/v1/container/namespaces/{name}/instructions (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * Set the instructions of a namespace. Answers 200, 400, 401, 403, 404, 413, 415, 429, 500, 503.
   */
  setNamespaceInstructions(request: ContractRequest<operations["setNamespaceInstructions"], never, never>, c: C): Promise<operations["setNamespaceInstructions"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/container/namespaces/global/instructions (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * Get the global instructions. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getGlobalInstructions(request: ContractRequest<operations["getGlobalInstructions"], never, never>, c: C): Promise<operations["getGlobalInstructions"]['responses'][200]['content']["application/json"]>;
  /**
   * PUT /api/v1/container/namespaces/global/instructions (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * Set the global instructions. Answers 200, 400, 401, 403, 413, 415, 429, 500, 503.
   */
  setGlobalInstructions(request: ContractRequest<operations["setGlobalInstructions"], never, never>, c: C): Promise<operations["setGlobalInstructions"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/container/namespaces/merge-instructions (openapi/nanoclaw/paths/namespaces.yaml)
   *
   * Preview merged instructions. Answers 200, 400, 401, 403, 404, 413, 415, 429, 500, 503.
   */
  mergeInstructions(request: ContractRequest<operations["mergeInstructions"], never, never>, c: C): Promise<operations["mergeInstructions"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `schedules`. */
export interface SchedulesHandlers<C> {
  /**
   * GET /api/v1/container/schedules (openapi/nanoclaw/paths/schedules.yaml)
   *
   * List schedules. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listSchedules(request: ContractRequest<operations["listSchedules"], never, never>, c: C): Promise<operations["listSchedules"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/container/schedules (openapi/nanoclaw/paths/schedules.yaml)
   *
   * Create a schedule. Answers 201, 400, 401, 403, 404, 413, 415, 429, 500, 503.
   */
  createSchedule(request: ContractRequest<operations["createSchedule"], never, never>, c: C): Promise<operations["createSchedule"]['responses'][201]['content']["application/json"]>;
  /**
   * GET /api/v1/container/schedules/{id} (openapi/nanoclaw/paths/schedules.yaml)
   *
   * Get a schedule. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  getSchedule(request: ContractRequest<operations["getSchedule"], never, never>, c: C): Promise<operations["getSchedule"]['responses'][200]['content']["application/json"]>;
  /**
   * PUT /api/v1/container/schedules/{id} (openapi/nanoclaw/paths/schedules.yaml)
   *
   * Change a schedule. Answers 200, 400, 401, 403, 404, 413, 415, 429, 500, 503.
   */
  setSchedule(request: ContractRequest<operations["setSchedule"], never, never>, c: C): Promise<operations["setSchedule"]['responses'][200]['content']["application/json"]>;
  /**
   * DELETE /api/v1/container/schedules/{id} (openapi/nanoclaw/paths/schedules.yaml)
   *
   * Delete a schedule. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  deleteSchedule(request: ContractRequest<operations["deleteSchedule"], never, never>, c: C): Promise<operations["deleteSchedule"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/container/schedules/{id}/logs (openapi/nanoclaw/paths/schedules.yaml)
   *
   * List the runs of a schedule. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  listScheduleLogs(request: ContractRequest<operations["listScheduleLogs"], "limit" | "offset", never>, c: C): Promise<operations["listScheduleLogs"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `monitoring`. */
export interface MonitoringHandlers<C> {
  /**
   * GET /api/v1/container/audit-log (openapi/nanoclaw/paths/monitoring.yaml)
   *
   * Read the audit log. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getAuditLog(request: ContractRequest<operations["getAuditLog"], "limit" | "offset", never>, c: C): Promise<operations["getAuditLog"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/container/run-history (openapi/nanoclaw/paths/monitoring.yaml)
   *
   * List runs. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getRunHistory(request: ContractRequest<operations["getRunHistory"], "limit" | "offset", never>, c: C): Promise<operations["getRunHistory"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/container/metrics (openapi/nanoclaw/paths/monitoring.yaml)
   *
   * Get current metrics. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getMetrics(request: ContractRequest<operations["getMetrics"], never, "application/json" | "text/plain">, c: C): Promise<operations["getMetrics"]['responses'][200]['content']["application/json"] | operations["getMetrics"]['responses'][200]['content']["text/plain"]>;
  /**
   * GET /api/v1/container/analytics (openapi/nanoclaw/paths/monitoring.yaml)
   *
   * Get analytics. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getAnalytics(request: ContractRequest<operations["getAnalytics"], "period", never>, c: C): Promise<operations["getAnalytics"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `channels`. */
export interface ChannelsHandlers<C> {
  /**
   * GET /api/v1/channels (openapi/nanoclaw/paths/channels.yaml)
   *
   * List channels. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listChannels(request: ContractRequest<operations["listChannels"], never, never>, c: C): Promise<operations["listChannels"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/channels/{name} (openapi/nanoclaw/paths/channels.yaml)
   *
   * Get a channel. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  getChannel(request: ContractRequest<operations["getChannel"], never, never>, c: C): Promise<operations["getChannel"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/messages (openapi/nanoclaw/paths/channels.yaml)
   *
   * Send a message to a chat. Answers 200, 400, 401, 403, 404, 409, 413, 415, 429, 500, 502, 503, 504.
   */
  sendChannelMessage(request: ContractRequest<operations["sendChannelMessage"], never, never>, c: C): Promise<operations["sendChannelMessage"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/channels/chats (openapi/nanoclaw/paths/channels.yaml)
   *
   * List chats. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listChats(request: ContractRequest<operations["listChats"], "limit" | "offset", never>, c: C): Promise<operations["listChats"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/channels/chats/{jid}/messages (openapi/nanoclaw/paths/channels.yaml)
   *
   * List messages of a chat. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  listChatMessages(request: ContractRequest<operations["listChatMessages"], "limit" | "includeBot", never>, c: C): Promise<operations["listChatMessages"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/channels/sender-allowlist (openapi/nanoclaw/paths/channels.yaml)
   *
   * Get the sender allowlist. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getSenderAllowlist(request: ContractRequest<operations["getSenderAllowlist"], never, never>, c: C): Promise<operations["getSenderAllowlist"]['responses'][200]['content']["application/json"]>;
  /**
   * PUT /api/v1/channels/sender-allowlist (openapi/nanoclaw/paths/channels.yaml)
   *
   * Set the sender allowlist. Answers 200, 400, 401, 403, 413, 415, 429, 500, 503.
   */
  setSenderAllowlist(request: ContractRequest<operations["setSenderAllowlist"], never, never>, c: C): Promise<operations["setSenderAllowlist"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `telegram`. */
export interface TelegramHandlers<C> {
  /**
   * POST /api/v1/channels/telegram/connect (openapi/nanoclaw/paths/telegram.yaml)
   *
   * Connect Telegram. Answers 200, 400, 401, 403, 409, 413, 415, 422, 429, 500, 502, 503, 504.
   */
  connectTelegram(request: ContractRequest<operations["connectTelegram"], never, never>, c: C): Promise<operations["connectTelegram"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/telegram/disconnect (openapi/nanoclaw/paths/telegram.yaml)
   *
   * Disconnect Telegram. Answers 200, 400, 401, 403, 409, 413, 415, 429, 500, 503.
   */
  disconnectTelegram(request: ContractRequest<operations["disconnectTelegram"], never, never>, c: C): Promise<operations["disconnectTelegram"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/telegram/validate (openapi/nanoclaw/paths/telegram.yaml)
   *
   * Check Telegram credentials. Answers 200, 400, 401, 403, 413, 415, 429, 500, 502, 503, 504.
   */
  validateTelegram(request: ContractRequest<operations["validateTelegram"], never, never>, c: C): Promise<operations["validateTelegram"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/telegram/webhook (openapi/nanoclaw/paths/telegram.yaml)
   *
   * Receive an update. Answers 200, 400, 403, 404, 413, 415, 500, 503.
   */
  receiveTelegramWebhook(request: RawRequest<operations["receiveTelegramWebhook"], never, never>, c: C): Promise<operations["receiveTelegramWebhook"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `slack`. */
export interface SlackHandlers<C> {
  /**
   * POST /api/v1/channels/slack/connect (openapi/nanoclaw/paths/slack.yaml)
   *
   * Connect Slack. Answers 200, 400, 401, 403, 409, 413, 415, 422, 429, 500, 502, 503, 504.
   */
  connectSlack(request: ContractRequest<operations["connectSlack"], never, never>, c: C): Promise<operations["connectSlack"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/slack/disconnect (openapi/nanoclaw/paths/slack.yaml)
   *
   * Disconnect Slack. Answers 200, 400, 401, 403, 409, 413, 415, 429, 500, 503.
   */
  disconnectSlack(request: ContractRequest<operations["disconnectSlack"], never, never>, c: C): Promise<operations["disconnectSlack"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/slack/validate (openapi/nanoclaw/paths/slack.yaml)
   *
   * Check Slack credentials. Answers 200, 400, 401, 403, 413, 415, 429, 500, 502, 503, 504.
   */
  validateSlack(request: ContractRequest<operations["validateSlack"], never, never>, c: C): Promise<operations["validateSlack"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/slack/events (openapi/nanoclaw/paths/slack.yaml)
   *
   * Receive an event. Answers 200, 400, 403, 404, 413, 415, 500, 503.
   */
  receiveSlackEvents(request: RawRequest<operations["receiveSlackEvents"], never, never>, c: C): Promise<operations["receiveSlackEvents"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `discord`. */
export interface DiscordHandlers<C> {
  /**
   * POST /api/v1/channels/discord/connect (openapi/nanoclaw/paths/discord.yaml)
   *
   * Connect Discord. Answers 200, 400, 401, 403, 409, 413, 415, 422, 429, 500, 502, 503, 504.
   */
  connectDiscord(request: ContractRequest<operations["connectDiscord"], never, never>, c: C): Promise<operations["connectDiscord"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/discord/disconnect (openapi/nanoclaw/paths/discord.yaml)
   *
   * Disconnect Discord. Answers 200, 400, 401, 403, 409, 413, 415, 429, 500, 503.
   */
  disconnectDiscord(request: ContractRequest<operations["disconnectDiscord"], never, never>, c: C): Promise<operations["disconnectDiscord"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/discord/validate (openapi/nanoclaw/paths/discord.yaml)
   *
   * Check Discord credentials. Answers 200, 400, 401, 403, 413, 415, 429, 500, 502, 503, 504.
   */
  validateDiscord(request: ContractRequest<operations["validateDiscord"], never, never>, c: C): Promise<operations["validateDiscord"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `whatsapp`. */
export interface WhatsappHandlers<C> {
  /**
   * POST /api/v1/channels/whatsapp/connect (openapi/nanoclaw/paths/whatsapp.yaml)
   *
   * Connect WhatsApp. Answers 200, 400, 401, 403, 409, 413, 415, 422, 429, 500, 502, 503, 504.
   */
  connectWhatsapp(request: ContractRequest<operations["connectWhatsapp"], never, never>, c: C): Promise<operations["connectWhatsapp"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/whatsapp/disconnect (openapi/nanoclaw/paths/whatsapp.yaml)
   *
   * Disconnect WhatsApp. Answers 200, 400, 401, 403, 409, 413, 415, 429, 500, 503.
   */
  disconnectWhatsapp(request: ContractRequest<operations["disconnectWhatsapp"], never, never>, c: C): Promise<operations["disconnectWhatsapp"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/whatsapp/validate (openapi/nanoclaw/paths/whatsapp.yaml)
   *
   * Check WhatsApp credentials. Answers 200, 400, 401, 403, 413, 415, 429, 500, 502, 503, 504.
   */
  validateWhatsapp(request: ContractRequest<operations["validateWhatsapp"], never, never>, c: C): Promise<operations["validateWhatsapp"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/channels/whatsapp/webhook (openapi/nanoclaw/paths/whatsapp.yaml)
   *
   * Verify the webhook. Answers 200, 400, 403, 500, 503.
   */
  verifyWhatsappWebhook(request: ContractRequest<operations["verifyWhatsappWebhook"], never, never>, c: C): Promise<operations["verifyWhatsappWebhook"]['responses'][200]['content']["text/plain"]>;
  /**
   * POST /api/v1/channels/whatsapp/webhook (openapi/nanoclaw/paths/whatsapp.yaml)
   *
   * Receive events. Answers 200, 400, 403, 404, 413, 415, 500, 503.
   */
  receiveWhatsappWebhook(request: RawRequest<operations["receiveWhatsappWebhook"], never, never>, c: C): Promise<operations["receiveWhatsappWebhook"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `meta`. */
export interface MetaHandlers<C> {
  /**
   * GET /openapi.json (openapi/nanoclaw/paths/meta.yaml)
   *
   * Get the contract. Answers 200, 400, 500, 503.
   */
  getOpenapi(request: ContractRequest<operations["getOpenapi"], never, never>, c: C): Promise<operations["getOpenapi"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /openapi.yaml (openapi/nanoclaw/paths/meta.yaml)
   *
   * Get the contract as YAML. Answers 200, 400, 500, 503.
   */
  getOpenapiYaml(request: ContractRequest<operations["getOpenapiYaml"], never, never>, c: C): Promise<operations["getOpenapiYaml"]['responses'][200]['content']["application/yaml"]>;
  /**
   * GET /docs (openapi/nanoclaw/paths/meta.yaml)
   *
   * Read the documentation. Answers 200, 400, 500, 503.
   */
  getDocs(request: ContractRequest<operations["getDocs"], never, never>, c: C): Promise<operations["getDocs"]['responses'][200]['content']["text/html"]>;
}

/** Every operation of the nanoclaw contract, by operationId; C is the context handed to each. */
export type NanoclawHandlers<C> = RuntimeHandlers<C> &
  MountsHandlers<C> &
  CredentialProxyHandlers<C> &
  IpcHandlers<C> &
  QueueHandlers<C> &
  NamespacesHandlers<C> &
  SchedulesHandlers<C> &
  MonitoringHandlers<C> &
  ChannelsHandlers<C> &
  TelegramHandlers<C> &
  SlackHandlers<C> &
  DiscordHandlers<C> &
  WhatsappHandlers<C> &
  MetaHandlers<C>;

/** What the edge knows of each operation, in contract order. */
export const nanoclawOperations: readonly Operation[] = [
  {
    "id": "getRuntime",
    "method": "get",
    "path": "/api/v1/container/runtime",
    "tag": "runtime",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "runtime:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "buildImage",
    "method": "post",
    "path": "/api/v1/container/image/build",
    "tag": "runtime",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      },
      {
        "status": 202,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      202,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "runtime:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "runtime.image_built",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": false,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "getImageStatus",
    "method": "get",
    "path": "/api/v1/container/image/status",
    "tag": "runtime",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "runtime:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "validateMount",
    "method": "post",
    "path": "/api/v1/container/mount/validate",
    "tag": "mounts",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "mounts:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "mount.validated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "getMountAllowlist",
    "method": "get",
    "path": "/api/v1/container/mount/allowlist",
    "tag": "mounts",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "mounts:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "setMountAllowlist",
    "method": "put",
    "path": "/api/v1/container/mount/allowlist",
    "tag": "mounts",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "mounts:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "mount.allowlist_updated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "getProxyStatus",
    "method": "get",
    "path": "/api/v1/container/credential-proxy/status",
    "tag": "credential-proxy",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "credential-proxy:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "startProxy",
    "method": "post",
    "path": "/api/v1/container/credential-proxy/start",
    "tag": "credential-proxy",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "credential-proxy:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "proxy.started",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "stopProxy",
    "method": "post",
    "path": "/api/v1/container/credential-proxy/stop",
    "tag": "credential-proxy",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "credential-proxy:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "proxy.stopped",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "createProxyMapping",
    "method": "post",
    "path": "/api/v1/container/credential-proxy/mappings",
    "tag": "credential-proxy",
    "answers": [
      {
        "status": 201,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      201,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "credential-proxy:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "proxy.mapping_added",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "deleteProxyMapping",
    "method": "delete",
    "path": "/api/v1/container/credential-proxy/mappings/{id}",
    "tag": "credential-proxy",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "credential-proxy:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "proxy.mapping_removed",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "setProxyPort",
    "method": "put",
    "path": "/api/v1/container/credential-proxy/port",
    "tag": "credential-proxy",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "credential-proxy:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "proxy.port_changed",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "createIpcDirectories",
    "method": "post",
    "path": "/api/v1/container/ipc/directories",
    "tag": "ipc",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      },
      {
        "status": 201,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      201,
      400,
      401,
      403,
      404,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "ipc:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "ipc.directories_created",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "sendFollowUp",
    "method": "post",
    "path": "/api/v1/container/ipc/follow-up",
    "tag": "ipc",
    "answers": [
      {
        "status": 202,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      202,
      400,
      401,
      403,
      404,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "ipc:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "ipc.follow_up",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "sendClose",
    "method": "post",
    "path": "/api/v1/container/ipc/close",
    "tag": "ipc",
    "answers": [
      {
        "status": 202,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      202,
      400,
      401,
      403,
      404,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "ipc:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "ipc.close",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "listQueueGroups",
    "method": "get",
    "path": "/api/v1/container/queue/groups",
    "tag": "queue",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "queue:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getQueueCounts",
    "method": "get",
    "path": "/api/v1/container/queue/counts",
    "tag": "queue",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "queue:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getQueueGroup",
    "method": "get",
    "path": "/api/v1/container/queue/groups/{group}",
    "tag": "queue",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "queue:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getMaxConcurrent",
    "method": "get",
    "path": "/api/v1/container/queue/max-concurrent",
    "tag": "queue",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "queue:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "setMaxConcurrent",
    "method": "put",
    "path": "/api/v1/container/queue/max-concurrent",
    "tag": "queue",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "queue:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "queue.limit_updated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "listNamespaces",
    "method": "get",
    "path": "/api/v1/container/namespaces",
    "tag": "namespaces",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "createNamespace",
    "method": "post",
    "path": "/api/v1/container/namespaces",
    "tag": "namespaces",
    "answers": [
      {
        "status": 201,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      201,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "namespace.created",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "getNamespace",
    "method": "get",
    "path": "/api/v1/container/namespaces/{name}",
    "tag": "namespaces",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "setNamespace",
    "method": "put",
    "path": "/api/v1/container/namespaces/{name}",
    "tag": "namespaces",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "namespace.updated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "deleteNamespace",
    "method": "delete",
    "path": "/api/v1/container/namespaces/{name}",
    "tag": "namespaces",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      409,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "namespace.deleted",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getNamespaceInstructions",
    "method": "get",
    "path": "/api/v1/container/namespaces/{name}/instructions",
    "tag": "namespaces",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "setNamespaceInstructions",
    "method": "put",
    "path": "/api/v1/container/namespaces/{name}/instructions",
    "tag": "namespaces",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "instructions.updated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "getGlobalInstructions",
    "method": "get",
    "path": "/api/v1/container/namespaces/global/instructions",
    "tag": "namespaces",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "setGlobalInstructions",
    "method": "put",
    "path": "/api/v1/container/namespaces/global/instructions",
    "tag": "namespaces",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "instructions.updated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "mergeInstructions",
    "method": "post",
    "path": "/api/v1/container/namespaces/merge-instructions",
    "tag": "namespaces",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "namespaces:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "instructions.previewed",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "listSchedules",
    "method": "get",
    "path": "/api/v1/container/schedules",
    "tag": "schedules",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "schedules:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "createSchedule",
    "method": "post",
    "path": "/api/v1/container/schedules",
    "tag": "schedules",
    "answers": [
      {
        "status": 201,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      201,
      400,
      401,
      403,
      404,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "schedules:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "schedule.created",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "getSchedule",
    "method": "get",
    "path": "/api/v1/container/schedules/{id}",
    "tag": "schedules",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "schedules:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "setSchedule",
    "method": "put",
    "path": "/api/v1/container/schedules/{id}",
    "tag": "schedules",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "schedules:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "schedule.updated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "deleteSchedule",
    "method": "delete",
    "path": "/api/v1/container/schedules/{id}",
    "tag": "schedules",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "schedules:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "schedule.deleted",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "listScheduleLogs",
    "method": "get",
    "path": "/api/v1/container/schedules/{id}/logs",
    "tag": "schedules",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "schedules:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getAuditLog",
    "method": "get",
    "path": "/api/v1/container/audit-log",
    "tag": "monitoring",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "monitoring:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getRunHistory",
    "method": "get",
    "path": "/api/v1/container/run-history",
    "tag": "monitoring",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "monitoring:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getMetrics",
    "method": "get",
    "path": "/api/v1/container/metrics",
    "tag": "monitoring",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json",
          "text/plain"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "monitoring:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getAnalytics",
    "method": "get",
    "path": "/api/v1/container/analytics",
    "tag": "monitoring",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "monitoring:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "listChannels",
    "method": "get",
    "path": "/api/v1/channels",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getChannel",
    "method": "get",
    "path": "/api/v1/channels/{name}",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "sendChannelMessage",
    "method": "post",
    "path": "/api/v1/channels/messages",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      409,
      413,
      415,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.message_sent",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "listChats",
    "method": "get",
    "path": "/api/v1/channels/chats",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "listChatMessages",
    "method": "get",
    "path": "/api/v1/channels/chats/{jid}/messages",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getSenderAllowlist",
    "method": "get",
    "path": "/api/v1/channels/sender-allowlist",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:read"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "setSenderAllowlist",
    "method": "put",
    "path": "/api/v1/channels/sender-allowlist",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "sender_allowlist.updated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "connectTelegram",
    "method": "post",
    "path": "/api/v1/channels/telegram/connect",
    "tag": "telegram",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      422,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.connected",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "disconnectTelegram",
    "method": "post",
    "path": "/api/v1/channels/telegram/disconnect",
    "tag": "telegram",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.disconnected",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": false,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "validateTelegram",
    "method": "post",
    "path": "/api/v1/channels/telegram/validate",
    "tag": "telegram",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.validated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "receiveTelegramWebhook",
    "method": "post",
    "path": "/api/v1/channels/telegram/webhook",
    "tag": "telegram",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      403,
      404,
      413,
      415,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
    "audit": "webhook.received",
    "aliasOf": null,
    "rawBody": true,
    "extension": true,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "connectSlack",
    "method": "post",
    "path": "/api/v1/channels/slack/connect",
    "tag": "slack",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      422,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.connected",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "disconnectSlack",
    "method": "post",
    "path": "/api/v1/channels/slack/disconnect",
    "tag": "slack",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.disconnected",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": false,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "validateSlack",
    "method": "post",
    "path": "/api/v1/channels/slack/validate",
    "tag": "slack",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.validated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "receiveSlackEvents",
    "method": "post",
    "path": "/api/v1/channels/slack/events",
    "tag": "slack",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      403,
      404,
      413,
      415,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
    "audit": "webhook.received",
    "aliasOf": null,
    "rawBody": true,
    "extension": true,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "connectDiscord",
    "method": "post",
    "path": "/api/v1/channels/discord/connect",
    "tag": "discord",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      422,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.connected",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "disconnectDiscord",
    "method": "post",
    "path": "/api/v1/channels/discord/disconnect",
    "tag": "discord",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.disconnected",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": false,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "validateDiscord",
    "method": "post",
    "path": "/api/v1/channels/discord/validate",
    "tag": "discord",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.validated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "connectWhatsapp",
    "method": "post",
    "path": "/api/v1/channels/whatsapp/connect",
    "tag": "whatsapp",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      422,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.connected",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "disconnectWhatsapp",
    "method": "post",
    "path": "/api/v1/channels/whatsapp/disconnect",
    "tag": "whatsapp",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.disconnected",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": false,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "validateWhatsapp",
    "method": "post",
    "path": "/api/v1/channels/whatsapp/validate",
    "tag": "whatsapp",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      502,
      503,
      504
    ],
    "scheme": "apiKey",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": null,
    "audit": "channel.validated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "verifyWhatsappWebhook",
    "method": "get",
    "path": "/api/v1/channels/whatsapp/webhook",
    "tag": "whatsapp",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "text/plain"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      403,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "receiveWhatsappWebhook",
    "method": "post",
    "path": "/api/v1/channels/whatsapp/webhook",
    "tag": "whatsapp",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      403,
      404,
      413,
      415,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
    "audit": "webhook.received",
    "aliasOf": null,
    "rawBody": true,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "getOpenapi",
    "method": "get",
    "path": "/openapi.json",
    "tag": "meta",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "getOpenapiYaml",
    "method": "get",
    "path": "/openapi.yaml",
    "tag": "meta",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/yaml"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "getDocs",
    "method": "get",
    "path": "/docs",
    "tag": "meta",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "text/html"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  }
];
