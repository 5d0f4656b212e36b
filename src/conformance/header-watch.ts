/**
 * Owns the truth of headers that claim something over many answers: request ids that are never given twice, and rate limits. What one
 * answer must have is judged by judge.ts.
 */
import type { CheckId } from './checks.ts';
import { fieldsFault, RateWatch, readRate } from './rates.ts';

const MOST_REQUEST_IDS = 200_000;

/** Follows the headers of a whole run. */
export class HeaderWatch {
  readonly #rates = new RateWatch();
  readonly #requestIds = new Set<string>();

  /**
   * Takes the headers of the next answer.
   * @param limit What it counts against, such as a token and a group of operations; null where that is not known.
   * @returns what was looked at, each with what is wrong about it or null
   */
  judge(headers: Headers, limit: string | null): readonly (readonly [CheckId, string | null])[] {
    const verdicts: [CheckId, string | null][] = [];
    const id = headers.get('x-request-id');
    if (id !== null) verdicts.push(['request-id', this.#idFault(id)]);
    const rate = readRate(headers);
    if (rate === null) return verdicts;
    verdicts.push(['rate-limit-fields', fieldsFault(headers, rate)]);
    if (limit !== null) verdicts.push(['rate-limit-window', this.#rates.take(limit, rate)]);
    return verdicts;
  }

  #idFault(id: string): string | null {
    const isKnown = this.#requestIds.has(id);
    if (this.#requestIds.size < MOST_REQUEST_IDS) this.#requestIds.add(id);
    return isKnown ? `the request id ${id} was given before` : null;
  }
}
