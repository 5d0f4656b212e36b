/**
 * Owns what every answer must hold whatever was asked: the declared one, of its schema, with true headers, and no fault of the server's
 * own. Getting answers, and noting what is said of them here, belongs to prober.ts.
 */
import type { CheckId } from './checks.ts';
import type { ContractOperation } from './contract.ts';
import { HeaderWatch } from './header-watch.ts';
import { ContractFault, type Judge } from './judge.ts';
import type { WireAnswer } from './wire.ts';

/** What was looked at, each with what is wrong about it or null. */
export type Verdicts = readonly (readonly [CheckId, string | null])[];

/** Whose limit a request counts against, of the operation that it asks for; an operation of null is none of the contract. */
export interface Counted {
  readonly operation: ContractOperation | null;
  readonly holder: string;
}

/** The head of an answer. */
type Head = Pick<WireAnswer, 'status' | 'headers'>;

const JUDGED: readonly CheckId[] = [
  'undeclared-status',
  'media-type',
  'answer-headers',
  'body-schema',
  'extra-property',
];

/** Judges the answers of a whole run. */
export class AnswerChecks {
  readonly #judge: Judge;
  readonly #headers = new HeaderWatch();

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  /** Judges an answer whose body is read as it comes. @returns its media type, where the contract allows the head */
  head(asked: Counted, answer: Head): { type: string | null; verdicts: Verdicts } {
    const { status, headers } = answer;
    const claims = this.#claims(asked, answer);
    const [type, judged] = tried(() => this.#judge.head(asked.operation, status, headers));
    return { type: type ?? null, verdicts: [...claims, ...judged] };
  }

  /** Judges a whole answer. @returns its body, undefined without one and for what the contract does not allow */
  whole(asked: Counted, method: string, answer: WireAnswer): { body: unknown; verdicts: Verdicts } {
    const { status, headers, text, unreadable } = answer;
    const claims = this.#claims(asked, answer);
    const [body, judged] = tried(() => {
      const type = this.#judge.head(asked.operation, status, headers);
      if (type === 'text/event-stream' || method === 'HEAD') return undefined;
      return this.#judge.body(asked.operation, status, type, text, unreadable);
    });
    const own = status === 500 ? `answered 500: ${text.slice(0, 300)}` : null;
    return { body, verdicts: [...claims, ...judged, ['internal-error', own]] };
  }

  #claims({ operation, holder }: Counted, { status, headers }: Head): Verdicts {
    // What is refused before it is known who asks counts against somebody else.
    const isCounted = operation !== null && operation.rateGroup !== null && status !== 401;
    const who = operation?.requirement === null ? 'anybody' : holder;
    return this.#headers.judge(headers, isCounted ? `${who} ${operation.rateGroup}` : null);
  }
}

/** Lets a judgement say what is wrong; everything it looked at is right otherwise. */
function tried<T>(judge: () => T): readonly [T | undefined, Verdicts] {
  try {
    const found = judge();
    return [found, JUDGED.map((check) => [check, null] as const)];
  } catch (error) {
    if (!(error instanceof ContractFault)) throw error;
    return [undefined, [[error.check, error.message]]];
  }
}
