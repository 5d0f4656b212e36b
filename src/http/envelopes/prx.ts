/**
 * Owns how the PRX API speaks each refusal: `{error:{code,message,details}}`, as its page prints it.
 * Why a request is refused belongs to the domain and the edge.
 */
import type { Schemas } from '../../generated/prx/bindings.ts';
import type { Envelope, ReasonTable } from './envelope.ts';

type Code = Schemas['Error']['error']['code'];

const table: ReasonTable<Code> = {
  invalid_json: { status: 400, code: 'bad_request' },
  validation_failed: { status: 400, code: 'bad_request' },
  bad_request: { status: 400, code: 'bad_request' },
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
  not_implemented: { status: 501, code: 'not_implemented' },
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
  confirmation_missing: { status: 400, code: 'bad_request' },
  immutable_field: { status: 400, code: 'bad_request' },
  provider_unavailable: { status: 503, code: 'unavailable' },
  turn_timed_out: { status: 503, code: 'unavailable' },
  message_blocked: { status: 409, code: 'conflict' },
  registry_disabled: { status: 404, code: 'not_found' },
  runtime_unavailable: { status: 409, code: 'conflict' },
  token_not_found: { status: 404, code: 'not_found' },
  token_exceeds_caller: { status: 403, code: 'forbidden' },
  scope_unknown: { status: 400, code: 'bad_request' },
  setting_invalid: { status: 400, code: 'bad_request' },
  setting_pinned: { status: 409, code: 'conflict' },
  hook_not_found: { status: 404, code: 'not_found' },
  hook_url_refused: { status: 400, code: 'bad_request' },
  hook_disabled: { status: 409, code: 'conflict' },
  hook_delivery_not_found: { status: 404, code: 'not_found' },
  hook_delivery_pending: { status: 409, code: 'conflict' },
  channel_not_found: { status: 404, code: 'not_found' },
  channel_not_connected: { status: 409, code: 'conflict' },
  channel_credentials_rejected: { status: 400, code: 'bad_request' },
  channel_intents_disallowed: { status: 400, code: 'bad_request' },
  channel_refused: { status: 503, code: 'unavailable' },
  channel_timed_out: { status: 503, code: 'unavailable' },
  jid_invalid: { status: 400, code: 'bad_request' },
  chat_not_found: { status: 404, code: 'not_found' },
  webhook_forbidden: { status: 403, code: 'forbidden' },
  webhook_closed: { status: 404, code: 'not_found' },
  webhook_unsigned: { status: 503, code: 'unavailable' },
  mcp_server_not_found: { status: 404, code: 'not_found' },
  plugin_not_found: { status: 404, code: 'not_found' },
  plugin_not_loadable: { status: 409, code: 'conflict' },
};

/** The error answers of the PRX API. */
export const prxEnvelope: Envelope = {
  table,
  body: (error): Schemas['Error'] => ({
    error: { code: table[error.reason].code, message: error.message, details: error.details },
  }),
};
