/**
 * Owns a whole run against one server: what is checked in which order, in which time, and how it ends. The checks themselves are in the
 * files of their kinds.
 */
import { Abort } from './abort.ts';
import { AccessChecks, type LimitedToken } from './access.ts';
import { checkChain, Remains } from './chains.ts';
import type { Contract, ContractOperation } from './contract.ts';
import { exampleDraft } from './drafts.ts';
import { Endpoint } from './endpoint.ts';
import { checkFaults, checkVerbs } from './faults.ts';
import { checkCount, checkLimit, limitedOperations } from './limits.ts';
import { Prober } from './prober.ts';
import { checkRandom } from './random.ts';
import { Record } from './record.ts';
import type { StreamReader } from './stream-reader.ts';
import { checkEndless, checkFinite, checkHeartbeat, isEndless, isFiniteStream } from './streams.ts';
import { checkWebhooks, hasWebhooks } from './webhooks.ts';
import { NOWHERE, Wire, WireError } from './wire.ts';

/** What is run. */
export interface RunOptions {
  readonly contract: Contract;
  readonly url: URL;
  readonly token: string | null;
  /** A good token with few scopes, to see it refused. */
  readonly limitedToken: LimitedToken | null;
  readonly seed: number;
  /** How many random requests there are, over all operations. */
  readonly requests: number;
  /** Where a former random run failed. */
  readonly path: string | null;
  /** An operationId or a tag; null checks everything. */
  readonly only: string | null;
  /** Whether the rate limit is run into on purpose. */
  readonly rateLimit: boolean;
  /** Where the server reaches us; null leaves webhooks out. */
  readonly webhookHost: string | null;
  /** How long a stream may be silent, in milliseconds; 0 leaves that out. */
  readonly heartbeatMs: number;
  /** Milliseconds that the run may take. */
  readonly timeoutMs: number;
  /** Milliseconds that one answer may take. */
  readonly requestTimeoutMs: number;
  /** Ends the run early; what it has made is removed all the same. */
  readonly signal?: AbortSignal;
}

/** How a run ended. */
export type Ending = 'done' | Abort['why'];

/** What came of a run. */
export interface Outcome {
  readonly ending: Ending;
  /** Why it ended before it was done. */
  readonly message: string | null;
  readonly record: Record;
  readonly operations: readonly ContractOperation[];
  readonly sent: number;
  /** Of these, the ones drawn at random. */
  readonly drawn: number;
  readonly tookMs: number;
}

/** A filter that fits nothing in the contract, in words for whoever gave it. */
export class NothingToCheck extends Error {
  override readonly name = 'NothingToCheck';
}

const MOST_BYTES = 16 * 1024 * 1024;
const REMOVAL_MS = 10_000;
/** Random requests are handed out again when operations were too slow for theirs. */
const PASSES = 3;
const LEAST_SHARE_MS = 2000;

const limitsOf = ({ requestTimeoutMs, signal }: RunOptions) => ({
  timeoutMs: requestTimeoutMs,
  maxBytes: MOST_BYTES,
  signal,
});

/** Checks a server. @throws NothingToCheck, NoEndpoint, ContractUnreadable */
export async function runConformance(options: RunOptions): Promise<Outcome> {
  const { contract, only } = options;
  const operations = contract.operations.filter(
    ({ id, tag }) => only === null || only === id || only === tag,
  );
  if (operations.length === 0)
    throw new NothingToCheck(`${contract.name} has no operation and no tag ${only}`);
  const endpoint = await openEndpoint(options, operations);
  const began = Date.now();
  const record = new Record([options.token, options.limitedToken?.token].filter(isText));
  const wire = new Wire(options.url, limitsOf(options));
  const prober = new Prober({
    contract,
    record,
    wire,
    token: options.token,
    ends: began + options.timeoutMs,
    signal: options.signal,
  });
  const run = new Run(options, prober, operations, endpoint);
  try {
    const ended = await run.all();
    await run.remove(wire);
    return {
      ...ended,
      record,
      operations,
      sent: prober.sent,
      drawn: run.drawn,
      tookMs: Date.now() - began,
    };
  } finally {
    wire.close();
    await endpoint?.stop();
  }
}

/** Listens for webhooks from the beginning, so that a port that cannot be had is known before the first request. */
async function openEndpoint(
  { contract, path, webhookHost }: RunOptions,
  operations: readonly ContractOperation[],
): Promise<Endpoint | null> {
  const register = hasWebhooks(contract);
  const isChecked = register !== null && operations.includes(register) && path === null;
  return isChecked && webhookHost !== null ? await Endpoint.start(webhookHost) : null;
}

const isText = (value: unknown) => typeof value === 'string';

class Run {
  drawn = 0;
  readonly #options: RunOptions;
  readonly #prober: Prober;
  readonly #operations: readonly ContractOperation[];
  readonly #remains: Remains;
  readonly #endpoint: Endpoint | null;

  constructor(
    options: RunOptions,
    prober: Prober,
    operations: readonly ContractOperation[],
    endpoint: Endpoint | null,
  ) {
    this.#options = options;
    this.#prober = prober;
    this.#operations = operations;
    this.#remains = new Remains(prober);
    this.#endpoint = endpoint;
    prober.onSuccess = (operation, answer) => this.#remains.note(operation, answer);
  }

  async all(): Promise<{ ending: Ending; message: string | null }> {
    try {
      await this.#knock();
      if (this.#options.path === null) await this.#everything();
      else await this.#random();
      return { ending: 'done', message: null };
    } catch (error) {
      if (!(error instanceof Abort)) throw error;
      return { ending: error.why, message: error.message };
    }
  }

  /** Removes what the run has made, in a time of its own. */
  async remove(wire: Wire): Promise<void> {
    const { contract, token } = this.#options;
    const ends = Date.now() + REMOVAL_MS;
    const prober = new Prober({ contract, record: new Record(), wire, token, ends });
    try {
      await this.#remains.remove(prober);
    } catch (error) {
      // A server that is gone keeps what it has; the run has told of that.
      if (!(error instanceof Abort)) throw error;
    }
  }

  async #everything(): Promise<void> {
    const { seed, limitedToken, rateLimit } = this.#options;
    const prober = this.#prober;
    const streams = await this.#streams();
    for (const one of this.#operations.filter(({ links }) => links.length > 0))
      await checkChain(prober, one, this.#remains, seed);
    for (const one of this.#operations) await checkFaults(prober, one, seed);
    await checkVerbs(prober, this.#operations);
    const access = new AccessChecks(prober, limitedToken);
    for (const one of this.#operations) await access.check(one);
    for (const one of this.#operations.filter(isFiniteStream))
      await checkFinite(prober, one, exampleDraft(one));
    await this.#random();
    for (const one of limitedOperations(this.#operations)) {
      await checkCount(prober, one);
      if (rateLimit) await checkLimit(prober, one);
    }
    const register = hasWebhooks(this.#options.contract);
    if (register !== null && this.#operations.includes(register)) {
      if (this.#endpoint === null)
        prober.record.skip('webhook-delivered', register.id, 'no --webhook-host was given');
      else await checkWebhooks(prober, this.#endpoint);
    }
    for (const [operation, reader] of streams)
      await checkHeartbeat(prober, operation, reader, this.#options.heartbeatMs);
  }

  /** Finds out whether there is a server, and whether it takes the token. */
  async #knock(): Promise<void> {
    const { contract, url, token, signal } = this.#options;
    const isEasy = ({ method, path, parameters }: ContractOperation) =>
      method === 'get' && !path.includes('{') && parameters.every(({ required }) => !required);
    const easy = contract.operations.filter((one) => isEasy(one) && !isEndless(one));
    const door = easy.find((one) => one.requirement !== null) ?? easy[0] ?? contract.operations[0];
    if (door === undefined) return;
    const wire = new Wire(url, limitsOf(this.#options));
    const prober = new Prober({
      contract,
      record: new Record(),
      wire,
      token,
      ends: Date.now() + this.#prober.left,
      signal,
    });
    try {
      const answer = await prober.draft(door, exampleDraft(door));
      const [trouble] = prober.record.violations;
      if (answer === null && trouble?.check !== 'answer-bounded' && !(await wire.isThere()))
        throw new Abort('unreachable', `${url.origin} does not answer: ${trouble?.message}`);
      if (answer?.status === 401) {
        const told =
          token === null ? 'a token is needed: give one by --token' : 'the token is refused';
        throw new Abort('wrong-token', `${url.origin}: ${told}`);
      }
    } catch (error) {
      if (error instanceof WireError) throw new Abort('unreachable', error.message);
      throw error;
    } finally {
      wire.close();
    }
  }

  async #streams(): Promise<[ContractOperation, StreamReader][]> {
    const readers: [ContractOperation, StreamReader][] = [];
    for (const one of this.#operations.filter(isEndless)) {
      const reader = await checkEndless(this.#prober, one, () => this.#nudge());
      if (reader === null) continue;
      if (this.#options.heartbeatMs > 0) readers.push([one, reader]);
      else reader.close();
    }
    return readers;
  }

  /** Something that a server may want to tell the readers of a stream, and that changes nothing. */
  async #nudge(): Promise<void> {
    const [first] = this.#options.contract.operations;
    const headers = first === undefined ? {} : this.#prober.credential(first).headers;
    await this.#prober.ask(null, { ...NOWHERE, headers });
  }

  async #random(): Promise<void> {
    const { requests, seed, path } = this.#options;
    const prober = this.#prober;
    let open = [...this.#operations];
    let left = requests;
    for (let pass = 0; pass < PASSES && left > 0 && open.length > 0; pass += 1) {
      const share = Math.ceil(left / open.length);
      const mostMs = Math.max(LEAST_SHARE_MS, (prober.left / open.length) * 0.8);
      const quick: ContractOperation[] = [];
      for (const one of open) {
        const want = Math.min(share, left);
        const sent = await checkRandom(prober, one, {
          seed: seed + pass,
          requests: want,
          mostMs,
          path,
        });
        this.drawn += sent;
        left -= Math.min(sent, want);
        if (sent >= want) quick.push(one);
        if (left <= 0 || path !== null) break;
      }
      if (path !== null) break;
      open = quick;
    }
  }
}
