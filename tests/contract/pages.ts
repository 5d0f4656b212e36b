/**
 * Owns how tests write down what a published page prints. The pages themselves are in page.ts of each API.
 */
import type { Api } from '../support/contract-check.ts';

/** One block of JSON: a request, or an answer where there is a status. */
export interface PageBlock {
  readonly api: Api;
  readonly operation: string;
  readonly status?: number;
  readonly value: unknown;
}

/** One row of a table of query parameters; null where the page gives no single default. */
export interface PageParameter {
  readonly operation: string;
  readonly name: string;
  readonly default: string | number | boolean | null;
}

/** One request as the page prints it; `:id` stands for a session that is there, `:thread` for a thread, `:hook` for a hook. */
export interface PageCommand {
  readonly api: Api;
  readonly operation: string;
  readonly method: string;
  readonly target: string;
  /** The status the page promises. */
  readonly status: number;
}
