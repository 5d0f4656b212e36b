/**
 * Owns the proof that the contracts hold every operation of the published pages, and say which ones no page documents.
 * What the operations are is in the generated tables.
 */
import { expect, test } from 'vitest';
import { agentOperations } from '../../src/generated/agent/bindings.ts';
import type { Operation } from '../../src/generated/contract.ts';
import { nanoclawOperations } from '../../src/generated/nanoclaw/bindings.ts';
import { prxOperations } from '../../src/generated/prx/bindings.ts';

const published = (operations: readonly Operation[]) => operations.filter((one) => !one.extension);

test('the contracts hold 22, 12 and 61 published operations, and 3 legacy paths', () => {
  const aliases = agentOperations.filter((one) => one.aliasOf !== null);
  expect(published(prxOperations)).toHaveLength(22);
  expect(published(agentOperations)).toHaveLength(12 + 3);
  expect(aliases.map((one) => one.path).sort()).toEqual([
    '/internal/reload',
    '/internal/runtime-metadata',
    '/status',
  ]);
  expect(published(nanoclawOperations)).toHaveLength(61);
});

test('an alias asks for and answers what the operation behind it does', () => {
  for (const alias of agentOperations.filter((one) => one.aliasOf !== null)) {
    const { id, path, aliasOf, ...rest } = alias;
    const {
      id: _id,
      path: _path,
      aliasOf: _alias,
      ...target
    } = agentOperations.find((one) => one.id === aliasOf) ??
    expect.unreachable(`${id} has no target`);
    expect(rest, path).toEqual(target);
  }
});
