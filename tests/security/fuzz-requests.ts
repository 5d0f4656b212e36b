/**
 * Owns random requests for our own APIs as they go onto a bare socket. How they are made is in src/conformance, sending them and
 * judging the answers is left to fuzz.test.ts.
 */
import type fc from 'fast-check';
import { Contract } from '../../src/conformance/contract.ts';
import { credentialFor } from '../../src/conformance/drafts.ts';
import { requestsFor as drawFor } from '../../src/conformance/generate.ts';
import type { Operation } from '../../src/generated/contract.ts';
import { type Api, contracts } from '../support/contract-check.ts';
import { credential } from '../support/contract-client.ts';
import { ADMIN_TOKEN } from '../support/daemon.ts';

/** One request as it goes onto the wire. */
export interface FuzzRequest {
  /** The verb and the target. */
  readonly line: string;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: string;
}

/** Requests for one operation. */
export function requestsFor(api: Api, { id }: Operation): fc.Arbitrary<FuzzRequest> {
  const contract = new Contract(api, contracts[api].document);
  const operation = contract.find(id);
  if (operation === undefined) throw new Error(`${api} has no operation ${id}`);
  const none = credentialFor(contract, operation, null);
  return drawFor(contract, operation, none).map(({ method, target, headers, body }) => ({
    line: `${method} ${target}`,
    headers: { ...credential(api, ADMIN_TOKEN), ...headers },
    body,
  }));
}
