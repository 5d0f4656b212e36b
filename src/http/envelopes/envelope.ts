/**
 * Owns what an API's error table is: for every reason the status and code, and for every refusal the body.
 * The three tables are in prx.ts, agent.ts and nanoclaw.ts beside this file.
 */
import type { DomainError, Reason } from '../../domain/shared/index.ts';

/** How one API speaks one reason. */
export interface Spoken<Code extends string> {
  readonly status: number;
  readonly code: Code;
}

/** Every reason; a new one does not compile until the table has it. */
export type ReasonTable<Code extends string> = Readonly<Record<Reason, Spoken<Code>>>;

/** How one API words its errors. */
export interface Envelope {
  readonly table: ReasonTable<string>;
  /** The error body of this API for a refusal. */
  body(error: DomainError): unknown;
}
