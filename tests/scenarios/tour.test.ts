/**
 * Owns the tour of the README: its commands run as they are printed, against a daemon started as it says, and print what it promises.
 * Every single answer is tested in full through the contracts.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { newHome, serve } from '../cli/command.ts';

/** The addresses that the README prints. */
const PRINTED = {
  prx: 'http://127.0.0.1:3120',
  agent: 'http://127.0.0.1:8000',
  nanoclaw: 'http://127.0.0.1:55765',
};
const ECHO = 'No model is configured, so this is an echo: hello there';

function readTour(): string {
  const readme = readFileSync('README.md', 'utf8');
  const [, tour] =
    /<!-- tour:begin -->\s*```bash\n([\s\S]*?)```\s*<!-- tour:end -->/.exec(readme) ?? [];
  if (tour === undefined) throw new Error('README.md has no tour');
  return tour;
}

/** Whether nobody on this machine listens there. */
async function isFree(address: string): Promise<boolean> {
  const server = createServer();
  const port = Number(new URL(address).port);
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  await new Promise((resolve) => server.close(resolve));
  return free;
}

/** Takes the next piece of the output; fails the test when it is not there. */
function makeReader(output: string): (pattern: RegExp) => RegExpExecArray {
  let rest = output;
  return (pattern) => {
    const found = pattern.exec(rest);
    if (found === null) throw new Error(`Expected ${pattern} in what is left:\n${rest}`);
    rest = rest.slice(found.index + found[0].length);
    return found;
  };
}

test('the tour of the README works as printed', async () => {
  const home = newHome();
  const free = await Promise.all(Object.values(PRINTED).map(isFree));
  // An empty variable is an absent one: then the ports are those of the README.
  const port = free.includes(false) ? '0' : '';
  const { addresses } = await serve({
    home,
    env: {
      AGENT_ID: 'my-agent',
      GATEHOUSE_GATEWAY_PORT: port,
      GATEHOUSE_MANAGEMENT_PORT: port,
      GATEHOUSE_CONTAINERS_PORT: port,
      GATEHOUSE_CONTAINERS_PROXY_PORT: '0',
    },
  });
  if (port === '') expect(addresses).toEqual(PRINTED);
  const tour = readTour()
    .replaceAll(PRINTED.prx, addresses.prx)
    .replaceAll(PRINTED.agent, addresses.agent)
    .replaceAll(PRINTED.nanoclaw, addresses.nanoclaw);

  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', tour], {
    env: { PATH: process.env.PATH, GATEHOUSE_HOME: home },
  });
  const next = makeReader(stdout.replaceAll('\r', ''));

  // Create a session, with the rate limit of its group in the headers.
  next(/^HTTP\/1\.1 201 Created\n/);
  next(/x-ratelimit-limit: 10\nx-ratelimit-remaining: 9\nx-ratelimit-reset: \d+\n/);
  next(/ratelimit-policy: "sessions-write";q=10;w=1\nratelimit: "sessions-write";r=9;t=1\n/);
  const created = JSON.parse(next(/\n\n([\s\S]*?)(?=event: token)/)[1] ?? '');
  expect(created).toMatchObject({ user_id: 'user_123', channel: 'api', status: 'active' });

  // Send a message and watch the answer arrive.
  const stream = next(/event: token\n[\s\S]*event: done\ndata: (.*)\n\n/);
  const tokens = [...stream[0].matchAll(/event: token\ndata: (.*)\n\n/g)].map(
    ([, data = '']) => JSON.parse(data).content,
  );
  expect(tokens.join('')).toBe(ECHO);
  expect(tokens.length).toBeGreaterThan(5);
  expect(JSON.parse(stream[1] ?? '')).toMatchObject({
    session_id: created.id,
    role: 'ai',
    content: ECHO,
  });

  // Read the same messages through the agent API.
  expect(JSON.parse(next(/^\{.*\}\n/)[0])).toEqual({
    success: true,
    data: {
      thread_id: created.id,
      messages: [
        { role: 'human', content: 'hello there' },
        { role: 'ai', content: ECHO },
      ],
    },
    error: null,
  });

  // Terminate; the second time is a conflict.
  next(/^204\n/);
  const [, refusal = ''] = next(/^(\{.*\}) 409\n/);
  expect(JSON.parse(refusal).error).toMatchObject({ details: { status: 'terminated' } });

  // A verb that the path does not have.
  next(/^HTTP\/1\.1 405 Method Not Allowed\n/);
  next(/allow: GET, HEAD, POST\n/);
});
