/**
 * Owns judging an answer of our own APIs: by the contract, as src/conformance does, and beyond it by the codes that go with a status.
 * Sending requests belongs to contract-client.ts.
 */
import { Contract } from '../../src/conformance/contract.ts';
import { ContractFault, Judge } from '../../src/conformance/judge.ts';
import { agentOperations } from '../../src/generated/agent/bindings.ts';
import agentDocument from '../../src/generated/agent/openapi.json' with { type: 'json' };
import type { Operation } from '../../src/generated/contract.ts';
import { nanoclawOperations } from '../../src/generated/nanoclaw/bindings.ts';
import nanoclawDocument from '../../src/generated/nanoclaw/openapi.json' with { type: 'json' };
import { prxOperations } from '../../src/generated/prx/bindings.ts';
import prxDocument from '../../src/generated/prx/openapi.json' with { type: 'json' };
import { codesByStatus } from './error-codes.ts';

/** The three APIs. */
export const apis = ['prx', 'agent', 'nanoclaw'] as const;
/** One of the three APIs. */
export type Api = (typeof apis)[number];

/** What the contract of each API says. */
export const contracts: Readonly<
  Record<Api, { document: unknown; operations: readonly Operation[] }>
> = {
  prx: { document: prxDocument, operations: prxOperations },
  agent: { document: agentDocument, operations: agentOperations },
  nanoclaw: { document: nanoclawDocument, operations: nanoclawOperations },
};

/** The operation of this id. @throws Error when the contract has none */
export function findOperation(api: Api, id: string): Operation {
  const found = contracts[api].operations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${api} has no operation ${id}`);
  return found;
}

const ERROR = '#/components/schemas/Error';

/** Validates answers of one API; a fault is thrown and names operation, status and what is wrong. */
export class ContractCheck {
  readonly api: Api;
  readonly #judge: Judge;

  constructor(api: Api) {
    this.api = api;
    this.#judge = new Judge(new Contract(api, contracts[api].document));
  }

  /**
   * Judges status, headers and media type; the body comes after, by `body` or `event`.
   * @param operation Null for an answer of the edge to a request that no operation matches.
   * @returns the media type of the body, null when there must be none
   */
  head(operation: Operation | null, status: number, headers: Headers): string | null {
    return this.#judge.head(operation, status, headers);
  }

  /** Judges a whole body; text that is JSON by its media type is read and returned as that. */
  body(operation: Operation | null, status: number, type: string | null, text: string): unknown {
    const body = this.#judge.body(operation, status, type, text);
    if (type !== null && this.#judge.schemaRef(operation, status, type) === ERROR) {
      const code = codesByStatus[this.api].codeOf(body);
      const expected = codesByStatus[this.api].statuses[status] ?? [];
      if (!expected.includes(code)) {
        const what = `has the code ${code}, not ${expected.join(' or ')}`;
        throw new ContractFault(
          'body-schema',
          `${this.api} ${operation?.id ?? 'edge'} ${status} ${what}`,
        );
      }
    }
    return body;
  }

  /** Judges one server-sent event. */
  event(operation: Operation, status: number, event: unknown): void {
    this.#judge.event(operation, status, event);
  }

  /** What is wrong with a value by the schema at a pointer into the document, or null. */
  faultBySchema(pointer: string, value: unknown): string | null {
    return this.#judge.valueFault(pointer, value);
  }
}
