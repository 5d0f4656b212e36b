/**
 * Owns a connection to a peer agent: its card is read at first and looked at again every now and then, so that a peer that went away
 * is known. Messages to it are in errand.ts, opening the connection again belongs to domain/connections.
 */
import { AGENT_CARD_PATH, AgentCard } from '@a2a-js/sdk';
import { type Client, ClientFactory, JsonRpcTransportFactory } from '@a2a-js/sdk/client';
import { isLegacyAgentCard, parseLegacyAgentCard } from '@a2a-js/sdk/compat/v0_3/client';
import { z } from 'zod';
import type { PeerConnection, PeerSettings } from '../../domain/peers/index.ts';
import { MASK } from '../../lib/redact.ts';
import { boundedFetch, type Fetch } from './bounded-fetch.ts';
import { runErrand } from './errand.ts';

/** Times in milliseconds: between two looks at the card, for one look, and between two questions after a task. */
export interface PeerTimes {
  readonly checkMs: number;
  readonly lookMs: number;
  readonly pollMs: number;
}

const TIMES: PeerTimes = { checkMs: 30_000, lookMs: 10_000, pollMs: 500 };
const MOST_CARD_BYTES = 256 * 1024;
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;
const LONGEST_DESCRIPTION = 1024;
const LONGEST_REASON = 1000;

const object = z.record(z.string(), z.unknown());

/** Connects to a peer. @throws Error with the reason in words */
export async function connectPeer(
  { url, token }: PeerSettings,
  signal: AbortSignal,
  times: PeerTimes = TIMES,
): Promise<PeerConnection> {
  const { origin } = new URL(url);
  const forCard = boundedFetch({ origin, token, mostBytes: MOST_CARD_BYTES });
  const forCalls = boundedFetch({ origin, token, mostBytes: MOST_ANSWER_BYTES });
  const place = new URL(AGENT_CARD_PATH, url.endsWith('/') ? url : `${url}/`);
  const look = async (until: AbortSignal) => {
    try {
      const card = await readCard(forCard, place, until);
      return { card, client: await makeClient(card, origin, forCalls) };
    } catch (error) {
      throw new Error(hide(reasonOf(error), token));
    }
  };
  let { card, client } = await look(AbortSignal.any([signal, AbortSignal.timeout(times.lookMs)]));
  const closing = new AbortController();
  const ended = new Promise<string>((resolve) => {
    let isLooking = false;
    const timer = setInterval(async () => {
      if (isLooking) return;
      isLooking = true;
      const until = AbortSignal.any([closing.signal, AbortSignal.timeout(times.lookMs)]);
      try {
        ({ card, client } = await look(until));
      } catch (error) {
        resolve(reasonOf(error));
      }
      isLooking = false;
    }, times.checkMs);
    timer.unref();
    closing.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  });
  return {
    ended,
    get description() {
      return card.description.slice(0, LONGEST_DESCRIPTION);
    },
    async ask(message, messageId, until) {
      try {
        const streams = card.capabilities?.streaming === true;
        const errand = { message, messageId, streams, pollMs: times.pollMs };
        return await runErrand(client, errand, until);
      } catch (error) {
        throw new Error(hide(reasonOf(error), token));
      }
    },
    async close() {
      closing.abort();
    },
  };
}

async function readCard(get: Fetch, place: URL, signal: AbortSignal): Promise<AgentCard> {
  const response = await get(place, { headers: { 'a2a-version': '1.0' }, signal });
  if (!response.ok) throw new Error(`its card is answered with ${response.status}`);
  const read = object.safeParse(await response.json());
  if (!read.success) throw new Error('its card is no object');
  return isLegacyAgentCard(read.data)
    ? parseLegacyAgentCard(read.data)
    : AgentCard.fromJSON(read.data);
}

/** A client for what the card offers at the peer's own address, which is the only one the operator has vouched for. */
async function makeClient(card: AgentCard, origin: string, get: Fetch): Promise<Client> {
  const spoken = card.supportedInterfaces.filter(
    (one) => one.protocolBinding.toUpperCase() === 'JSONRPC' && URL.canParse(one.url),
  );
  const supportedInterfaces = spoken.filter((one) => new URL(one.url).origin === origin);
  const [other] = spoken;
  if (supportedInterfaces.length === 0)
    throw new Error(
      other === undefined
        ? 'its card names no JSON-RPC interface'
        : `its card leads to ${new URL(other.url).origin}: configure that address`,
    );
  const legacyCompat = { enabled: true };
  const factory = new ClientFactory({
    transports: [new JsonRpcTransportFactory({ fetchImpl: get, legacyCompat })],
  });
  return await factory.createFromAgentCard({ ...card, supportedInterfaces });
}

/** The beginning of a reason, without the token that a peer might repeat in it. */
function hide(reason: string, token: string | undefined): string {
  const hidden = token === undefined ? reason : reason.replaceAll(token, MASK);
  return hidden.slice(0, LONGEST_REASON);
}

/** The innermost reason: `fetch failed` says nothing. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'the peer did not answer in time';
  return error.cause instanceof Error && error.message === 'fetch failed'
    ? reasonOf(error.cause)
    : error.message;
}
