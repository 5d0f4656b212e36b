/**
 * Owns what the webhook helpers of the TypeScript client believe: everything the daemon signs, and nothing else.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyPrxSignature, verifyWebhook } from '../../clients/typescript/src/index.ts';
import { signatureHeaders } from '../../src/adapters/hooks/signatures.ts';
import { rejection } from './ambient.ts';

const AT = Date.UTC(2026, 2, 21, 10);
const SECRET = `whsec_${Buffer.from('a key of the tests, long enough').toString('base64')}`;
const EVENT = {
  id: 'evt_001',
  event: 'session.terminated',
  timestamp: '2026-03-21T10:00:00.000Z',
  data: { session_id: 'sess_ü', channel: 'api', user_id: 'user_123', reason: 'deleted' },
};
const body = JSON.stringify(EVENT);

/** What the daemon sends. */
const sent = (secrets: string[] = [SECRET], text = body) => ({
  headers: signatureHeaders({ url: '', id: 'evt_001', at: AT, body: text, secrets }),
  body: text,
  now: AT,
});

describe('verifyWebhook', () => {
  it('takes what the daemon signs, as text, bytes and Headers', async () => {
    const { headers } = sent();
    const event = await verifyWebhook({ ...sent(), secret: SECRET });
    expect(event).toEqual(EVENT);
    if (event.event === 'session.terminated') expect(event.data.reason).toBe('deleted');
    const bytes = new TextEncoder().encode(body);
    expect(await verifyWebhook({ headers, body: bytes, secret: SECRET, now: AT })).toEqual(EVENT);
    const asHeaders = new Headers(headers);
    expect(await verifyWebhook({ headers: asHeaders, body, secret: SECRET, now: AT })).toEqual(
      EVENT,
    );
  });

  it('reads every secret as the daemon does', async () => {
    const text = fc.oneof(
      fc.stringMatching(/^[!-~]{8,64}$/),
      fc.stringMatching(/^whsec_[A-Za-z0-9+/=]{2,40}$/),
      fc.uint8Array({ minLength: 2 }).map((key) => `whsec_${Buffer.from(key).toString('base64')}`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (secret) => {
        expect(await verifyWebhook({ ...sent([secret]), secret })).toEqual(EVENT);
        expect(await verifyPrxSignature({ ...sent([secret]), secret })).toEqual(EVENT);
      }),
      { numRuns: 300 },
    );
  });

  it('takes either secret while one is being rotated', async () => {
    const both = sent(['whsec_bmV3LW5ldy1uZXctbmV3', SECRET]);
    expect(await verifyWebhook({ ...both, secret: SECRET })).toEqual(EVENT);
    expect(await verifyWebhook({ ...sent(), secret: ['other-secret', SECRET] })).toEqual(EVENT);
  });

  const { headers } = sent();
  const { 'webhook-signature': signature = '', ...unsigned } = headers;
  it.each([
    ['another body', { body: `${body} ` }, 'wrong_signature'],
    ['another secret', { secret: 'another-secret' }, 'wrong_signature'],
    ['no secret', { secret: [] }, 'wrong_signature'],
    ['an empty secret', { secret: '' }, 'wrong_signature'],
    ['another id', { headers: { ...headers, 'webhook-id': 'evt_002' } }, 'wrong_signature'],
    [
      'another time',
      { headers: { ...headers, 'webhook-timestamp': String(AT / 1000 + 1) } },
      'wrong_signature',
    ],
    [
      'a signature of another version',
      { headers: { ...headers, 'webhook-signature': signature.replace('v1', 'v2') } },
      'wrong_signature',
    ],
    [
      'a signature that is no base64',
      { headers: { ...headers, 'webhook-signature': 'v1,*** v1, v1' } },
      'wrong_signature',
    ],
    ['only the signature without a time', { headers: unsigned }, 'missing_header'],
    ['no headers', { headers: {} }, 'missing_header'],
    [
      'a header that came twice',
      { headers: { ...unsigned, 'webhook-signature': [signature, signature] } },
      'missing_header',
    ],
    [
      'a time that is none',
      { headers: { ...headers, 'webhook-timestamp': '1e9' } },
      'bad_timestamp',
    ],
    ['a replay', { now: AT + 301_000 }, 'too_old'],
    ['the future', { now: AT - 301_000 }, 'too_new'],
    ['less patience', { now: AT + 11_000, toleranceSecs: 10 }, 'too_old'],
  ])('refuses %s', async (_, change, code) => {
    const error = await rejection(verifyWebhook({ ...sent(), secret: SECRET, ...change }));
    expect(error).toMatchObject({ name: 'WebhookError', code });
    expect(String(error)).not.toContain(SECRET);
  });

  it('refuses a signed body that is no JSON', async () => {
    const error = await rejection(verifyWebhook({ ...sent([SECRET], '{'), secret: SECRET }));
    expect(error).toMatchObject({ code: 'bad_body' });
  });
});

describe('verifyPrxSignature', () => {
  it('takes what the daemon signs, whatever the time', async () => {
    expect(await verifyPrxSignature({ ...sent(), secret: SECRET })).toEqual(EVENT);
  });

  it.each([
    ['another body', { body: `${body} ` }, 'wrong_signature'],
    ['a signature cut short', { headers: { 'x-prx-signature': 'sha256=ab' } }, 'wrong_signature'],
    ['no signature', { headers: {} }, 'missing_header'],
  ])('refuses %s', async (_, change, code) => {
    const error = await rejection(verifyPrxSignature({ ...sent(), secret: SECRET, ...change }));
    expect(error).toMatchObject({ code });
  });
});
