/**
 * Owns the proof that remembering a token for a second never lets a revoked one in.
 * The other rules of tokens are in tokens.test.ts.
 */
import { expect, test } from 'vitest';
import { revokeToken } from '../../src/db/tokens.ts';
import { Tokens } from '../../src/domain/tokens/index.ts';
import { freshGround, quietCaller } from './ground.ts';

async function freshToken() {
  const { store, journal, clock } = await freshGround();
  const tokens = new Tokens({
    store,
    journal,
    clock,
    knownScopes: new Set(['sessions:read']),
    adminToken: null,
  });
  const input = { name: 'reader', scopes: ['sessions:read'] };
  const { secret, token } = await tokens.create(input, quietCaller);
  const isKnown = async () => (await tokens.verify(secret)) !== null;
  return { store, clock, tokens, id: token.id, isKnown };
}

test('a token that was just used is unknown as soon as it is revoked', async () => {
  const { tokens, id, isKnown } = await freshToken();
  expect(await isKnown()).toBe(true);
  await tokens.revoke(id, quietCaller);
  expect(await isKnown()).toBe(false);
});

test('checks that cross the revocation do not keep the token alive', async () => {
  const { tokens, id, isKnown } = await freshToken();
  const crossing: Promise<boolean>[] = [];
  let revoked = false;
  const revocation = tokens.revoke(id, quietCaller).then(() => {
    revoked = true;
  });
  while (!revoked) {
    crossing.push(isKnown());
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all([revocation, ...crossing]);
  expect(await isKnown()).toBe(false);
});

test('what another process revoked is unknown after a second', async () => {
  const { store, clock, id, isKnown } = await freshToken();
  expect(await isKnown()).toBe(true);
  await store.write((tx) => revokeToken(tx, id, clock.now()));
  clock.advance(1000);
  expect(await isKnown()).toBe(false);
});
