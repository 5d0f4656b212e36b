/**
 * Owns what tests of the credential proxy need: upstreams that tell what they were asked, a whole proxy over real sockets, and a client that
 * sends requests as they are. What is asked of them belongs to the tests.
 */
import { once } from 'node:events';
import {
  type ClientRequest,
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { onTestFinished, vi } from 'vitest';
import { makeProxyCarrier } from '../../../src/adapters/credential-proxy/index.ts';
import type { MappingInput, RefusedRequest } from '../../../src/domain/credential-proxy/index.ts';
import {
  CredentialProxy,
  Mappings,
  type ProviderUpstream,
  type ProxyCarrier,
} from '../../../src/domain/credential-proxy/index.ts';
import { DomainError } from '../../../src/domain/shared/index.ts';
import { makeSeal, makeSealKey } from '../../../src/lib/seal.ts';
import { freshGround, quietCaller } from '../../domain/ground.ts';
import { silentLoggerOf } from '../../support/log.ts';
import { tempDir } from '../../support/temp.ts';

/** Waits until a check holds; the first request through a proxy loads its HTTP client, which takes a while on a busy machine. */
export const until = async (check: () => unknown) =>
  await vi.waitFor(check, { timeout: 30_000, interval: 5 });

/** A request as an upstream saw it. */
export interface Seen {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Starts an upstream that answers `{}` and keeps what it saw, unless `listener` takes its place. */
export async function startUpstream(
  listener?: RequestListener,
): Promise<{ url: string; port: number; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((incoming, outgoing) => {
    if (listener !== undefined) {
      listener(incoming, outgoing);
      return;
    }
    void readText(incoming).then((body) => {
      const { method = '', url = '', headers } = incoming;
      seen.push({ method, target: url, headers, body });
      outgoing.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, seen };
}

/** A port that is free, as good as one can know. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What a test may set. */
export interface Place {
  host: string;
  port: number;
  reserved: number[];
}

/** Builds a proxy over a fresh store; it is open unless `isClosed`. */
export async function startProxy(
  options: {
    carrier?: ProxyCarrier;
    providers?: Readonly<Record<string, ProviderUpstream>>;
    port?: number;
    socketsDir?: string;
    isClosed?: boolean;
  } = {},
) {
  const ground = await freshGround();
  const { store, journal, clock } = ground;
  const place: Place = { host: '127.0.0.1', port: options.port ?? 0, reserved: [] };
  const refused: RefusedRequest[] = [];
  let isPinned = false;
  const mappings = new Mappings({ store, journal, clock, seal: makeSeal([makeSealKey()]) });
  const socketsDir = options.socketsDir ?? join(tempDir(), 'run');
  const providers = options.providers ?? {};
  const proxy: CredentialProxy = new CredentialProxy({
    mappings,
    journal,
    clock,
    log: silentLoggerOf('credential-proxy'),
    carrier: options.carrier ?? makeProxyCarrier(),
    providers: (name) => (Object.hasOwn(providers, name) ? providers[name] : undefined),
    providerTypes: () => Object.values(providers).map((one) => one.credentialType),
    onRefused: (one) => refused.push(one),
    place: () => place,
    settings: {
      async change(patch) {
        if (isPinned) throw new DomainError('setting_pinned', 'is set by the environment');
        place.port = Number(patch['containers.proxy_port']);
        proxy.follow();
        return { updated: Object.keys(patch), reloadRequired: false };
      },
    },
    socketsDir,
  });
  if (options.isClosed !== true) await proxy.open();
  onTestFinished(() => proxy.close());
  const admit = async (runId: string) => {
    const { token, socketDir } = await proxy.admit({ runId, namespace: `of_${runId}` });
    return { token, socketDir, socketPath: join(socketDir, 'proxy.sock') };
  };
  const nobody = { token: '', socketDir: '', socketPath: '' };
  const { token, socketDir, socketPath } =
    options.isClosed === true ? nobody : await admit('run_1');
  return {
    ...ground,
    proxy,
    mappings,
    place,
    refused,
    socketsDir,
    /** A first run; there is none where it is not open. */
    socketDir,
    socketPath,
    token,
    /** Lets another run in. */
    admit,
    pin: () => {
      isPinned = true;
    },
    /** Adds a mapping, an api_key unless said otherwise. */
    map: async (input: Partial<MappingInput> & { name: string; upstreamUrl: string }) =>
      await mappings.add(
        {
          credentialType: 'api_key',
          credential: `secret-of-${input.name}`,
          headerName: undefined,
          ...input,
        },
        quietCaller,
      ),
    /** Sends a request over TCP below the token's path. */
    send: async (path: string, request: SendOptions = {}) =>
      await send({ port: proxy.state().port, path: `/c/${token}${path}`, ...request }),
  };
}

/** A request as it goes over the wire. */
export interface SendOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

/** An answer as it came. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type To = { readonly port: number } | { readonly socketPath: string };

/** Begins a request on a connection of its own. */
export function begin(options: To & SendOptions & { readonly path: string }): ClientRequest {
  const { body: _, ...rest } = options;
  return httpRequest({ host: '127.0.0.1', agent: false, ...rest });
}

/** Sends a request and reads the whole answer. */
export async function send(options: To & SendOptions & { readonly path: string }): Promise<Reply> {
  const outgoing = begin(options);
  const answered = once(outgoing, 'response');
  outgoing.end(options.body);
  const [incoming]: IncomingMessage[] = await answered;
  if (incoming === undefined) throw new Error('no answer');
  const { statusCode: status = 0, headers } = incoming;
  return { status, headers, body: await readText(incoming) };
}
