/**
 * Owns the check of webhooks: an endpoint of ours is registered, an event is caused, and what arrives is verified. It is made where the
 * contract has webhooks, an operation that registers them, and one that causes an event; taking deliveries belongs to endpoint.ts.
 */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Contract, ContractOperation } from './contract.ts';
import { exampleDraft, NO_CREDENTIAL, toRequest } from './drafts.ts';
import type { Delivery, Endpoint } from './endpoint.ts';
import { brief } from './faults.ts';
import type { Prober } from './prober.ts';

const ARRIVAL_MS = 10_000;

/** What registers an endpoint, and what causes an event that can be sent to it. */
function findParts(contract: Contract) {
  const tags = new Set(contract.webhooks.map(({ tag }) => tag));
  const register = contract.operations.find(
    ({ method, tag, body }) =>
      method === 'post' &&
      tags.has(tag) &&
      body !== null &&
      ['url', 'events'].every((name) => name in contract.resolve(body.schema.properties)),
  );
  for (const webhook of contract.webhooks) {
    const cause = contract.operations.find(
      ({ causes, path }) => causes === webhook.name && !path.includes('{'),
    );
    if (register !== undefined && cause !== undefined) return { register, cause, webhook };
  }
  return null;
}

/** Checks that an event arrives at an endpoint, signed. @throws Abort */
export async function checkWebhooks(prober: Prober, endpoint: Endpoint): Promise<void> {
  const parts = findParts(prober.contract);
  if (parts === null) return;
  const { register, cause, webhook } = parts;
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const body = JSON.stringify({ url: endpoint.url, events: [webhook.name], secret });
  const made = await prober.draft(register, { ...exampleDraft(register), body });
  if (made === null) return;
  if (made.status >= 300) {
    const why = `the server does not take ${endpoint.url}: ${brief(made)}`;
    return prober.record.skip('webhook-delivered', register.id, why);
  }
  await prober.draft(cause, exampleDraft(cause));
  const delivery = await endpoint.next(prober, Math.min(ARRIVAL_MS, prober.left));
  const request = toRequest(cause, exampleDraft(cause), NO_CREDENTIAL);
  const missing =
    delivery === null ? `no ${webhook.name} came within ${ARRIVAL_MS / 1000} s` : null;
  prober.verdict('webhook-delivered', register, request, missing);
  if (delivery === null) return;
  prober.verdict('webhook-body', register, request, bodyFault(prober, webhook.pointer, delivery));
  prober.verdict('webhook-signature', register, request, signatureFault(secret, delivery));
}

function bodyFault(prober: Prober, pointer: string, { body }: Delivery): string | null {
  try {
    return prober.judge.valueFault(pointer, JSON.parse(body));
  } catch {
    return `is no JSON: ${body.slice(0, 200)}`;
  }
}

function signatureFault(secret: string, { headers, body }: Delivery): string | null {
  try {
    new Webhook(secret).verify(body, {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** True where somebody could register endpoints at all. */
export const hasWebhooks = (contract: Contract): ContractOperation | null =>
  findParts(contract)?.register ?? null;
