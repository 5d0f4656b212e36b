/**
 * Owns that the tour of README.md works as printed: the block itself is run by bash and curl, against a built daemon.
 * Only the addresses are changed, because a test takes free ports.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChildDaemon, spawnDaemon } from '../support/daemon.ts';

const readme = readFileSync('README.md', 'utf8');
const block = /<!-- tour:begin -->\s*```bash\n(.*?)```\s*<!-- tour:end -->/s.exec(readme)?.[1];

let daemon: ChildDaemon;
beforeAll(async () => {
  daemon = await spawnDaemon({ env: { GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '10' } });
});
afterAll(() => daemon.end('SIGTERM'));

test('the tour prints what it promises', async () => {
  const { prx, agent } = daemon.addresses;
  const script = (block ?? '')
    .replaceAll('http://127.0.0.1:3120', prx)
    .replaceAll('http://127.0.0.1:8000', agent);
  const flags = ['--norc', '-euo', 'pipefail', '-c'];
  const { stdout, stderr } = await promisify(execFile)('bash', [...flags, script], {
    env: { PATH: process.env.PATH, GATEHOUSE_HOME: daemon.home },
  });
  expect(stderr).toBe('');
  const steps = [
    /^HTTP\/1\.1 201 Created\r$/m,
    /^x-ratelimit-limit: 10\r$/m,
    /^ratelimit: "sessions-write";r=9;t=1\r$/m,
    /^event: token\ndata: \{"content":"No"\}$/m,
    /^event: done\ndata: .*this is an echo: hello there".*$/m,
    /^\{"success":true,"data":\{"thread_id":"sess_\w+","messages":\[\{"role":"human","content":"hello there"\},.*$/m,
    /^204$/m,
    /^\{"error":\{"code":"conflict",.*\}\} 409$/m,
    /^HTTP\/1\.1 405 Method Not Allowed\r$/m,
    /^allow: GET, HEAD, POST\r$/m,
  ];
  const places = steps.map((step) => stdout.search(step));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});
