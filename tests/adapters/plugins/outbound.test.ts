/**
 * Owns which HTTP requests of plugins go out, and what of the answer comes in.
 * Which URLs a manifest allows is tested in tests/domain.
 */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { makeOutbound } from '../../../src/adapters/plugins/outbound.ts';
import type { OutboundRequest } from '../../../src/domain/plugins/index.ts';
import { endless } from '../../domain/ground.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

const local = makeOutbound({ allowedHosts: () => ['127.0.0.1'], userAgent: 'Test/1' });
const request = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url,
  headers: [],
  body: null,
  ...more,
});

test('a request arrives as it was made, and its answer too; redirects are answered', async () => {
  const seen: string[] = [];
  const url = await serve(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method, url: path, headers } = incoming;
    seen.push(
      `${method} ${path} ${headers['x-a']} ${headers['user-agent']} ${Buffer.concat(chunks)}`,
    );
    response.writeHead(302, { location: 'http://169.254.169.254/', 'set-cookie': ['a', 'b'] });
    response.end('gone');
  });
  const answer = await local(
    request(`${url}/x?y`, {
      method: 'POST',
      headers: [['x-a', '1']],
      body: new TextEncoder().encode('body'),
    }),
    endless,
  );
  expect(seen).toEqual(['POST /x?y 1 Test/1 body']);
  expect(answer.status).toBe(302);
  expect(Buffer.from(answer.body).toString()).toBe('gone');
  expect(answer.headers.filter(([name]) => name === 'set-cookie')).toEqual([
    ['set-cookie', 'a'],
    ['set-cookie', 'b'],
  ]);
});

test.each([
  ['a private address', request('http://10.0.0.1/'), 'must not lead to a private'],
  ['this machine', request('http://localhost/'), 'must not lead to this machine'],
  ['another scheme', request('file:///etc/passwd'), 'must be an http or https URL'],
  ['a method that there is not', request('http://127.0.0.1/', { method: 'CONNECT' }), 'the method'],
  [
    'a header of the connection',
    request('http://127.0.0.1/', { headers: [['Host', 'x']] }),
    'the header Host cannot be sent',
  ],
  [
    'a header with a line break',
    request('http://127.0.0.1/', { headers: [['x', 'a\r\nb: c']] }),
    'the header x cannot be sent',
  ],
])('%s is refused', async (_name, one, reason) => {
  await expect(local(one, endless)).rejects.toThrow(reason);
});

test('a name that leads to a private address is refused when it is connected to', async () => {
  const outbound = makeOutbound({
    allowedHosts: () => [],
    userAgent: 'Test/1',
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  });
  await expect(outbound(request('http://public.example/'), endless)).rejects.toThrow(
    'the host leads to a private or reserved address',
  );
});

test('an answer that is too large is not taken, and one that nobody waits for ends', async () => {
  const url = await serve((incoming, response) => {
    if (incoming.url === '/large') response.end(Buffer.alloc(1024 * 1024 + 1));
  });
  await expect(local(request(`${url}/large`), endless)).rejects.toThrow(
    'the answer is larger than 1048576 bytes',
  );
  const giveUp = new AbortController();
  const waiting = local(request(`${url}/never`), giveUp.signal);
  giveUp.abort();
  await expect(waiting).rejects.toThrow('the request failed');
});
