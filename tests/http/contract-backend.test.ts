/**
 * Owns what loading a contract demands of the program that serves it. What requests are answered then is in tests/contract.
 */
import { expect, it } from 'vitest';
import { agentDocument } from '../../src/app/handlers.ts';
import { agentOperations } from '../../src/generated/agent/bindings.ts';
import { type ContractDocument, loadContract } from '../../src/http/contract-backend.ts';

const document: ContractDocument = JSON.parse(JSON.stringify(agentDocument));
const handlers = Object.fromEntries(agentOperations.map(({ id }) => [id, () => id]));

it('every operation has its handler, and an alias the one it stands for', async () => {
  const plans = await loadContract(document, agentOperations, handlers);
  const found = plans.map(({ operation, handler }) => [operation.id, handler()]);
  expect(found).toEqual(agentOperations.map(({ id, aliasOf }) => [id, aliasOf ?? id]));
});

it('an operation without a handler is found at the start', async () => {
  const { getStatus: _, ...others } = handlers;
  await expect(loadContract(document, agentOperations, others)).rejects.toThrow(
    'The operation getStatus has no handler',
  );
});
