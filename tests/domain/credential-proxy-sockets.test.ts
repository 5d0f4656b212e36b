/**
 * Owns what is promised of the sockets of runs: each has one in a folder of its own, from the moment it is let in to its end, whatever
 * becomes of the proxy meanwhile. Requests over them are in tests/adapters/credential-proxy/run-sockets.test.ts.
 */
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { makeProxyCarrier } from '../../src/adapters/credential-proxy/index.ts';
import { proxySocketsDir } from '../../src/app/credential-proxy.ts';
import type { ProxyCarrier } from '../../src/domain/credential-proxy/index.ts';
import { freePort, send, startProxy } from '../adapters/credential-proxy/ground.ts';
import { tempDir } from '../support/temp.ts';
import { quietCaller } from './ground.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;

/** What a request without a mapping is answered; null where nobody listens. */
const statusAt = async (run: { socketPath: string; token: string }) =>
  await send({ socketPath: run.socketPath, path: `/c/${run.token}/v1` }).then(
    ({ status }) => status,
    () => null,
  );

/** A carrier whose sockets cannot be had while `isBroken`. */
function breakable() {
  const real = makeProxyCarrier();
  const broken = { isBroken: false };
  const carrier: ProxyCarrier = {
    async listen(place, gate) {
      if (broken.isBroken && 'path' in place)
        throw Object.assign(new Error('no more files'), { code: 'EMFILE' });
      return await real.listen(place, gate);
    },
  };
  return { broken, carrier };
}

it('each run has a socket that everyone may use and nobody replace, in a folder that is its alone', async () => {
  const { admit, socketsDir } = await startProxy();
  const [one, two] = [await admit('run_a'), await admit('run_b')];
  expect(one.socketDir).not.toBe(two.socketDir);
  for (const run of [one, two]) {
    expect(dirname(run.socketDir)).toBe(socketsDir);
    expect([modeOf(run.socketDir), modeOf(run.socketPath)]).toEqual([0o711, 0o666]);
    expect(readdirSync(run.socketDir)).toEqual(['proxy.sock']);
    expect(await statusAt(run)).toBe(404);
  }
  // No container sees this one, and nobody else on this machine has to.
  expect(modeOf(socketsDir)).toBe(0o700);
});

it('a run takes its folder with it, and leaves those of others', async () => {
  const { admit, proxy, socketsDir, socketDir, socketPath, token } = await startProxy();
  const { token: other } = await admit('run_2');
  await proxy.dismiss(other);
  await proxy.dismiss(other);
  expect(readdirSync(socketsDir)).toEqual([socketDir.slice(-6)]);
  expect(await statusAt({ socketPath, token })).toBe(404);
  await proxy.dismiss(token);
  expect(readdirSync(socketsDir)).toEqual([]);
});

it('a start removes what a killed daemon has left, and nothing that links lead to', async () => {
  const socketsDir = join(tempDir(), 'run');
  const outside = tempDir();
  writeFileSync(join(outside, 'kept'), 'kept');
  mkdirSync(join(socketsDir, 'abcdef'), { recursive: true });
  writeFileSync(join(socketsDir, 'abcdef', 'proxy.sock'), '');
  writeFileSync(join(socketsDir, 'proxy.sock'), '');
  symlinkSync(outside, join(socketsDir, 'link'));
  const { socketDir } = await startProxy({ socketsDir });
  expect(readdirSync(socketsDir)).toEqual([socketDir.slice(-6)]);
  expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('kept');
});

it('a stop closes the sockets of runs that go on, and a start opens them in the folders that their containers see', async () => {
  const { admit, proxy, socketDir, socketPath, token } = await startProxy();
  const one = { socketPath, token };
  const { ino } = statSync(socketDir);
  await proxy.stop(quietCaller);
  expect([await statusAt(one), readdirSync(socketDir)]).toEqual([null, []]);
  // A run that begins now waits for the proxy as the others do, and one that ends is over.
  const [two, three] = [await admit('run_2'), await admit('run_3')];
  expect(await statusAt(two)).toBe(null);
  await proxy.dismiss(three.token);
  expect(await proxy.start(quietCaller)).toMatchObject({ changed: true });
  expect([await statusAt(one), await statusAt(two)]).toEqual([404, 404]);
  expect(statSync(socketDir).ino).toBe(ino);
  expect(existsSync(three.socketDir)).toBe(false);
  expect(await proxy.start(quietCaller)).toMatchObject({ changed: false });
});

it('a run that begins or ends while the proxy stops and starts has what it should at the end', async () => {
  const { admit, proxy, socketsDir, token } = await startProxy();
  const [, begun] = await Promise.all([
    proxy.stop(quietCaller),
    admit('run_2'),
    proxy.start(quietCaller),
    proxy.dismiss(token),
  ]);
  expect(await statusAt(begun)).toBe(404);
  expect(readdirSync(socketsDir)).toEqual([begun.socketDir.slice(-6)]);
});

it('another port leaves the sockets of runs as they are', async () => {
  const { proxy, socketPath, token } = await startProxy();
  const before = connect(socketPath);
  const said = readText(before);
  await once(before, 'connect');
  expect(await proxy.setPort(await freePort(), quietCaller)).toMatchObject({ changed: true });
  before.write(`GET /c/${token}/v1 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
  expect(await said).toMatch(/^HTTP\/1.1 404 /);
});

it('a run whose socket cannot be opened is not let in, and leaves nothing', async () => {
  const { broken, carrier } = breakable();
  const { admit, proxy, socketsDir, token } = await startProxy({ carrier });
  await proxy.dismiss(token);
  broken.isBroken = true;
  await expect(admit('run_2')).rejects.toThrow('EMFILE');
  expect(readdirSync(socketsDir)).toEqual([]);
  await proxy.stop(quietCaller);
  // It is not remembered either.
  broken.isBroken = false;
  await proxy.start(quietCaller);
  expect(readdirSync(socketsDir)).toEqual([]);
  expect(await statusAt(await admit('run_2'))).toBe(404);
});

it('one run whose socket cannot be opened again does not keep the proxy from the others', async () => {
  const { admit, proxy, socketDir, socketPath, token } = await startProxy();
  const lost = await admit('run_2');
  await proxy.stop(quietCaller);
  rmSync(lost.socketDir, { recursive: true });
  await proxy.start(quietCaller);
  expect(await statusAt({ socketPath, token })).toBe(404);
  expect(proxy.state()).toMatchObject({ running: true, fault: null });
  await proxy.dismiss(lost.token);
  expect(existsSync(socketDir)).toBe(true);
});

it('without a folder for sockets the proxy says so, lets no run in, and does both once there is one', async () => {
  const socketsDir = join(tempDir(), 'run');
  writeFileSync(socketsDir, '');
  const { proxy, admit } = await startProxy({ socketsDir, isClosed: true });
  await proxy.open();
  expect(proxy.troubles()).toMatchObject([{ component: 'credential-proxy' }]);
  expect(proxy.state().fault).toContain('EEXIST');
  expect(proxy.state().running).toBe(true);
  await expect(admit('run_1')).rejects.toThrow('EEXIST');
  rmSync(socketsDir);
  expect(await proxy.start(quietCaller)).toMatchObject({ changed: true });
  expect(proxy.troubles()).toEqual([]);
  expect(await statusAt(await admit('run_1'))).toBe(404);
});

it('a folder that leads elsewhere is not taken, and nothing there is touched', async () => {
  const outside = tempDir();
  writeFileSync(join(outside, 'kept'), 'kept');
  const socketsDir = join(tempDir(), 'run');
  symlinkSync(outside, socketsDir);
  const { proxy, admit } = await startProxy({ socketsDir, isClosed: true });
  await proxy.open();
  expect(proxy.troubles()).toHaveLength(1);
  await expect(admit('run_1')).rejects.toThrow('EACCES');
  expect(readdirSync(outside)).toEqual(['kept']);
});

it('the end of the daemon takes all folders with it', async () => {
  const { admit, proxy, socketsDir } = await startProxy();
  await admit('run_2');
  await proxy.close();
  expect(existsSync(socketsDir)).toBe(false);
});

it('paths stay short enough for sockets, however long the name of the data folder is', () => {
  expect(proxySocketsDir('/srv/gatehouse')).toBe('/srv/gatehouse/run');
  const deep = `/srv/${'long/'.repeat(20)}`;
  for (let length = 0; length < 100; length += 1) {
    const folder = proxySocketsDir(deep.slice(0, 10 + length));
    expect(Buffer.byteLength(join(folder, 'abcdef', 'proxy.sock'))).toBeLessThanOrEqual(100);
  }
  expect(proxySocketsDir(`${deep}a`)).not.toBe(proxySocketsDir(`${deep}b`));
  // And one that is long works.
  const home = mkdtempSync(join(tmpdir(), `${'x'.repeat(80)}-`));
  onTestFinished(() => rmSync(home, { recursive: true }));
  expect(dirname(proxySocketsDir(home))).toBe(tmpdir());
});
