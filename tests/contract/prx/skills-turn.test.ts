/**
 * Owns what a skill promises to a session: the model is told of it with the messages that call for it, and with no others.
 * Which messages those are is tested in tests/domain.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtIn } from '../../../src/app/outside.ts';
import type { Provider } from '../../../src/domain/agent/index.ts';
import { echo } from '../../domain/ground.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { makeSession } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

/** The system prompts of all model calls. */
const told: string[] = [];
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];
let session: string;

beforeAll(async () => {
  const provider: Provider = {
    ...echo,
    answer(request, signal) {
      told.push(request.system);
      return echo.answer(request, signal);
    },
  };
  daemon = await startTestDaemon({ outside: { ...builtIn, provider } });
  prx = clientsOf(daemon.addresses).prx;
  session = await makeSession(prx);
});
afterAll(() => daemon.stop());

it.each([
  ['/review src/main.ts', true],
  ['Please review this change', true],
  ['이 코드 리뷰해줘', true],
  ['このコードをレビューしてください', true],
  ['I previewed it', false],
  ['프리뷰 보여줘', false],
  ['プレビューを見せて', false],
])('the message %j calls for code-review: %s', async (content, isCalled) => {
  told.length = 0;
  const { status } = await prx.call('sendMessage', { path: { id: session }, body: { content } });
  expect(status).toBe(200);
  expect(told).toHaveLength(1);
  expect(told[0]?.includes('<skill name="code-review">')).toBe(isCalled);
});
