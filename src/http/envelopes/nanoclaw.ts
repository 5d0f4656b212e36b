/**
 * Owns how the nanoclaw API speaks each refusal: `{success:false,error,message,details?}`.
 * Why a request is refused belongs to the domain and the edge.
 */

import type { DomainError } from '../../domain/shared/index.ts';
import type { Schemas } from '../../generated/nanoclaw/bindings.ts';
import type { Envelope, ReasonTable } from './envelope.ts';

type Code = Schemas['Error']['error'];

const table: ReasonTable<Code> = {
  invalid_json: { status: 400, code: 'invalid_json' },
  validation_failed: { status: 400, code: 'validation_failed' },
  bad_request: { status: 400, code: 'validation_failed' },
  unauthenticated: { status: 401, code: 'unauthorized' },
  scope_missing: { status: 403, code: 'forbidden' },
  host_not_allowed: { status: 403, code: 'forbidden' },
  route_not_found: { status: 404, code: 'not_found' },
  path_parameter_missing: { status: 404, code: 'not_found' },
  method_not_allowed: { status: 405, code: 'method_not_allowed' },
  request_timeout: { status: 408, code: 'request_timeout' },
  payload_too_large: { status: 413, code: 'payload_too_large' },
  unsupported_media_type: { status: 415, code: 'unsupported_media_type' },
  expectation_failed: { status: 417, code: 'expectation_failed' },
  headers_too_large: { status: 431, code: 'headers_too_large' },
  rate_limited: { status: 429, code: 'rate_limited' },
  credentials_locked: { status: 429, code: 'rate_limited' },
  stopping: { status: 503, code: 'unavailable' },
  internal: { status: 500, code: 'internal_error' },
  store_unavailable: { status: 503, code: 'unavailable' },
  session_not_found: { status: 404, code: 'not_found' },
  session_terminated: { status: 409, code: 'conflict' },
  session_busy: { status: 409, code: 'conflict' },
  thread_not_found: { status: 404, code: 'not_found' },
  thread_owned_by_other: { status: 403, code: 'forbidden' },
  agent_id_required: { status: 409, code: 'conflict' },
  memory_disabled: { status: 404, code: 'not_found' },
  confirmation_missing: { status: 400, code: 'validation_failed' },
  immutable_field: { status: 400, code: 'validation_failed' },
  provider_unavailable: { status: 503, code: 'unavailable' },
  turn_timed_out: { status: 503, code: 'unavailable' },
  message_blocked: { status: 409, code: 'conflict' },
  registry_disabled: { status: 404, code: 'not_found' },
  runtime_unavailable: { status: 409, code: 'conflict' },
  token_not_found: { status: 404, code: 'not_found' },
  token_exceeds_caller: { status: 403, code: 'forbidden' },
  scope_unknown: { status: 400, code: 'validation_failed' },
  setting_invalid: { status: 400, code: 'validation_failed' },
  setting_pinned: { status: 409, code: 'conflict' },
  hook_not_found: { status: 404, code: 'not_found' },
  hook_url_refused: { status: 400, code: 'validation_failed' },
  hook_disabled: { status: 409, code: 'conflict' },
  hook_delivery_not_found: { status: 404, code: 'not_found' },
  hook_delivery_pending: { status: 409, code: 'conflict' },
  channel_not_found: { status: 404, code: 'not_found' },
  channel_not_connected: { status: 409, code: 'not_connected' },
  channel_credentials_rejected: { status: 422, code: 'credentials_rejected' },
  channel_intents_disallowed: { status: 422, code: 'disallowed_intents' },
  channel_refused: { status: 502, code: 'upstream_error' },
  channel_timed_out: { status: 504, code: 'upstream_timeout' },
  jid_invalid: { status: 400, code: 'invalid_jid' },
  chat_not_found: { status: 404, code: 'not_found' },
  webhook_forbidden: { status: 403, code: 'invalid_signature' },
  webhook_closed: { status: 404, code: 'not_found' },
  webhook_unsigned: { status: 503, code: 'unavailable' },
  mcp_server_not_found: { status: 404, code: 'not_found' },
  plugin_not_found: { status: 404, code: 'not_found' },
  plugin_not_loadable: { status: 409, code: 'conflict' },
  container_engine_unavailable: { status: 503, code: 'runtime_unavailable' },
  container_engine_failed: { status: 502, code: 'upstream_error' },
  container_engine_timed_out: { status: 504, code: 'upstream_timeout' },
  container_failed: { status: 503, code: 'unavailable' },
  container_timed_out: { status: 503, code: 'unavailable' },
  container_not_running: { status: 409, code: 'not_running' },
  task_container_active: { status: 409, code: 'task_container_active' },
  image_tag_invalid: { status: 400, code: 'invalid_image_tag' },
  build_running: { status: 409, code: 'already_running' },
  namespace_not_found: { status: 404, code: 'not_found' },
  namespace_exists: { status: 409, code: 'already_exists' },
  namespace_name_invalid: { status: 400, code: 'invalid_name' },
  namespace_in_use: { status: 409, code: 'in_use' },
  namespace_conflict: { status: 409, code: 'conflict' },
  proxy_mapping_not_found: { status: 404, code: 'not_found' },
  proxy_mapping_exists: { status: 409, code: 'already_exists' },
  proxy_port_taken: { status: 503, code: 'port_in_use' },
  proxy_port_reserved: { status: 409, code: 'in_use' },
  schedule_not_found: { status: 404, code: 'not_found' },
  cron_invalid: { status: 400, code: 'invalid_cron' },
  timezone_invalid: { status: 400, code: 'invalid_timezone' },
  once_in_past: { status: 400, code: 'once_in_past' },
};

/** The error answers of the nanoclaw API; its `details` calls issues `fields`. */
export const nanoclawEnvelope: Envelope = {
  table,
  body: (error): Schemas['Error'] => ({
    success: false,
    error: table[error.reason].code,
    message: error.message,
    ...toDetails(error),
  }),
};

function toDetails({ details }: DomainError) {
  if (details === null) return {};
  const { issues, ...rest } = details;
  return { details: issues === undefined ? rest : { ...rest, fields: issues } };
}
