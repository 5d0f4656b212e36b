/**
 * Owns the life of the credential proxy: where it listens, starting, stopping, moving to another port, and what it says of itself.
 * Deciding about requests is in gate.ts, what it decides by in mappings.ts and admissions.ts.
 */
import { dirname } from 'node:path';
import type { CredentialType } from '../../db/proxy-mappings.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import { Admissions } from './admissions.ts';
import { Figures } from './figures.ts';
import { ProxyGate } from './gate.ts';
import type { Mappings } from './mappings.ts';
import type { ProxyOutcome, ProxyParts, ProxyState } from './parts.ts';
import type { Gate, ProxyListener } from './ports.ts';

/** Time for requests under way when the proxy stops or moves. */
const GRACE_MS = 5000;
const PORT_KEY = 'containers.proxy_port';

interface Tcp {
  readonly listener: ProxyListener;
  readonly host: string;
  /** The port that was asked for, which may be 0. */
  readonly asked: number;
}

/** The credential proxy of this daemon. */
export class CredentialProxy {
  /** Its mappings, for those who manage them. */
  readonly mappings: Mappings;
  readonly #parts: ProxyParts;
  readonly #admissions = new Admissions();
  readonly #figures: Figures;
  readonly #gate: Gate;
  #tcp: Tcp | null = null;
  #socket: ProxyListener | null = null;
  #startedAt: number | null = null;
  #fault: string | null = null;
  #reserved: readonly number[] = [];
  readonly #leaving = new Set<Promise<void>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: ProxyParts) {
    this.#parts = parts;
    const { mappings, providers, log, clock, onRefused } = parts;
    this.mappings = mappings;
    this.#figures = new Figures(clock);
    const admissions = this.#admissions;
    this.#gate = new ProxyGate({
      admissions,
      mappings,
      providers,
      figures: this.#figures,
      log,
      onRefused,
    });
  }

  /** The folder with the socket `proxy.sock`, for a read-only mount into containers. */
  socketDir(): string {
    return dirname(this.#parts.socketPath);
  }

  /** Lets a run of a container use the proxy. @returns its token, which is kept nowhere */
  admit(run: { readonly runId: string; readonly namespace: string }): string {
    return this.#admissions.admit(run);
  }

  /** Ends that, and cuts what is under way with the token. */
  dismiss(token: string): void {
    this.#admissions.dismiss(token);
  }

  /** Names ports of the daemon's own that the settings do not tell. */
  reserve(ports: readonly number[]): void {
    this.#reserved = ports;
  }

  /** Begins with the daemon. What it cannot listen on is told by `troubles`: the daemon goes on without. */
  async open(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#parts.mappings.load();
      try {
        this.#socket = await this.#listenOnSocket();
      } catch (error) {
        this.#complain(`Its socket cannot be opened: ${codeOf(error) ?? 'for an unknown reason'}`);
      }
      await this.#tryTcp();
      this.#startedAt = this.#isRunning ? this.#parts.clock.now() : null;
    });
  }

  /** Ends with the daemon. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.#leave());
    await Promise.all(this.#leaving);
    await this.#parts.mappings.flush();
  }

  /** Starts it on its port and its socket, or what of both is missing. @throws DomainError proxy_port_taken, and nothing is started */
  async start(by: Caller): Promise<ProxyOutcome> {
    return await this.#inTurn(async () => {
      const portBefore = this.#tcp?.listener.port ?? null;
      const isWhole = this.#tcp !== null && this.#socket !== null;
      const begun: ProxyListener[] = [];
      try {
        const tcp = this.#tcp ?? (await this.#listenOnPort(this.#parts.place().port));
        if (tcp !== this.#tcp) begun.push(tcp.listener);
        const socket = this.#socket ?? (await this.#listenOnSocket());
        if (socket !== this.#socket) begun.push(socket);
        await this.#parts.journal.record(by);
        this.#tcp = tcp;
        this.#socket = socket;
      } catch (error) {
        await Promise.all(begun.map((one) => one.stop(0)));
        throw error;
      }
      this.#fault = null;
      this.#startedAt ??= this.#parts.clock.now();
      return this.#outcome(!isWhole, portBefore);
    });
  }

  /** Stops it; requests under way have five seconds. */
  async stop(by: Caller): Promise<ProxyOutcome> {
    return await this.#inTurn(async () => {
      await this.#parts.journal.record(by);
      const portBefore = this.#tcp?.listener.port ?? null;
      const wasRunning = this.#isRunning;
      await this.#leave();
      return this.#outcome(wasRunning, portBefore);
    });
  }

  /**
   * Keeps another port, and moves there at once if it runs; what is under way has five seconds.
   * @throws DomainError proxy_port_reserved, proxy_port_taken, and those of the settings; it stays where it is then
   */
  async setPort(port: number, by: Caller): Promise<ProxyOutcome> {
    return await this.#inTurn(async () => {
      if (this.#isReserved(port))
        throw new DomainError('proxy_port_reserved', `Port ${port} is one of this daemon's APIs`);
      const before = this.#tcp;
      const isThere =
        before !== null &&
        before.host === this.#parts.place().host &&
        (port === 0 ? before.asked === 0 : before.listener.port === port);
      const next = this.#isRunning && !isThere ? await this.#listenOnPort(port) : null;
      try {
        await this.#parts.settings.change({ [PORT_KEY]: port }, by);
      } catch (error) {
        await next?.listener.stop(0);
        throw error;
      }
      if (next !== null) this.#moveTo(next);
      else if (before !== null) this.#tcp = { ...before, asked: port };
      return this.#outcome(next !== null, before?.listener.port ?? null);
    });
  }

  /** Moves to where the settings want it now; without success it stays, and `troubles` tells why. Called after every change of them. */
  follow(): void {
    void this.#inTurn(async () => {
      const { host, port } = this.#parts.place();
      const isThere = this.#tcp?.host === host && this.#tcp.asked === port;
      if (this.#isRunning && !isThere) await this.#tryTcp();
    });
  }

  /** Writes down what the mappings have done. */
  async flush(): Promise<void> {
    await this.#parts.mappings.flush();
  }

  state(): ProxyState {
    const { host, port } = this.#parts.place();
    const mappings = this.#parts.mappings.list();
    return {
      running: this.#isRunning,
      host: this.#tcp?.host ?? host,
      port: this.#tcp?.listener.port ?? port,
      startedAt: this.#startedAt,
      authMode: authModeOf([
        ...mappings.map((one) => one.credentialType),
        ...this.#parts.providerTypes(),
      ]),
      mappings,
      figures: this.#figures.get(),
      fault: this.#fault,
    };
  }

  /** Why it does not listen where it should. */
  troubles(): { component: string; reason: string }[] {
    return this.#fault === null ? [] : [{ component: 'credential-proxy', reason: this.#fault }];
  }

  get #isRunning(): boolean {
    return this.#tcp !== null || this.#socket !== null;
  }

  #isReserved(port: number): boolean {
    return port !== 0 && [...this.#reserved, ...this.#parts.place().reserved].includes(port);
  }

  #outcome(changed: boolean, portBefore: number | null): ProxyOutcome {
    const { running, port } = this.state();
    return { running, port, changed, portBefore };
  }

  async #listenOnSocket(): Promise<ProxyListener> {
    const { carrier, socketPath } = this.#parts;
    return await carrier.listen({ path: socketPath }, this.#gate);
  }

  async #listenOnPort(port: number): Promise<Tcp> {
    const { host } = this.#parts.place();
    if (this.#isReserved(port))
      throw new DomainError('proxy_port_taken', `Port ${port} is one of this daemon's APIs`);
    try {
      const listener = await this.#parts.carrier.listen({ host, port }, this.#gate);
      return { listener, host, asked: port };
    } catch (error) {
      const code = codeOf(error);
      if (code === null) throw error;
      const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be had (${code})`;
      throw new DomainError('proxy_port_taken', `Port ${port} on ${host} ${why}`);
    }
  }

  async #tryTcp(): Promise<void> {
    try {
      this.#moveTo(await this.#listenOnPort(this.#parts.place().port));
    } catch (error) {
      const isKnown = error instanceof DomainError;
      this.#complain(isKnown ? error.message : 'Its port cannot be had for an unknown reason');
    }
  }

  #complain(fault: string): void {
    if (fault !== this.#fault) this.#parts.log.warn(`the credential proxy: ${fault}`);
    this.#fault = fault;
  }

  #moveTo(next: Tcp): void {
    const before = this.#tcp;
    this.#tcp = next;
    if (this.#socket !== null) this.#fault = null;
    if (before === null) return;
    const left = before.listener.stop(GRACE_MS).finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }

  async #leave(): Promise<void> {
    const listeners = [this.#tcp?.listener, this.#socket];
    this.#tcp = null;
    this.#socket = null;
    this.#startedAt = null;
    this.#fault = null;
    await Promise.all(listeners.map((one) => one?.stop(GRACE_MS)));
  }

  /** One start, stop or move at a time: each begins where the one before it has ended. */
  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(job);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

function authModeOf(types: readonly CredentialType[]): ProxyState['authMode'] {
  if (types.length === 0) return 'none';
  return types.every((type) => type === 'oauth_token') ? 'oauth' : 'api_key';
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
