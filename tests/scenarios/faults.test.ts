/**
 * Owns the proof that the status cannot lie: each fault that is put into a running daemon shows in it within ten seconds, under its
 * component, and is gone within ten seconds of its repair. When health turns red with it is told for each one.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { builtIn } from '../../src/app/outside.ts';
import { at, makeSession, pluck, textAt } from '../contract/read.ts';
import { type Clients, clientsOf } from '../contract/served.ts';
import { Outpost } from '../domain/connections-ground.ts';
import { echo } from '../domain/ground.ts';
import { spawnDaemon, startTestDaemon } from '../support/daemon.ts';
import { HookReceiver } from '../support/hook-receiver.ts';
import { type HranaServer, startHranaServer } from '../support/hrana-server.ts';

/** The promise: ten seconds to be seen, ten to be gone. */
const PROMISE = { timeout: 10_000, interval: 50 };
/** Both, and the time to set the fault. */
const PATIENCE_MS = 30_000;

type Prx = Clients['prx'];

const components = async (prx: Prx) =>
  pluck((await prx.call('getStatus')).body, 'reasons', 'component');
const state = async (prx: Prx) => at((await prx.call('getStatus')).body, 'status');
const isHealthy = async (prx: Prx) => (await prx.call('getHealth', { token: null })).status === 200;

/** What a fault looks like: `component` in the reasons; health turns red when nothing can be served. */
interface Fault {
  readonly component: string;
  readonly state: 'degraded' | 'unhealthy';
  readonly health: boolean;
  readonly set: () => unknown;
  readonly repair: () => unknown;
}

async function prove(prx: Prx, fault: Fault): Promise<void> {
  await vi.waitUntil(async () => (await state(prx)) === 'healthy', PROMISE);
  await fault.set();
  await vi.waitUntil(async () => {
    const shown = (await components(prx)).includes(fault.component);
    return shown && (await state(prx)) === fault.state;
  }, PROMISE);
  expect(await isHealthy(prx)).toBe(fault.health);
  await fault.repair();
  await vi.waitUntil(async () => (await state(prx)) === 'healthy', PROMISE);
  await vi.waitUntil(async () => await isHealthy(prx), PROMISE);
}

const CONFIG =
  '[reload]\ndebounce_ms = 20\n[channels_config.telegram]\nbot_token = "123456:token"\n[mcp.servers.files]\ncommand = "files"\n';

describe('a daemon whose surroundings fail', () => {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  const configure = (more: string) =>
    writeFileSync(join(home, 'gatehouse.toml'), `${CONFIG}${more}`);
  const telegram = new Outpost();
  const files = new Outpost();
  const provider = { reason: null as string | null, hangs: false };
  let receiver: HookReceiver;
  let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
  let prx: Prx;
  beforeAll(async () => {
    configure('');
    receiver = await HookReceiver.start();
    daemon = await startTestDaemon({
      home,
      env: { GATEHOUSE_HOOKS_ALLOWED_HOSTS: receiver.host },
      outside: {
        ...builtIn,
        provider: {
          ...echo,
          async check() {
            if (provider.hangs) await new Promise(() => undefined);
            if (provider.reason !== null) throw new Error(provider.reason);
          },
        },
        channels: { telegram: () => telegram },
        mcp: { stdio: () => files },
      },
    });
    prx = clientsOf(daemon.addresses).prx;
  });
  afterAll(async () => {
    await daemon.stop();
    await receiver.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const degraded = { state: 'degraded', health: true } as const;
  const plugin = join(home, 'plugins', 'maps');
  const locks: Database.Database[] = [];
  const faults: Record<string, Fault> = {
    'a database that somebody else has locked': {
      component: 'store',
      state: 'unhealthy',
      health: false,
      set() {
        const other = new Database(join(home, 'gatehouse.db'));
        other.exec('BEGIN IMMEDIATE');
        locks.push(other);
      },
      repair() {
        for (const other of locks.splice(0)) {
          other.exec('ROLLBACK');
          other.close();
        }
      },
    },
    'an event loop that stood still': {
      component: 'event_loop',
      state: 'degraded',
      health: false,
      set: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3300),
      repair: () => undefined,
    },
    'a provider that refuses': {
      component: 'provider:test',
      ...degraded,
      set() {
        provider.reason = 'getaddrinfo ENOTFOUND';
      },
      repair() {
        provider.reason = null;
      },
    },
    'a provider that does not answer': {
      component: 'provider:test',
      ...degraded,
      set() {
        provider.hangs = true;
      },
      repair() {
        provider.hangs = false;
      },
    },
    'a channel that breaks and cannot be reached': {
      component: 'channel:telegram',
      ...degraded,
      set() {
        telegram.refusal = 'no route to host';
        telegram.break('socket closed');
      },
      repair() {
        telegram.refusal = null;
      },
    },
    'a channel that nothing here speaks': {
      component: 'channel:discord',
      ...degraded,
      set: () => configure('[channels_config.discord]\nbot_token = "token"\n'),
      repair: () => configure(''),
    },
    'an MCP server that has died': {
      component: 'mcp:files',
      ...degraded,
      set() {
        files.refusal = 'spawn files ENOENT';
        files.break('exited with 1');
      },
      repair() {
        files.refusal = null;
      },
    },
    'a plugin that cannot be loaded': {
      component: 'plugin:maps',
      ...degraded,
      set() {
        mkdirSync(plugin, { recursive: true });
        writeFileSync(join(plugin, 'plugin.toml'), '[plugin');
      },
      repair: () => rmSync(plugin, { recursive: true }),
    },
    'a configuration file that is broken': {
      component: 'config',
      ...degraded,
      set: () => configure('[agent\n'),
      repair: () => configure(''),
    },
  };

  test.each(Object.entries(faults))(
    '%s',
    async (_name, fault) => await prove(prx, fault),
    PATIENCE_MS,
  );

  test(
    'a hook that is disabled because its endpoint is gone',
    async () => {
      let id = '';
      await prove(prx, {
        // Its id is known once it is made.
        get component() {
          return `hook:${id}`;
        },
        ...degraded,
        async set() {
          receiver.reply = () => 410;
          const body = { url: receiver.url(), events: ['session.created'] };
          id = textAt((await prx.call('createHook', { body })).body, 'id');
          await makeSession(prx);
        },
        async repair() {
          receiver.reply = () => 204;
          await prx.call('enableHook', { path: { id } });
        },
      });
    },
    PATIENCE_MS,
  );
});

describe('a daemon whose disk is full', () => {
  const canLimit = existsSync('/usr/bin/prlimit');

  test.skipIf(!canLimit)(
    'shows it and recovers without a restart, and its log is not flooded',
    async () => {
      const daemon = await spawnDaemon();
      const prx = clientsOf(daemon.addresses).prx;
      let log = '';
      daemon.process.stderr?.on('data', (chunk: Buffer) => {
        log += chunk.toString();
      });
      // The kernel refuses every write beyond this size, as it does without space.
      const limit = (bytes: string) =>
        execFileSync('prlimit', [
          '--pid',
          String(daemon.process.pid),
          `--fsize=${bytes}:unlimited`,
        ]);
      try {
        await makeSession(prx);
        await prove(prx, {
          component: 'store',
          state: 'unhealthy',
          health: false,
          set: () => limit('4096'),
          async repair() {
            const refused = await prx.call('createSession', { body: { user_id: 'u' } });
            expect(refused.status).toBe(503);
            limit('unlimited');
          },
        });
        await makeSession(prx);
        expect(
          log.split('\n').filter((line) => line.includes('writer_reopened')).length,
        ).toBeLessThan(4);
      } finally {
        await daemon.end('SIGTERM');
      }
    },
    PATIENCE_MS,
  );
});

describe('a daemon on a database server that fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  let server: HranaServer;
  let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
  let prx: Prx;
  beforeAll(async () => {
    server = await startHranaServer(join(folder, 'server.db'));
    daemon = await startTestDaemon({ env: { GATEHOUSE_STORE_URL: server.url } });
    prx = clientsOf(daemon.addresses).prx;
  });
  afterAll(async () => {
    await daemon.stop();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(['read-only', 'dead'] as const)(
    'because it is %s',
    async (fault) => {
      await makeSession(prx);
      const before = at((await prx.call('getStatus')).body, 'active_sessions');
      await prove(prx, {
        component: 'store',
        state: 'unhealthy',
        health: false,
        set() {
          server.fault = fault;
        },
        async repair() {
          // What cannot be read is told as it was last known.
          expect(at((await prx.call('getStatus')).body, 'active_sessions')).toBe(before);
          server.fault = 'none';
        },
      });
      await makeSession(prx);
    },
    PATIENCE_MS,
  );
});
