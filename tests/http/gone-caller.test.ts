/**
 * Owns what is told of a caller who hangs up before the answer: the operator reads what happened, and of no fault of the daemon.
 * What becomes of the turn is in the tests of the domain.
 */
import { expect, it, onTestFinished, vi } from 'vitest';
import { at, makeSession, pluck } from '../contract/read.ts';
import { clientsOf } from '../contract/served.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { startOpenAiServer } from '../support/model-servers/openai.ts';
import { request, Wire } from '../support/raw-http.ts';
import { jsonHeaders } from './edge.ts';

it('a caller who hangs up while the model thinks is no error of ours', async () => {
  const model = await startOpenAiServer();
  onTestFinished(() => model.stop());
  model.respond = () => 'hang';
  const daemon = await startTestDaemon({
    env: {
      OPENAI_API_KEY: 'test-key',
      OPENAI_BASE_URL: model.url,
      GATEHOUSE_PROVIDERS_PRIMARY: 'openai',
      GATEHOUSE_LOGGING_LEVEL: 'info',
    },
  });
  onTestFinished(() => daemon.stop());
  const { prx } = clientsOf(daemon.addresses);
  const id = await makeSession(prx);
  const line = `POST /api/v1/sessions/${id}/messages`;
  const wire = await Wire.open(daemon.addresses.prx);
  wire.send(
    request(daemon.addresses.prx, `${line} HTTP/1.1`, jsonHeaders('prx'), '{"content":"Hi"}'),
  );
  await vi.waitFor(() => expect(model.requests).toHaveLength(1), { timeout: 30_000 });
  wire.cut();
  const lines = async () => {
    const { body } = await prx.call('listLogs', { query: { limit: 100 } });
    return pluck(body, 'entries', 'level').map(
      (level, index) => `${level}: ${at(body, 'entries', index, 'message')}`,
    );
  };
  await vi.waitFor(
    async () =>
      expect(await lines()).toContainEqual(
        expect.stringMatching(new RegExp(`^warn: ${line} 499 `)),
      ),
    { timeout: 30_000 },
  );
  expect(await lines()).not.toContainEqual(expect.stringMatching(/^error: /));
});
