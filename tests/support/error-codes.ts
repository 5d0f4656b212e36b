/**
 * Owns which error codes go with which status in each API, as its page prints them and its contract goes on.
 * It is written down a second time on purpose: the tables of src/http are what it checks.
 */
import type { Api } from './contract-check.ts';

interface Codes {
  readonly codeOf: (body: unknown) => string;
  readonly statuses: Readonly<Record<number, readonly string[]>>;
}

/** The codes of each API by status, and where in a body the code is. */
export const codesByStatus: Readonly<Record<Api, Codes>> = {
  prx: {
    codeOf: (body) => String(member(member(body, 'error'), 'code')),
    statuses: {
      400: ['bad_request'],
      401: ['unauthorized'],
      403: ['forbidden'],
      404: ['not_found'],
      405: ['method_not_allowed'],
      408: ['request_timeout'],
      409: ['conflict'],
      413: ['payload_too_large'],
      415: ['unsupported_media_type'],
      417: ['expectation_failed'],
      429: ['rate_limited'],
      431: ['headers_too_large'],
      500: ['internal_error'],
      503: ['unavailable'],
    },
  },
  agent: {
    codeOf: (body) => String(member(member(body, 'error'), 'code')),
    statuses: {
      400: ['INVALID_BODY', 'INVALID_PARAM', 'MISSING_THREAD_ID'],
      401: ['UNAUTHORIZED'],
      403: ['FORBIDDEN', 'SCOPE_REQUIRED'],
      404: ['NOT_FOUND', 'THREAD_NOT_FOUND', 'MEMORY_DISABLED'],
      405: ['METHOD_NOT_ALLOWED'],
      408: ['REQUEST_TIMEOUT'],
      409: ['AGENT_ID_REQUIRED', 'RUNTIME_UNAVAILABLE', 'CONFLICT'],
      413: ['PAYLOAD_TOO_LARGE'],
      415: ['UNSUPPORTED_MEDIA_TYPE'],
      417: ['EXPECTATION_FAILED'],
      422: ['IMMUTABLE_FIELD'],
      429: ['RATE_LIMITED'],
      431: ['HEADERS_TOO_LARGE'],
      500: ['INTERNAL_ERROR'],
      503: ['UNAVAILABLE'],
    },
  },
  nanoclaw: {
    codeOf: (body) => String(member(body, 'error')),
    statuses: {
      400: [
        'invalid_json',
        'validation_failed',
        'invalid_jid',
        'invalid_cron',
        'invalid_timezone',
        'invalid_image_tag',
        'invalid_name',
        'once_in_past',
      ],
      401: ['unauthorized'],
      403: ['forbidden', 'invalid_signature', 'verify_token_mismatch'],
      404: ['not_found'],
      405: ['method_not_allowed'],
      408: ['request_timeout'],
      409: [
        'already_exists',
        'already_running',
        'not_running',
        'not_connected',
        'task_container_active',
        'in_use',
        'conflict',
      ],
      413: ['payload_too_large'],
      415: ['unsupported_media_type'],
      417: ['expectation_failed'],
      422: ['credentials_rejected', 'disallowed_intents'],
      429: ['rate_limited'],
      431: ['headers_too_large'],
      500: ['internal_error'],
      502: ['upstream_error'],
      503: ['unavailable', 'runtime_unavailable', 'port_in_use'],
      504: ['upstream_timeout'],
    },
  },
};

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
