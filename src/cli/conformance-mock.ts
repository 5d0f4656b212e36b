/**
 * Owns `conformance --mock`: a whole daemon with a data folder that is thrown away, behind relays that spoil requests as they are told.
 * What they do to a request belongs to src/conformance.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDaemon } from '../app/daemon.ts';
import { loadConfig } from '../config/index.ts';
import { Contract } from '../conformance/contract.ts';
import { type Relay, type Switches, scenarioHandler, startRelay } from '../conformance/index.ts';
import { builtIn, readCount } from './conformance.ts';
import { CommandError, EXIT } from './errors.ts';
import { nextSignal } from './serve.ts';

/** The options as they are typed. */
export interface MockOptions {
  readonly token?: string;
  readonly fail: readonly string[];
  readonly latency: string;
  readonly cutStream?: boolean;
  /** The first of three ports; 0 takes free ones. */
  readonly port: string;
  readonly json?: boolean;
}

const apis = ['prx', 'agent', 'nanoclaw'] as const;
const MOST_LATENCY_MS = 60_000;

/** Runs the mock until SIGTERM or SIGINT. @throws CommandError */
export async function runMock(options: MockOptions): Promise<void> {
  const switches: Switches = {
    fail: options.fail.map(readFailure),
    latencyMs: readCount('--latency', options.latency, MOST_LATENCY_MS),
    cutStream: options.cutStream === true,
  };
  const port = readCount('--port', options.port, 65_533);
  const token = options.token ?? `mock_${randomBytes(24).toString('base64url')}`;
  const signal = nextSignal();
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-mock-'));
  const relays: Relay[] = [];
  try {
    const daemon = await startDaemon(loadConfig({ env: environment(home, token), cwd: home }));
    try {
      for (const [index, api] of apis.entries()) {
        const handler = scenarioHandler(new Contract(api, await builtIn(api)), switches);
        const own = port === 0 ? 0 : port + index;
        relays.push(await startRelay(daemon.addresses[api], own, handler));
      }
      const [prx, agent, nanoclaw] = relays.map(({ url }) => url);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ prx, agent, nanoclaw, token })}\n`
          : `The mock accepts requests\n\n  prx       ${prx}\n  agent     ${agent}\n  nanoclaw  ${nanoclaw}\n\n  token     ${token}\n\n`,
      );
      await signal;
    } finally {
      for (const relay of relays) await relay.stop();
      await daemon.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Nothing of the caller's own environment: a mock has no vendors, no keys and no data but its own. */
function environment(home: string, token: string): Record<string, string> {
  return {
    GATEHOUSE_HOME: home,
    GATEHOUSE_ADMIN_TOKEN: token,
    GATEHOUSE_GATEWAY_PORT: '0',
    GATEHOUSE_MANAGEMENT_PORT: '0',
    GATEHOUSE_CONTAINERS_PORT: '0',
    GATEHOUSE_CONTAINERS_PROXY_PORT: '0',
    GATEHOUSE_CONTAINERS_ENGINE: 'none',
    GATEHOUSE_LOGGING_LEVEL: 'error',
    AGENT_ID: 'mock',
  };
}

function readFailure(text: string): Switches['fail'][number] {
  const [, status, share] = /^([45]\d\d):(0(?:\.\d+)?|1(?:\.0+)?|\.\d+)$/.exec(text) ?? [];
  if (status !== undefined && share !== undefined)
    return { status: Number(status), share: Number(share) };
  throw new CommandError(
    `--fail: expected a status and a share such as 429:0.1, found "${text}"`,
    EXIT.usage,
  );
}
