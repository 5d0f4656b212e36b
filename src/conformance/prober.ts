/**
 * Owns asking the server, and noting that every answer came in time, whole and in bounds. It keeps to the server's rate limit and to the
 * time of the run; what is asked is said by the checks, what else an answer must hold by answer-checks.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Abort } from './abort.ts';
import { AnswerChecks, type Verdicts } from './answer-checks.ts';
import type { Bell } from './bell.ts';
import type { CheckId } from './checks.ts';
import type { Contract, ContractOperation } from './contract.ts';
import { type Credential, credentialFor, type Draft, toRequest } from './drafts.ts';
import { Judge } from './judge.ts';
import { Record, type Violation } from './record.ts';
import {
  type OpenAnswer,
  type Wire,
  WireError,
  type WireRequest,
  type WireTrouble,
} from './wire.ts';

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON value or the text; undefined without one and for what the contract does not allow. */
  readonly body: unknown;
  /** True when nothing about it was wrong. */
  readonly conforms: boolean;
}

/** How a request is asked. */
export interface Asking {
  /** Whether 429 is waited for and asked again; by default it is. */
  readonly patient?: boolean;
  /** Whose limit it counts against; the run's own token by default. */
  readonly holder?: string;
}

const TROUBLES: Readonly<{ [Trouble in WireTrouble]: CheckId }> = {
  unreachable: 'answers-in-time',
  silent: 'answers-in-time',
  'too-large': 'answer-bounded',
  broken: 'answer-whole',
};

const MOST_PATIENCE_SECS = 10;
const MOST_TRIES = 8;
/** After so many requests in a row without an answer, an operation is hopeless or the server gone. */
const MOST_SILENCES = 3;

/** The one who asks, for a whole run; one request at a time, so that limits can be counted. */
export class Prober {
  readonly contract: Contract;
  readonly judge: Judge;
  readonly token: string | null;
  /** Sees every successful answer, so that what it made can be removed; its body also where the contract does not allow it. */
  onSuccess: (operation: ContractOperation, answer: Answer) => void = () => undefined;
  #record: Record;
  readonly #wire: Wire;
  readonly #ends: number;
  readonly #signal: AbortSignal | undefined;
  readonly #checks: AnswerChecks;
  /** Requests in a row without an answer, by operation. */
  readonly #silences = new Map<string, number>();
  /** Operations that are asked no more: each request would take the whole time of an answer. */
  readonly #hopeless = new Set<string>();
  #sent = 0;

  /** @param ends When the time is over, in milliseconds since 1970. */
  constructor(options: {
    contract: Contract;
    record: Record;
    wire: Wire;
    token: string | null;
    ends: number;
    signal?: AbortSignal | undefined;
  }) {
    this.contract = options.contract;
    this.#record = options.record;
    this.token = options.token;
    this.judge = new Judge(options.contract);
    this.#checks = new AnswerChecks(this.judge);
    this.#wire = options.wire;
    this.#ends = options.ends;
    this.#signal = options.signal;
  }

  /** What has been found out so far. */
  get record(): Record {
    return this.#record;
  }

  /** Does something on a record of its own; what passed is taken over into the run's, what failed is left to the caller. */
  async aside(what: () => Promise<void>): Promise<readonly Violation[]> {
    const main = this.#record;
    const own = new Record();
    this.#record = own;
    try {
      await what();
      return own.violations;
    } catch (error) {
      // The run is at its end: nobody else would tell of these.
      for (const one of own.violations) main.fail(one);
      throw error;
    } finally {
      this.#record = main;
      main.takePasses(own);
    }
  }

  /** Requests sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Milliseconds until the time is over. */
  get left(): number {
    return Math.max(0, this.#ends - Date.now());
  }

  /** The run's token as an operation wants it. */
  credential(operation: ContractOperation, token: string | null = this.token): Credential {
    return credentialFor(this.contract, operation, token);
  }

  /** Asks a drafted request with the run's token. @throws Abort */
  async draft(
    operation: ContractOperation,
    draft: Draft,
    asking: Asking = {},
  ): Promise<Answer | null> {
    return await this.ask(
      operation,
      toRequest(operation, draft, this.credential(operation)),
      asking,
    );
  }

  /**
   * Asks, and judges what every answer must hold. @param operation Null for a request that no operation matches.
   * @returns null when there was no whole answer; @throws Abort
   */
  async ask(
    operation: ContractOperation | null,
    request: WireRequest,
    asking: Asking = {},
  ): Promise<Answer | null> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#once(operation, request, asking);
      if (answer === null || asking.patient === false) return answer;
      if (!(await this.#waited(answer, tries))) return answer;
    }
  }

  /** Waits as long as a limit asks for. @returns false where there is none, or no use in asking again; @throws Abort */
  async #waited(
    { status, headers }: Pick<Answer, 'status' | 'headers'>,
    tries: number,
  ): Promise<boolean> {
    const wait = Number(headers.get('retry-after') ?? '1');
    if (status !== 429 || tries >= MOST_TRIES || !(wait <= MOST_PATIENCE_SECS)) return false;
    await this.wait(wait * 1000);
    return true;
  }

  /** Opens a stream; null when there was none. Its events are judged by whoever reads them. @throws Abort */
  async open(
    operation: ContractOperation,
    draft: Draft,
    asking: Asking = {},
  ): Promise<OpenAnswer | null> {
    const request = toRequest(operation, draft, this.credential(operation));
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#openOnce(operation, request, asking);
      if (answer === null) return null;
      if (answer.isStream) return answer;
      answer.incoming.destroy();
      if (!(await this.#waited(answer, tries))) return null;
    }
  }

  async #openOnce(
    operation: ContractOperation,
    request: WireRequest,
    asking: Asking,
  ): Promise<(OpenAnswer & { readonly isStream: boolean }) | null> {
    this.#checkTime();
    if (this.#hopeless.has(operation.id)) return null;
    this.#sent += 1;
    try {
      const answer = await this.#wire.open(request);
      this.record.see(operation.id, answer.status);
      const { type, verdicts } = this.#checks.head(countedBy(operation, asking), answer);
      this.#note(operation, request, verdicts);
      return { ...answer, isStream: type === 'text/event-stream' };
    } catch (error) {
      await this.#trouble(operation, request, error);
      return null;
    }
  }

  /** Waits, though not beyond the end of the time. @throws Abort */
  async wait(ms: number): Promise<void> {
    const signal = this.#signal;
    // An interrupted wait is told of as the end of the run.
    await sleep(Math.min(ms, this.left + 1), undefined, { signal }).catch(() => undefined);
    this.#checkTime();
  }

  /** Waits until something holds that a bell tells of, or the time is up. @throws Abort when the run is interrupted */
  async until(bell: Bell, holds: () => boolean, ms: number): Promise<void> {
    await bell.until(holds, ms, this.#signal);
    this.#checkInterrupt();
  }

  /** Notes one verdict. */
  verdict(
    check: CheckId,
    operation: ContractOperation | null,
    request: WireRequest | string,
    fault: string | null,
  ): void {
    const name = operation?.id ?? 'edge';
    if (fault === null) this.record.pass(check, name);
    else
      this.record.fail({
        check,
        operation: name,
        request: lineOf(request),
        message: fault,
        replay: null,
      });
  }

  async #once(
    operation: ContractOperation | null,
    request: WireRequest,
    asking: Asking,
  ): Promise<Answer | null> {
    this.#checkTime();
    const name = operation?.id ?? 'edge';
    if (this.#hopeless.has(name)) return null;
    this.#sent += 1;
    try {
      const received = await this.#wire.send(request);
      const { status, headers, text } = received;
      this.#silences.delete(name);
      for (const check of WIRED) this.record.pass(check, name);
      this.record.see(name, status);
      const before = this.record.failures;
      const asked = countedBy(operation, asking);
      const { body, verdicts } = this.#checks.whole(asked, request.method, received);
      this.#note(operation, request, verdicts);
      const answer = { status, headers, body, conforms: this.record.failures === before };
      if (operation !== null && status >= 200 && status < 300)
        this.onSuccess(operation, { ...answer, body: body ?? readLoosely(text) });
      return answer;
    } catch (error) {
      await this.#trouble(operation, request, error);
      return null;
    }
  }

  #note(operation: ContractOperation | null, request: WireRequest, verdicts: Verdicts): void {
    for (const [check, fault] of verdicts) this.verdict(check, operation, request, fault);
  }

  /** Notes why there was no whole answer, and sees whether the operation or the whole server is gone. @throws Abort */
  async #trouble(
    operation: ContractOperation | null,
    request: WireRequest,
    error: unknown,
  ): Promise<void> {
    if (!(error instanceof WireError)) throw error;
    this.#checkTime();
    this.verdict(TROUBLES[error.trouble], operation, request, error.message);
    if (error.trouble === 'too-large') return;
    const name = operation?.id ?? 'edge';
    const silences = (this.#silences.get(name) ?? 0) + 1;
    this.#silences.set(name, silences);
    if (error.trouble !== 'unreachable' && silences % MOST_SILENCES !== 0) return;
    this.#sent += 1;
    if (!(await this.#wire.isThere()))
      throw new Abort('unreachable', `the server does not answer any more: ${error.message}`);
    if (error.trouble === 'silent') this.#hopeless.add(name);
  }

  #checkInterrupt(): void {
    if (this.#signal?.aborted) throw new Abort('interrupted', 'the run was interrupted');
  }

  #checkTime(): void {
    this.#checkInterrupt();
    if (this.left <= 0) throw new Abort('time-over', 'the time is over');
  }
}

const WIRED: readonly CheckId[] = ['answers-in-time', 'answer-bounded', 'answer-whole'];
const countedBy = (operation: ContractOperation | null, { holder = 'run' }: Asking) => ({
  operation,
  holder,
});

function readLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const lineOf = (request: WireRequest | string): string =>
  typeof request === 'string' ? request : `${request.method} ${request.target}`;
