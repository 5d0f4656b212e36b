/**
 * Owns the check of webhooks: an endpoint of ours is registered, an event is caused, and what arrives is verified. It is made where the
 * contract has webhooks, an operation that registers them, and one that causes an event.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { Contract, ContractOperation } from './contract.ts';
import { exampleDraft, NO_CREDENTIAL, toRequest } from './drafts.ts';
import { brief } from './faults.ts';
import type { Prober } from './prober.ts';

/** One delivery as it arrived. */
interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const ARRIVAL_MS = 10_000;
const MOST_BYTES = 1024 * 1024;

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

/** Checks that an event arrives, signed. @param host Where the server reaches us, with or without a port. @throws Abort */
export async function checkWebhooks(prober: Prober, host: string): Promise<void> {
  const parts = findParts(prober.contract);
  if (parts === null) return;
  const { register, cause, webhook } = parts;
  const endpoint = await Endpoint.start(host);
  try {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const body = JSON.stringify({ url: endpoint.url, events: [webhook.name], secret });
    const made = await prober.draft(register, { ...exampleDraft(register), body });
    if (made === null) return;
    if (made.status >= 300) {
      const why = `the server does not take ${endpoint.url}: ${brief(made)}`;
      return prober.record.skip('webhook-delivered', register.id, why);
    }
    await prober.draft(cause, exampleDraft(cause));
    const delivery = await endpoint.next(Math.min(ARRIVAL_MS, prober.left));
    const request = toRequest(cause, exampleDraft(cause), NO_CREDENTIAL);
    const missing =
      delivery === null ? `no ${webhook.name} came within ${ARRIVAL_MS / 1000} s` : null;
    prober.verdict('webhook-delivered', register, request, missing);
    if (delivery === null) return;
    prober.verdict('webhook-body', register, request, bodyFault(prober, webhook.pointer, delivery));
    prober.verdict('webhook-signature', register, request, signatureFault(secret, delivery));
  } finally {
    await endpoint.stop();
  }
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

/** An endpoint on this machine that takes everything. */
class Endpoint {
  readonly url: string;
  readonly #server: Server;
  readonly #deliveries: Delivery[] = [];
  #wake: () => void = () => undefined;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
    server.on('request', (incoming, outgoing) => {
      const pieces: Buffer[] = [];
      let size = 0;
      incoming.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > MOST_BYTES) incoming.destroy();
        else pieces.push(piece);
      });
      incoming.once('end', () => {
        outgoing.writeHead(204).end();
        this.#deliveries.push({
          headers: incoming.headers,
          body: Buffer.concat(pieces).toString('utf8'),
        });
        this.#wake();
      });
    });
  }

  static async start(host: string): Promise<Endpoint> {
    const { hostname, port } = new URL(`http://${host}`);
    const server = createServer();
    // All addresses: the name that the server knows us by need not be one of this machine.
    server.listen(
      port === '' ? 0 : Number(port),
      isLoopback(hostname) ? hostname.replace(/^\[|\]$/g, '') : undefined,
    );
    await once(server, 'listening');
    const address = server.address();
    const own = address !== null && typeof address === 'object' ? address.port : 0;
    return new Endpoint(server, `http://${hostname}:${own}/conformance`);
  }

  async next(ms: number): Promise<Delivery | null> {
    const ends = Date.now() + ms;
    while (this.#deliveries.length === 0 && Date.now() < ends) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ends - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#deliveries[0] ?? null;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const isLoopback = (name: string) => /^(127\.|\[?::1\]?$|localhost$)/.test(name);
