/**
 * Owns a real container engine for tests: Podman's service on a socket of its own, shared by all files of one run, and an image to build
 * on. What is run in containers is left to the tests; on a machine without Podman they are skipped, in CI they fail.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from 'vitest';
import { PID, RUN_FOLDER, SOCKET } from './engine-run.ts';

const reason = missing();
if (reason !== null && process.env.GATEHOUSE_REQUIRE_ENGINE !== '1')
  process.stderr.write(`skipped: tests with a container engine, as ${reason}\n`);

/** A block of tests that need an engine. */
export const describeWithEngine = describe.skipIf(
  reason !== null && process.env.GATEHOUSE_REQUIRE_ENGINE !== '1',
);

function missing(): string | null {
  const { status, stderr, error } = spawnSync('podman', ['info'], { encoding: 'utf8' });
  if (status === 0) return null;
  return error === undefined ? `podman does not work: ${stderr.trim()}` : 'there is no podman';
}

/** The socket of the run's own Podman, which the first to ask for it starts. */
export async function podmanSocket(): Promise<string> {
  const folder = process.env[RUN_FOLDER];
  if (folder === undefined) throw new Error('the run has no folder for its engine');
  const socket = join(folder, SOCKET);
  try {
    mkdirSync(join(folder, 'lock'));
    const { pid } = startPodman(socket, join(folder, 'log'));
    writeFileSync(join(folder, PID), String(pid));
  } catch (error) {
    // Another file was first.
    if (!existsSync(join(folder, 'lock'))) throw error;
  }
  await listening(socket);
  return socket;
}

/** Starts a Podman service that belongs to the caller alone, who ends it. */
export function startPodman(socket: string, log: string): ChildProcess {
  const output = openSync(log, 'a');
  const child = spawn('podman', ['system', 'service', '--time=0', `unix://${socket}`], {
    stdio: ['ignore', output, output],
    detached: true,
    // It leaves a note where it was started when a container took too much memory.
    cwd: dirname(socket),
  });
  child.unref();
  return child;
}

/** Waits until something answers at a socket. */
export async function listening(socket: string): Promise<void> {
  for (let n = 0; n < 200; n += 1) {
    const answers = await new Promise<boolean>((resolve) => {
      const client = createConnection(socket);
      client.once('connect', () => {
        client.destroy();
        resolve(true);
      });
      client.once('error', () => resolve(false));
    });
    if (answers) return;
    await sleep(50);
  }
  throw new Error(`nothing answers at ${socket}`);
}

/**
 * An image with this Node, a shell and the usual commands, made from this machine as none can be pulled; it is kept for later runs.
 * By itself it runs what comes in on its input as a script of the shell.
 * @returns its name
 */
export function baseImage(): string {
  const node = process.execPath;
  const parts = [process.version, node, busyboxPath(), 'v3'].join('\n');
  const name = `localhost/gatehouse-test-base:${createHash('sha256').update(parts).digest('hex').slice(0, 12)}`;
  if (spawnSync('podman', ['image', 'exists', name]).status === 0) return name;
  const root = mkdtempSync(join(tmpdir(), 'gatehouse-base-'));
  try {
    fillRoot(root, node);
    const tar = execFileSync('tar', ['-c', '--owner=0', '--group=0', '-C', root, '.'], {
      maxBuffer: 1024 ** 3,
    });
    const changes = ['ENV PATH=/usr/local/bin:/usr/bin:/bin', 'CMD ["/bin/sh", "-s"]'];
    const args = changes.flatMap((change) => ['--change', change]);
    execFileSync('podman', ['import', ...args, '-', name], {
      input: tar,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return name;
}

/** Removes an image that a test has built; one that is not there is no error. */
export function removeImage(name: string): void {
  execFileSync('podman', ['rmi', '--force', '--ignore', name], { stdio: 'ignore' });
}

const busyboxPath = () => execFileSync('which', ['busybox'], { encoding: 'utf8' }).trim();

function fillRoot(root: string, node: string): void {
  chmodSync(root, 0o755);
  for (const folder of ['bin', 'etc', 'tmp', 'usr/bin', 'usr/local/bin', 'var', 'workspace'])
    mkdirSync(join(root, folder), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  copyFileSync(busyboxPath(), join(root, 'bin/busybox'));
  chmodSync(join(root, 'bin/busybox'), 0o755);
  for (const command of execFileSync('busybox', ['--list'], { encoding: 'utf8' })
    .trim()
    .split('\n'))
    if (command !== 'busybox') symlinkSync('busybox', join(root, 'bin', command));
  copyFileSync(node, join(root, 'usr/local/bin/node'));
  chmodSync(join(root, 'usr/local/bin/node'), 0o755);
  for (const [, library = ''] of execFileSync('ldd', [node], { encoding: 'utf8' }).matchAll(
    /(?:=> )?(\/\S+) \(0x/g,
  )) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
    chmodSync(join(root, library), 0o755);
  }
  writeFileSync(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000:node:/tmp:/bin/sh\n',
  );
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
}
