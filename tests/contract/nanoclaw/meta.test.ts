/**
 * Owns what the nanoclaw tag `meta` promises. Its documentation page is tested where it is built.
 */
import { expect, it } from 'vitest';
import { contracts } from '../../support/contract-check.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { clientsOf } from '../served.ts';

it('answers its contract without a key', async () => {
  const daemon = await startTestDaemon();
  const { nanoclaw } = clientsOf(daemon.addresses);
  const { body } = await nanoclaw.call('getOpenapi', { token: null });
  expect(body).toEqual(contracts.nanoclaw.document);
  await daemon.stop();
});
