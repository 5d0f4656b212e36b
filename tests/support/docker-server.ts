/**
 * Owns a server that speaks as much of Docker's HTTP API as the adapter asks for, over a socket file, and fails as it is told to. Real
 * engines are in podman.ts; what follows from a failure is left to the tests.
 */
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** How a request goes wrong: never answered, cut off, or answered with this status. */
export type Fault = 'hang' | 'drop' | number;

/** A container of the server, as a test leads it. */
export interface FakeContainer {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What was written to its input so far. */
  input: string;
  running: boolean;
  exitCode: number;
  connection: Duplex | null;
}

/** What a build answers: lines of its log, then its end. */
export interface FakeBuild {
  readonly lines: readonly unknown[];
  /** The build goes on until this settles. */
  readonly until?: Promise<unknown>;
}

/** The server. */
export class DockerServer {
  readonly socket: string;
  readonly containers = new Map<string, FakeContainer>();
  readonly images = new Map<string, Readonly<Record<string, unknown>>>();
  /** Requests as `METHOD /path`, queries included, in order. */
  readonly asked: string[] = [];
  /** Says what goes wrong; null where nothing does. */
  fault: (method: string, path: string) => Fault | null = () => null;
  build: FakeBuild = { lines: [{ stream: 'done\n' }] };
  /** What is answered about a container that is not there. */
  missing: [number, unknown] = [404, { message: 'No such container' }];
  #server: Server | null = null;
  readonly #connections = new Set<Socket>();
  #made = 0;

  constructor(socket: string) {
    this.socket = socket;
  }

  /** Listens, again after it has died. */
  async start(): Promise<void> {
    rmSync(this.socket, { force: true });
    const server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(JSON.stringify({ message: String(error) }));
      });
    });
    server.on('upgrade', (request, connection) => this.#attach(request, connection));
    server.on('connection', (connection) => {
      this.#connections.add(connection);
      connection.on('error', () => undefined);
      connection.on('close', () => this.#connections.delete(connection));
    });
    await new Promise<void>((resolve) => server.listen(this.socket, resolve));
    this.#server = server;
  }

  /** Dies: every connection breaks, and nobody listens. */
  async die(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const connection of this.#connections) connection.destroy();
    await new Promise<void>((resolve) =>
      server === null ? resolve() : server.close(() => resolve()),
    );
    rmSync(this.socket, { force: true });
  }

  /** The container that was made last. */
  get latest(): FakeContainer {
    const found = [...this.containers.values()].at(-1);
    if (found === undefined) throw new Error('no container was made');
    return found;
  }

  /** Has a container write something. */
  write(container: FakeContainer, stream: 'stdout' | 'stderr', text: string): void {
    const body = Buffer.from(text);
    const header = Buffer.alloc(8);
    header[0] = stream === 'stdout' ? 1 : 2;
    header.writeUInt32BE(body.length, 4);
    container.connection?.write(Buffer.concat([header, body]));
  }

  /** Ends a container. */
  end(container: FakeContainer, exitCode: number): void {
    container.running = false;
    container.exitCode = exitCode;
    container.connection?.end();
  }

  #attach(request: IncomingMessage, connection: Duplex): void {
    const path = this.#note(request);
    const fault = this.fault('POST', path);
    if (fault === 'hang') return;
    if (fault === 'drop') {
      connection.destroy();
      return;
    }
    const container = this.containers.get(path.split('/')[2] ?? '');
    if (typeof fault === 'number' || container === undefined) {
      const body = JSON.stringify({ message: 'cannot attach' });
      connection.end(
        `HTTP/1.1 ${fault ?? 404} No\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      );
      return;
    }
    connection.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    connection.on('data', (chunk) => {
      container.input += String(chunk);
    });
    connection.on('error', () => undefined);
    container.connection = connection;
  }

  #note(request: IncomingMessage): string {
    const { pathname, search } = new URL(request.url ?? '', 'http://docker');
    this.asked.push(`${request.method} ${pathname}${search}`);
    return decodeURIComponent(pathname);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? '';
    const path = this.#note(request);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const fault = this.fault(method, path);
    if (fault === 'hang') return;
    if (fault === 'drop') {
      response.destroy();
      return;
    }
    if (typeof fault === 'number') {
      const message = 'it is broken, and sk-abcdefghijklmnopqrstuvwxyz leaked';
      response.writeHead(fault).end(JSON.stringify({ message }));
      return;
    }
    if (path === '/build') {
      await this.#runBuild(response);
      return;
    }
    const [status, body] = this.#plain(method, path, Buffer.concat(chunks).toString('utf8'));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  async #runBuild(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/json' });
    for (const line of this.build.lines) response.write(`${JSON.stringify(line)}\n`);
    await this.build.until;
    response.end();
  }

  #plain(method: string, path: string, text: string): [number, unknown?] {
    if (path === '/version') return [200, { Version: '24.0.7', Components: [{ Name: 'Engine' }] }];
    if (path === '/info') return [200, { OperatingSystem: 'Linux' }];
    const image = /^\/images\/(.+)\/json$/.exec(path)?.[1];
    if (image !== undefined) {
      const found = this.images.get(image);
      return found === undefined ? [404, { message: 'No such image' }] : [200, found];
    }
    if (path === '/containers/create') {
      this.#made += 1;
      const id = `c${this.#made}`;
      const container: FakeContainer = {
        id,
        body: JSON.parse(text),
        input: '',
        running: false,
        exitCode: 0,
        connection: null,
      };
      this.containers.set(id, container);
      return [201, { Id: id }];
    }
    if (path === '/containers/json')
      return [200, [...this.containers.values()].map(({ id }) => ({ Id: id }))];
    const [, , id = '', verb = ''] = path.split('/');
    const container = this.containers.get(id);
    if (container === undefined) return this.missing;
    return this.#act(container, method === 'DELETE' ? 'delete' : verb);
  }

  #act(container: FakeContainer, verb: string): [number, unknown?] {
    switch (verb) {
      case 'start':
        container.running = true;
        return [204];
      case 'json':
        return [200, inspected(container)];
      case 'stop':
        if (!container.running) return [304];
        this.end(container, 143);
        return [204];
      case 'kill':
        if (!container.running) return [409, { message: 'is not running' }];
        this.end(container, 137);
        return [204];
      case 'delete':
        container.connection?.destroy();
        this.containers.delete(container.id);
        return [204];
      default:
        return [404, { message: 'page not found' }];
    }
  }
}

function inspected({ id, body, running, exitCode }: FakeContainer) {
  return {
    Id: id,
    Name: '/name',
    State: {
      Running: running,
      Status: running ? 'running' : 'exited',
      ExitCode: exitCode,
      OOMKilled: false,
    },
    Config: { Image: body.Image, Labels: body.Labels, User: body.User },
    HostConfig: body.HostConfig,
    Mounts: [],
  };
}
