/**
 * Owns how the agent API speaks each refusal: `{success:false,data:null,error:{code,message}}`, as its page prints it.
 * Why a request is refused belongs to the domain and the edge.
 */
import type { Schemas } from '../../generated/agent/bindings.ts';
import type { Envelope, ReasonTable } from './envelope.ts';

type Code = Schemas['Error']['error']['code'];

const table: ReasonTable<Code> = {
  invalid_json: { status: 400, code: 'INVALID_BODY' },
  validation_failed: { status: 400, code: 'INVALID_PARAM' },
  bad_request: { status: 400, code: 'INVALID_PARAM' },
  unauthenticated: { status: 401, code: 'UNAUTHORIZED' },
  scope_missing: { status: 403, code: 'SCOPE_REQUIRED' },
  host_not_allowed: { status: 403, code: 'FORBIDDEN' },
  route_not_found: { status: 404, code: 'NOT_FOUND' },
  // Its only parameter in a path is the thread.
  path_parameter_missing: { status: 400, code: 'MISSING_THREAD_ID' },
  method_not_allowed: { status: 405, code: 'METHOD_NOT_ALLOWED' },
  request_timeout: { status: 408, code: 'REQUEST_TIMEOUT' },
  payload_too_large: { status: 413, code: 'PAYLOAD_TOO_LARGE' },
  unsupported_media_type: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  expectation_failed: { status: 417, code: 'EXPECTATION_FAILED' },
  headers_too_large: { status: 431, code: 'HEADERS_TOO_LARGE' },
  rate_limited: { status: 429, code: 'RATE_LIMITED' },
  credentials_locked: { status: 429, code: 'RATE_LIMITED' },
  not_implemented: { status: 501, code: 'NOT_IMPLEMENTED' },
  stopping: { status: 503, code: 'UNAVAILABLE' },
  internal: { status: 500, code: 'INTERNAL_ERROR' },
  store_unavailable: { status: 503, code: 'UNAVAILABLE' },
  session_not_found: { status: 404, code: 'THREAD_NOT_FOUND' },
  session_terminated: { status: 409, code: 'CONFLICT' },
  session_busy: { status: 409, code: 'CONFLICT' },
  thread_not_found: { status: 404, code: 'THREAD_NOT_FOUND' },
  thread_owned_by_other: { status: 403, code: 'FORBIDDEN' },
  agent_id_required: { status: 409, code: 'AGENT_ID_REQUIRED' },
  memory_disabled: { status: 404, code: 'MEMORY_DISABLED' },
  confirmation_missing: { status: 400, code: 'INVALID_PARAM' },
  immutable_field: { status: 422, code: 'IMMUTABLE_FIELD' },
  provider_unavailable: { status: 503, code: 'UNAVAILABLE' },
  turn_timed_out: { status: 503, code: 'UNAVAILABLE' },
  message_blocked: { status: 409, code: 'CONFLICT' },
  registry_disabled: { status: 404, code: 'NOT_FOUND' },
  runtime_unavailable: { status: 409, code: 'RUNTIME_UNAVAILABLE' },
  token_not_found: { status: 404, code: 'NOT_FOUND' },
  token_exceeds_caller: { status: 403, code: 'SCOPE_REQUIRED' },
  scope_unknown: { status: 400, code: 'INVALID_PARAM' },
  setting_invalid: { status: 400, code: 'INVALID_PARAM' },
  setting_pinned: { status: 409, code: 'CONFLICT' },
  hook_not_found: { status: 404, code: 'NOT_FOUND' },
  hook_url_refused: { status: 400, code: 'INVALID_PARAM' },
  hook_disabled: { status: 409, code: 'CONFLICT' },
  hook_delivery_not_found: { status: 404, code: 'NOT_FOUND' },
  hook_delivery_pending: { status: 409, code: 'CONFLICT' },
  channel_not_found: { status: 404, code: 'NOT_FOUND' },
  channel_not_connected: { status: 409, code: 'CONFLICT' },
  channel_credentials_rejected: { status: 400, code: 'INVALID_PARAM' },
  channel_intents_disallowed: { status: 400, code: 'INVALID_PARAM' },
  channel_refused: { status: 503, code: 'UNAVAILABLE' },
  channel_timed_out: { status: 503, code: 'UNAVAILABLE' },
  jid_invalid: { status: 400, code: 'INVALID_PARAM' },
  chat_not_found: { status: 404, code: 'NOT_FOUND' },
  webhook_forbidden: { status: 403, code: 'FORBIDDEN' },
  webhook_closed: { status: 404, code: 'NOT_FOUND' },
  webhook_unsigned: { status: 503, code: 'UNAVAILABLE' },
  mcp_server_not_found: { status: 404, code: 'NOT_FOUND' },
  plugin_not_found: { status: 404, code: 'NOT_FOUND' },
  plugin_not_loadable: { status: 409, code: 'CONFLICT' },
};

/** The error answers of the agent API; `details` is there only when there are facts to tell. */
export const agentEnvelope: Envelope = {
  table,
  body: (error): Schemas['Error'] => ({
    success: false,
    data: null,
    error: {
      code: table[error.reason].code,
      message: error.message,
      ...(error.details === null ? {} : { details: error.details }),
    },
  }),
};
