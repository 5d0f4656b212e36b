/**
 * Owns the one error that domain areas and the edge throw, and the closed list of its reasons.
 * How an API speaks each reason (status, code) belongs to src/http/envelopes.
 */

/** Why a request was refused. A new reason does not compile until every API's table says how it speaks it. */
export type Reason =
  // The edge.
  | 'invalid_json'
  | 'validation_failed'
  | 'bad_request'
  | 'unauthenticated'
  | 'scope_missing'
  | 'host_not_allowed'
  | 'route_not_found'
  | 'path_parameter_missing'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'expectation_failed'
  | 'headers_too_large'
  | 'rate_limited'
  | 'credentials_locked'
  | 'stopping'
  | 'internal'
  // The store.
  | 'store_unavailable'
  // Sessions, messages and threads.
  | 'session_not_found'
  | 'session_terminated'
  | 'session_busy'
  | 'thread_not_found'
  | 'thread_owned_by_other'
  | 'agent_id_required'
  | 'memory_disabled'
  | 'confirmation_missing'
  | 'immutable_field'
  // Turns.
  | 'provider_unavailable'
  | 'turn_timed_out'
  | 'message_blocked'
  // The registry of components.
  | 'registry_disabled'
  | 'runtime_unavailable'
  // Tokens.
  | 'token_not_found'
  | 'token_exceeds_caller'
  | 'scope_unknown'
  // Settings.
  | 'setting_invalid'
  | 'setting_pinned'
  // Hooks.
  | 'hook_not_found'
  | 'hook_url_refused'
  | 'hook_disabled'
  | 'hook_delivery_not_found'
  | 'hook_delivery_pending'
  // Channels, MCP servers and plugins.
  | 'channel_not_found'
  | 'channel_not_connected'
  | 'channel_credentials_rejected'
  | 'channel_intents_disallowed'
  | 'channel_refused'
  | 'channel_timed_out'
  | 'jid_invalid'
  | 'chat_not_found'
  | 'webhook_forbidden'
  | 'webhook_closed'
  | 'webhook_unsigned'
  | 'mcp_server_not_found'
  | 'plugin_not_found'
  | 'plugin_not_loadable'
  // Containers.
  | 'container_engine_unavailable'
  | 'container_engine_failed'
  | 'container_engine_timed_out'
  | 'container_failed'
  | 'container_timed_out'
  | 'container_not_running'
  | 'task_container_active'
  | 'image_tag_invalid'
  | 'build_running'
  | 'namespace_not_found'
  | 'namespace_exists'
  | 'namespace_name_invalid'
  | 'namespace_in_use'
  | 'namespace_conflict'
  | 'proxy_mapping_not_found'
  | 'proxy_mapping_exists'
  | 'proxy_port_taken'
  | 'proxy_port_reserved'
  | 'schedule_not_found'
  | 'cron_invalid'
  | 'timezone_invalid'
  | 'once_in_past';

/** Facts about an error that its caller may see; null where there are none. */
export type ErrorDetails = Readonly<Record<string, unknown>> | null;

/** One fault of a request. */
export interface Issue {
  readonly in: 'path' | 'query' | 'header' | 'body';
  /** Dotted path of what is wrong, such as `metadata.source`; empty for the whole part. */
  readonly path: string;
  /** What is wrong with it, as the end of a sentence that begins with its name. */
  readonly message: string;
}

/** Messages repeat names that callers have made up; longer ones are cut. */
const LONGEST = 500;

/** An expected refusal: everything in it may be shown to the caller. */
export class DomainError extends Error {
  readonly reason: Reason;
  readonly details: ErrorDetails;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;

  constructor(reason: Reason, message: string, details: ErrorDetails = null, retryAfter?: number) {
    super(message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message);
    this.name = 'DomainError';
    this.reason = reason;
    this.details = details;
    this.retryAfter = retryAfter;
  }
}
