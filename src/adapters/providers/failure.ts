/**
 * Owns what a failed call to a model is told as: words for the operator without secrets, and whether another try may help. Whether
 * there is another try is decided in chain.ts.
 */
import { ProviderError } from '../../domain/agent/provider.ts';
import type { Clock } from '../../lib/clock.ts';
import { redact } from '../../lib/redact.ts';
import { WireError } from './wire.ts';

/**
 * `transient` may pass by itself; `refused` will not, and is about the provider (key, rights, model); `request` is about what was asked,
 * so that it says nothing of the provider.
 */
export type FailureKind = 'transient' | 'refused' | 'request';

/** One attempt that failed. */
export class ModelFailure extends ProviderError {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, retryAfter?: number) {
    // No cause: what the SDK throws carries the whole request and answer.
    super(message, retryAfter === undefined ? {} : { retryAfter });
    this.kind = kind;
  }
}

/** Whose failure it is: `key` is cut out of every text. */
export interface Accused {
  readonly name: string;
  readonly key: string | undefined;
  readonly clock: Clock;
}

const LONGEST_TEXT = 300;
const DAY_SECS = 86_400;
/** What the SDK says when an event is not in the words of the protocol; the event itself follows. */
const FOREIGN_WORDS = /^(JSON parsing|Type validation) failed/;

/** What went wrong, whatever the SDK threw. */
export function toFailure(error: unknown, accused: Accused): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const { name } = accused;
  const causes = causesOf(error);
  const wire = causes.find((one) => one instanceof WireError);
  if (wire !== undefined) return new ModelFailure('transient', `${name} ${wire.message}`);
  const text = cleanText(error, accused);
  const broken = () => new ModelFailure('transient', `${name} does not answer in its protocol`);
  if (FOREIGN_WORDS.test(text)) return broken();
  const status = numberAt(error, 'statusCode');
  if (status !== undefined && status >= 300) return toRefusal(status, text, error, accused);
  const meaning = causes.map(meaningOf).find((one) => one !== undefined);
  if (meaning !== undefined) return new ModelFailure('transient', `${name} ${meaning}`);
  return status !== undefined || text === ''
    ? broken()
    : new ModelFailure('transient', `${name} broke off its answer: ${text}`);
}

function toRefusal(status: number, text: string, error: unknown, accused: Accused): ModelFailure {
  const { name, clock } = accused;
  const retryAfter = readRetryAfter(at(error, 'responseHeaders'), clock.now());
  // Vendors print parts of the key that they refuse.
  if (status === 401 || status === 403)
    return new ModelFailure('refused', `${name} answered ${status}: the key is not accepted`);
  const message = `${name} answered ${status}${text === '' ? '' : `: ${text}`}`;
  return new ModelFailure(kindOf(status), message, retryAfter);
}

function kindOf(status: number): FailureKind {
  if (status >= 500 || [408, 409, 429].includes(status)) return 'transient';
  return status < 400 || [402, 404].includes(status) ? 'refused' : 'request';
}

/** By error code of the socket; an operator knows the address, a caller learns none. */
const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection',
  UND_ERR_SOCKET: 'closed the connection',
  EPIPE: 'closed the connection',
  ENOTFOUND: 'has a host that is not known',
  EAI_AGAIN: 'has a host that could not be looked up',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ETIMEDOUT: 'could not be connected to in time',
  UND_ERR_CONNECT_TIMEOUT: 'could not be connected to in time',
};

/** An error and what caused it, some levels down: the SDK wraps what it passes on. */
function causesOf(error: unknown): unknown[] {
  const causes = [error];
  for (let one = at(error, 'cause'); one !== undefined && causes.length < 5; one = at(one, 'cause'))
    causes.push(one);
  return causes;
}

function meaningOf(error: unknown): string | undefined {
  const code = at(error, 'code');
  return typeof code === 'string' && Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date, as seconds from now. */
function readRetryAfter(headers: unknown, now: number): number | undefined {
  const read = (name: string) => String(at(headers, name) ?? '');
  const number = /^\d{1,9}(\.\d{1,9})?$/;
  let seconds = Number.NaN;
  if (number.test(read('retry-after-ms'))) seconds = Number(read('retry-after-ms')) / 1000;
  else if (number.test(read('retry-after'))) seconds = Number(read('retry-after'));
  else if (read('retry-after').endsWith(' GMT'))
    seconds = (Date.parse(read('retry-after')) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), DAY_SECS);
}

/** What an error says, on one line, of bounded length, without the key or anything that looks like one. */
function cleanText(error: unknown, { key }: Accused): string {
  const said = at(error, 'message') ?? error;
  if (typeof said !== 'string') return '';
  // Cut first: masking megabytes that nobody will see takes time.
  const text = said.slice(0, LONGEST_TEXT * 10);
  const without = key === undefined ? text : text.replaceAll(key, '***');
  return redact(without.replaceAll(/[\p{Cc}\s]+/gu, ' '))
    .trim()
    .slice(0, LONGEST_TEXT);
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function numberAt(value: unknown, key: string): number | undefined {
  const found = at(value, key);
  return typeof found === 'number' ? found : undefined;
}
