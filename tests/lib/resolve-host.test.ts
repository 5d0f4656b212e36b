/**
 * Owns how names that callers chose are found: by DNS without holding the process's threads, by the system where DNS knows nothing.
 * Which addresses are let through is in ssrf-guard.test.ts.
 */
import { lookup } from 'node:dns/promises';
import { expect, it, onTestFinished } from 'vitest';
import { isListed, resolveHost } from '../../src/lib/resolve-host.ts';
import { A, startDnsServer } from '../support/dns-server.ts';

async function dns(answer: Parameters<typeof startDnsServer>[0]) {
  const server = await startDnsServer(answer);
  onTestFinished(() => server.stop());
  return server;
}

it('finds every address that DNS knows', async () => {
  const { address } = await dns(() => ['192.0.2.1', '192.0.2.2']);
  expect(await resolveHost('two.example', [address])).toEqual([
    { address: '192.0.2.1', family: 4 },
    { address: '192.0.2.2', family: 4 },
  ]);
});

it('does not wait for a server that says nothing of the other family', async () => {
  const { address } = await dns((_name, type) => (type === A ? ['192.0.2.1'] : 'silent'));
  const begun = performance.now();
  expect(await resolveHost('one.example', [address])).toEqual([
    { address: '192.0.2.1', family: 4 },
  ]);
  // Both tries of the silent question would take six seconds.
  expect(performance.now() - begun).toBeLessThan(4000);
});

it('asks the system for what DNS does not know, and for plain names at once', async () => {
  const server = await dns(() => null);
  expect(await resolveHost('localhost', [server.address])).toContainEqual({
    address: '127.0.0.1',
    family: 4,
  });
  await resolveHost('a.printer.LOCAL', [server.address]).catch(() => undefined);
  await resolveHost('localhost.', [server.address]).catch(() => undefined);
  expect(server.asked).toEqual([]);
  await expect(resolveHost('nobody.invalid', [server.address])).rejects.toMatchObject({
    syscall: 'getaddrinfo',
  });
  expect(new Set(server.asked)).toEqual(new Set(['nobody.invalid']));
});

it('names whose server is silent end in time, and hold up no other name of the process', async () => {
  const { address } = await dns((name) => (name === 'good.example' ? ['192.0.2.1'] : 'silent'));
  let over = 0;
  const silent = Array.from({ length: 30 }, (_, index) =>
    resolveHost(`silent-${index}.example`, [address]).finally(() => {
      over += 1;
    }),
  );
  const ends = Promise.allSettled(silent);
  expect(await resolveHost('good.example', [address])).toHaveLength(1);
  expect(await lookup('localhost')).toBeDefined();
  expect(over).toBe(0);
  for (const end of await ends)
    expect(end).toMatchObject({ status: 'rejected', reason: { code: 'EAI_AGAIN' } });
}, 30_000);

it.each([
  ['192.0.2.1 hooks.example', true],
  ['192.0.2.1\tother.example  HOOKS.example # mine', true],
  ['# 192.0.2.1 hooks.example', false],
  ['192.0.2.1 other.example # hooks.example', false],
  ['192.0.2.1 my.hooks.example', false],
  ['hooks.example', false],
  ['', false],
])('a hosts file with %j lists hooks.example: %s', (line, listed) => {
  expect(isListed(`127.0.0.1 localhost\n${line}\n`, 'hooks.example')).toBe(listed);
});
