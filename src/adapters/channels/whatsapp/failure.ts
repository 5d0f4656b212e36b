/**
 * Owns how a call of the Graph API fails, by what came back or did not. What that means for a message or a connection belongs to
 * the modules beside it.
 */
import { z } from 'zod';
import { redact } from '../../../lib/redact.ts';

/** How a call failed. */
export type Trouble =
  /** Meta said no. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Null where something in front of the API said no. */
      readonly code: number | null;
      /** How long Meta wants it no more, in milliseconds; null where it would not help to wait. */
      readonly waitMs: number | null;
    }
  /** Meta was not reached, so that nothing has happened. */
  | { readonly kind: 'unsent' }
  /** It did not answer in time. */
  | { readonly kind: 'silent' }
  /** The connection broke, or what came is no answer. */
  | { readonly kind: 'lost' };

/** A call that failed; the message is for the operator, without secrets. */
export class CallError extends Error {
  readonly trouble: Trouble;

  constructor(message: string, trouble: Trouble) {
    super(message);
    this.name = 'CallError';
    this.trouble = trouble;
  }
}

/** Whether Meta does not take the token, or not any more. */
export const isTokenRefused = (error: unknown): error is CallError =>
  error instanceof CallError &&
  error.trouble.kind === 'answer' &&
  (error.trouble.code === TOKEN_CODE || error.trouble.status === 401);

/** Whether Meta takes the token, and not for this number: it is unknown to it, or it may not. */
export const isNumberRefused = (error: unknown): error is CallError =>
  error instanceof CallError &&
  error.trouble.kind === 'answer' &&
  error.trouble.code !== null &&
  (NUMBER_CODES.has(error.trouble.code) ||
    (error.trouble.code >= 200 && error.trouble.code <= 299));

/** How many milliseconds Meta wants no more requests; null where it does not say so. */
export const waitOf = (error: unknown): number | null =>
  error instanceof CallError && error.trouble.kind === 'answer' ? error.trouble.waitMs : null;

const TOKEN_CODE = 190;
/** An unknown capability, a missing permission, and an unknown object. */
const NUMBER_CODES = new Set([3, 10, 100]);
/**
 * What is too much for now, and how long that lasts where Meta does not say: calls of the app and of the business account, messages
 * of the number, and messages to one person, of whom it takes one in six seconds.
 */
const LIMITS: Readonly<Record<number, number>> = {
  4: 60_000,
  80007: 60_000,
  130429: 5000,
  131048: 60_000,
  131056: 6000,
};
const TOO_MANY_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 3_600_000;
const LONGEST_DESCRIPTION = 200;
const MINUTE_MS = 60_000;

/** Codes of a connection that was never made. */
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const text = z.string().catch('');
const errorBody = z.object({
  error: z.object({
    message: text,
    code: z.int(),
    error_data: z.object({ details: text }).optional().catch(undefined),
  }),
});
/** What Meta says of the use of a business account, by the account. */
const usage = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: z.number().catch(0) })),
);

/** What came back. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined where the body is no JSON. */
  readonly json: unknown;
  /** The token of the request, which must not be repeated. */
  readonly token: string;
}

/** The refusal that an answer is; null when it is none. */
export function refusal({ status, headers, json, token }: Answered): CallError | null {
  const said = errorBody.safeParse(json).data?.error;
  if (said === undefined) {
    if (status !== 429) return null;
    const waitMs = askedWait(headers) ?? TOO_MANY_WAIT_MS;
    return new CallError('Meta refused (status 429)', {
      kind: 'answer',
      status,
      code: null,
      waitMs,
    });
  }
  const { code } = said;
  const details = said.error_data?.details ?? '';
  const bare = said.message.slice(0, 1000).replace(/^\(#\d+\) /, '');
  const words = [bare, details.slice(0, 1000)].filter(Boolean).join(': ');
  const description = redact(words.replaceAll(token, '***'))
    .slice(0, LONGEST_DESCRIPTION)
    .toWellFormed();
  const usual = LIMITS[code] ?? (status === 429 ? TOO_MANY_WAIT_MS : null);
  const waitMs = usual === null ? null : (askedWait(headers) ?? usual);
  const what = code === TOKEN_CODE || status === 401 ? 'rejected the access token' : 'refused';
  return new CallError(`Meta ${what} (${code}: ${description})`, {
    kind: 'answer',
    status,
    code,
    waitMs,
  });
}

/** What an error of a call without an answer says. */
export function brokenCall(error: unknown): CallError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return UNREACHED.has(code)
    ? new CallError(`Meta could not be reached (${code})`, { kind: 'unsent' })
    : new CallError(`The connection to Meta broke (${code})`, { kind: 'lost' });
}

/** Something answered, and it was not the Graph API. */
export const noAnswer = (what: string): CallError =>
  new CallError(`What answered is not the Graph API: ${what}`, { kind: 'lost' });

/** @returns milliseconds, null where no time is asked for */
function askedWait(headers: Answered['headers']): number | null {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  const asked = seconds > 0 ? seconds * 1000 : regainMs(headers['x-business-use-case-usage']);
  return asked > 0 ? Math.min(asked, LONGEST_WAIT_MS) : null;
}

function regainMs(header: string | string[] | undefined): number {
  if (typeof header !== 'string') return 0;
  try {
    const uses = Object.values(usage.safeParse(JSON.parse(header)).data ?? {}).flat();
    return Math.max(0, ...uses.map((use) => use.estimated_time_to_regain_access)) * MINUTE_MS;
  } catch {
    return 0;
  }
}
