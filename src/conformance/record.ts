/**
 * Owns what a run has found out: verdicts by check and operation, and the statuses that were seen. It stays small however much goes
 * wrong; how it is printed belongs to the reports.
 */
import type { CheckId } from './checks.ts';

/** Something that the contract does not allow. */
export interface Violation {
  readonly check: CheckId;
  /** The operation, `edge` for a request that belongs to none. */
  readonly operation: string;
  /** What was asked, as a line such as `GET /api/v1/sessions`. */
  readonly request: string;
  readonly message: string;
  /** How to see it again; null where the run itself is enough. */
  readonly replay: string | null;
}

/** How often a check passed and failed, and why it could not be made. */
export interface Verdict {
  passed: number;
  failed: number;
  skipped: string | null;
}

const MOST_OF_ONE = 3;
const MOST = 500;
const LONGEST_TEXT = 1000;
/** What is shorter is no secret, and may be in any text. */
const SHORTEST_SECRET = 8;

/** The findings of a run. */
export class Record {
  readonly violations: Violation[] = [];
  /** By operation and check. */
  readonly verdicts = new Map<string, Map<CheckId, Verdict>>();
  /** How often each status was seen, by operation. */
  readonly statuses = new Map<string, Map<number, number>>();
  #failures = 0;
  readonly #secrets: readonly string[];

  /** @param secrets What stands in no report, although a server may repeat it. */
  constructor(secrets: readonly string[] = []) {
    this.#secrets = secrets
      .filter((one) => one.length >= SHORTEST_SECRET)
      .flatMap((one) => [one, encodeURIComponent(one)]);
  }

  /** Everything that failed, also what is not kept in words. */
  get failures(): number {
    return this.#failures;
  }

  pass(check: CheckId, operation: string): void {
    this.#verdict(check, operation).passed += 1;
  }

  fail(violation: Violation): void {
    const verdict = this.#verdict(violation.check, violation.operation);
    verdict.failed += 1;
    this.#failures += 1;
    if (verdict.failed > MOST_OF_ONE || this.violations.length >= MOST) return;
    const { request, message } = violation;
    const worded = (text: string) => cut(this.#without(text));
    this.violations.push({ ...violation, request: worded(request), message: worded(message) });
  }

  #without(text: string): string {
    return this.#secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text);
  }

  /** Notes that a check could not be made here, unless it could elsewhere in the run. */
  skip(check: CheckId, operation: string, why: string): void {
    this.#verdict(check, operation).skipped ??= why;
  }

  see(operation: string, status: number, times = 1): void {
    const seen = this.statuses.get(operation) ?? new Map<number, number>();
    seen.set(status, (seen.get(status) ?? 0) + times);
    this.statuses.set(operation, seen);
  }

  /** Adds what passed and was seen elsewhere. */
  takePasses(other: Record): void {
    for (const [operation, verdicts] of other.verdicts)
      for (const [check, { passed }] of verdicts)
        if (passed > 0) this.#verdict(check, operation).passed += passed;
    for (const [operation, statuses] of other.statuses)
      for (const [status, times] of statuses) this.see(operation, status, times);
  }

  #verdict(check: CheckId, operation: string): Verdict {
    const verdicts = this.verdicts.get(operation) ?? new Map<CheckId, Verdict>();
    this.verdicts.set(operation, verdicts);
    const verdict = verdicts.get(check) ?? { passed: 0, failed: 0, skipped: null };
    verdicts.set(check, verdict);
    return verdict;
  }
}

const cut = (text: string) =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text;
