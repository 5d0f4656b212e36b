/**
 * Owns the list of operations that are in a contract and not built yet; each answers 501 in its API's own words.
 * It may only shrink: an operation without a handler that is not listed here does not compile.
 */
export const pending = {
  prx: [],
  agent: [],
  nanoclaw: [],
} as const;

/** The operationIds of one API that are not built yet. */
export type Pending<Api extends keyof typeof pending> = (typeof pending)[Api][number];
