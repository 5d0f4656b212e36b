/**
 * Owns the checks of who is let in: nobody without a token, with a wrong one, or with one that may do less. What a request is refused
 * for otherwise belongs to faults.ts.
 */
import type { ContractOperation } from './contract.ts';
import { exampleDraft, NO_CREDENTIAL, toRequest } from './drafts.ts';
import { brief } from './faults.ts';
import type { Prober } from './prober.ts';

/** A token that nobody has made. */
const SOMEBODY = 'conformance-a-token-that-nobody-has-made-0123456789';

/** A good token that may do little. */
export interface LimitedToken {
  readonly token: string;
  readonly scopes: readonly string[];
}

/** Checks operations that need a token. @param limited A good token with few scopes; null leaves that out. @throws Abort */
export class AccessChecks {
  readonly #prober: Prober;
  readonly #limited: LimitedToken | null;
  #isLockedOut = false;

  constructor(prober: Prober, limited: LimitedToken | null) {
    this.#prober = prober;
    this.#limited = limited;
  }

  async check(operation: ContractOperation): Promise<void> {
    const { record } = this.#prober;
    if (operation.requirement === null) return;
    if (operation.anonymous && !(await this.#isClosed(operation)))
      return record.skip('auth-missing', operation.id, 'the contract lets servers be open');
    await this.#checkMissing(operation);
    await this.#checkWrong(operation);
    await this.#checkScope(operation);
  }

  /** Whether a server that may be open is not. */
  async #isClosed(operation: ContractOperation): Promise<boolean> {
    const request = toRequest(operation, exampleDraft(operation), NO_CREDENTIAL);
    const answer = await this.#prober.ask(operation, request, { holder: 'nobody' });
    return answer?.status === 401;
  }

  async #checkMissing(operation: ContractOperation): Promise<void> {
    const request = toRequest(operation, exampleDraft(operation), NO_CREDENTIAL);
    const answer = await this.#prober.ask(operation, request, { holder: 'nobody' });
    if (answer === null) return;
    const fault = answer.status === 401 ? null : `was answered ${answer.status}: ${brief(answer)}`;
    this.#prober.verdict('auth-missing', operation, request, fault);
  }

  async #checkWrong(operation: ContractOperation): Promise<void> {
    const prober = this.#prober;
    if (this.#isLockedOut)
      return prober.record.skip(
        'auth-wrong',
        operation.id,
        'the server has locked wrong tokens out',
      );
    const credential = prober.credential(operation, SOMEBODY);
    const request = toRequest(operation, exampleDraft(operation), credential);
    const answer = await prober.ask(operation, request, { holder: 'somebody', patient: false });
    if (answer === null) return;
    // Who guesses tokens may be locked out; that is no way in.
    if (answer.status === 429) {
      this.#isLockedOut = true;
      return prober.record.skip(
        'auth-wrong',
        operation.id,
        'the server has locked wrong tokens out',
      );
    }
    const fault = answer.status === 401 ? null : `was answered ${answer.status}: ${brief(answer)}`;
    prober.verdict('auth-wrong', operation, request, fault);
  }

  async #checkScope(operation: ContractOperation): Promise<void> {
    const prober = this.#prober;
    if (this.#limited === null)
      return prober.record.skip('auth-scope', operation.id, 'no token with fewer scopes was given');
    const { token, scopes } = this.#limited;
    const needed = operation.requirement?.scopes ?? [];
    if (needed.every((scope) => scopes.includes(scope)))
      return prober.record.skip('auth-scope', operation.id, 'the limited token may do this');
    const request = toRequest(
      operation,
      exampleDraft(operation),
      prober.credential(operation, token),
    );
    const answer = await prober.ask(operation, request, { holder: 'limited' });
    if (answer === null) return;
    const fault = answer.status === 403 ? null : `was answered ${answer.status}: ${brief(answer)}`;
    prober.verdict('auth-scope', operation, request, fault);
  }
}
