/**
 * Owns the test of a connection to a container that nobody follows yet. What becomes of one that is followed is in docker.test.ts.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { attach } from '../../../src/adapters/containers/docker-attach.ts';
import { tempDir } from '../../support/temp.ts';

test('a connection that breaks before anybody follows it ends no more than itself', async () => {
  const path = join(tempDir(), 'engine.sock');
  const server = createServer();
  server.on('upgrade', (_request, connection) => {
    connection.on('error', () => undefined);
    connection.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n',
    );
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  const connection = await attach(path, 'c1', new AbortController().signal);
  connection.destroy(new Error('read ECONNRESET'));
  await new Promise<void>((resolve) => connection.once('close', () => resolve()));
  expect(connection.destroyed).toBe(true);
});
