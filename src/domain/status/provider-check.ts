/**
 * Owns asking the model provider whether it can be reached, now and then and not for every report. What it answers with belongs to it.
 */
import type { Clock } from '../../lib/clock.ts';
import { redact } from '../../lib/redact.ts';
import type { Provider } from '../agent/index.ts';
import { type Trouble, within } from './trouble.ts';

/** A result counts for this long: a vendor may count every question. */
const LIFE_MS = 4000;
const DEADLINE_MS = 3000;
const LONGEST_REASON = 500;

/** Checks one provider. */
export class ProviderCheck {
  readonly #provider: Provider;
  readonly #clock: Clock;
  #last: { readonly at: number; readonly result: Promise<Trouble[]> } | null = null;

  constructor(provider: Provider, clock: Clock) {
    this.#provider = provider;
    this.#clock = clock;
  }

  /** One trouble while the provider cannot be reached; none for one that has no way to ask it. */
  async troubles(): Promise<Trouble[]> {
    const now = this.#clock.monotonic();
    if (this.#last === null || now - this.#last.at >= LIFE_MS)
      this.#last = { at: now, result: this.#ask() };
    return await this.#last.result;
  }

  async #ask(): Promise<Trouble[]> {
    const { name, check } = this.#provider;
    if (check === undefined) return [];
    const component = `provider:${name}`;
    const asked = Promise.resolve()
      .then(() => this.#provider.check?.(AbortSignal.timeout(DEADLINE_MS)))
      .then(
        () => [],
        (error: unknown) => [{ component, reason: reasonOf(error) }],
      );
    const silent = [{ component, reason: `It did not answer within ${DEADLINE_MS / 1000} s` }];
    return (await within(DEADLINE_MS, asked)) ?? silent;
  }
}

const reasonOf = (error: unknown) =>
  redact(error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON);
