/**
 * Owns the headers that prove where a webhook comes from: Standard Webhooks 1.0 and `X-PRX-Signature`.
 * Which secrets sign is decided by domain/hooks.
 */
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { WebhookMessage } from '../../domain/hooks/index.ts';

/** The signing headers of one attempt; without secrets only its id and time. */
export function signatureHeaders({
  id,
  at,
  body,
  secrets,
}: WebhookMessage): Record<string, string> {
  const [newest] = secrets;
  const plain = { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at / 1000)) };
  if (newest === undefined) return plain;
  const signatures = secrets.map((secret) => signer(secret).sign(id, new Date(at), body));
  const digest = createHmac('sha256', newest).update(body).digest('hex');
  return {
    ...plain,
    'webhook-signature': signatures.join(' '),
    'x-prx-signature': `sha256=${digest}`,
  };
}

/** After `whsec_` a secret is base64; any other text, or one that is no base64, is the key itself. */
function signer(secret: string): Webhook {
  const itself = () => new Webhook(secret, { format: 'raw' });
  if (!secret.startsWith('whsec_')) return itself();
  try {
    return new Webhook(secret);
  } catch {
    return itself();
  }
}
