/**
 * Owns proving that a webhook comes from the daemon and has not been changed or kept back: Standard Webhooks 1.0 and `X-PRX-Signature`.
 * Dropping events that came before, by `webhook-id`, is left to the receiver.
 */
import type { components } from './generated/prx.ts';

type Bodies = components['requestBodies'];

/** The body of a webhook; `event` tells which one it is. */
export type WebhookEvent = Extract<
  { [K in keyof Bodies]: Bodies[K]['content']['application/json'] }[keyof Bodies],
  { event: string; timestamp: string }
>;

/** Why a webhook is refused. */
export type WebhookFault =
  | 'missing_header'
  | 'bad_timestamp'
  | 'too_old'
  | 'too_new'
  | 'wrong_signature'
  | 'bad_body';

/** A webhook that must not be believed. Its text holds neither the secret nor the body. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly code: WebhookFault;

  constructor(code: WebhookFault, message: string) {
    super(message);
    this.code = code;
  }
}

/** What came, and what it should be signed with. */
export interface WebhookRequest {
  /** As `fetch` or Node hands them over. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came; a value that was parsed and written again has another signature. */
  readonly body: string | Uint8Array;
  /** The secret of the hook; more than one while it is being rotated. */
  readonly secret: string | readonly string[];
  /** How far the time of the webhook may be from ours, in seconds; 300 unless said. */
  readonly toleranceSecs?: number;
  /** Our time, in Unix milliseconds; the system's unless said. */
  readonly now?: number;
}

/**
 * Verifies `webhook-signature` and the age of a webhook, and reads its body.
 * @throws WebhookError for one that must not be believed
 */
export async function verifyWebhook(request: WebhookRequest): Promise<WebhookEvent> {
  const id = header(request, 'webhook-id');
  const timestamp = header(request, 'webhook-timestamp');
  const signatures = header(request, 'webhook-signature')
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => fromBase64(one.slice(3)));
  checkAge(timestamp, request);
  const body = toBytes(request.body);
  const signed = join(toBytes(`${id}.${timestamp}.`), body);
  await check(signed, signatures, secretsOf(request).map(standardKey));
  return parse(body);
}

/**
 * Verifies `X-PRX-Signature` alone, for receivers that cannot do better: the time is not signed, so whoever has seen a webhook
 * can send it again. With a secret being rotated it is made with the newest one only.
 * @throws WebhookError for one that must not be believed
 */
export async function verifyPrxSignature(
  request: Pick<WebhookRequest, 'headers' | 'body' | 'secret'>,
): Promise<WebhookEvent> {
  const text = header(request, 'x-prx-signature');
  const hex = /^sha256=([0-9a-f]{64})$/.exec(text)?.[1] ?? '';
  const body = toBytes(request.body);
  await check(body, [fromHex(hex)], secretsOf(request).map(toBytes));
  return parse(body);
}

type Bytes = Uint8Array<ArrayBuffer>;

const secretsOf = ({ secret }: Pick<WebhookRequest, 'secret'>) =>
  typeof secret === 'string' ? [secret] : [...secret];

/** WebCrypto compares in constant time. */
async function check(signed: Bytes, signatures: (Bytes | undefined)[], keys: Bytes[]) {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  let isRight = false;
  for (const bytes of keys) {
    if (bytes.length === 0) continue;
    const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
    for (const signature of signatures) {
      if (signature === undefined) continue;
      isRight = (await crypto.subtle.verify('HMAC', key, signature, signed)) || isRight;
    }
  }
  if (!isRight)
    throw new WebhookError('wrong_signature', 'The webhook is not signed by this secret');
}

function checkAge(text: string, { toleranceSecs = 300, now = Date.now() }: WebhookRequest): void {
  if (!/^\d{1,12}$/.test(text))
    throw new WebhookError('bad_timestamp', 'webhook-timestamp is no Unix time in seconds');
  const age = now / 1000 - Number(text);
  if (age > toleranceSecs) throw new WebhookError('too_old', 'The webhook is too old');
  if (age < -toleranceSecs) throw new WebhookError('too_new', 'The webhook is from the future');
}

function header({ headers }: Pick<WebhookRequest, 'headers'>, name: string): string {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (typeof value !== 'string' || value === '')
    throw new WebhookError('missing_header', `The webhook has no ${name}, or more than one`);
  return value;
}

function parse(body: Bytes): WebhookEvent {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new WebhookError('bad_body', 'The body of the webhook is no JSON');
  }
}

/** After `whsec_` a secret is base64; any other text, or one that is no base64, is the key itself. */
function standardKey(secret: string): Bytes {
  const coded = secret.startsWith('whsec_') ? fromBase64(secret.slice(6)) : undefined;
  return coded ?? toBytes(secret);
}

/** As the libraries of Standard Webhooks read it: padding may be left out, and a digit too many is left out too. */
function fromBase64(text: string): Bytes | undefined {
  const padding = text.length - text.replace(/=+$/, '').length;
  if (text.length < 4 || padding > 2) return undefined;
  const count = text.length - padding;
  const digits = text.slice(0, count % 4 === 1 ? count - 1 : count);
  if (!/^[A-Za-z0-9+/]+$/.test(digits)) return undefined;
  return Uint8Array.from(atob(digits), (letter) => letter.charCodeAt(0));
}

const fromHex = (text: string): Bytes =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const toBytes = (body: string | Uint8Array): Bytes =>
  typeof body === 'string' ? new TextEncoder().encode(body) : Uint8Array.from(body);

function join(first: Bytes, second: Bytes): Bytes {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
