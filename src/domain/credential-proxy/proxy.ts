/**
 * Owns the life of the credential proxy: where it listens, starting, stopping, moving to another port, and what it says of itself.
 * Deciding about requests is in gate.ts, what it decides by in mappings.ts and admissions.ts.
 */
import type { CredentialType } from '../../db/proxy-mappings.ts';
import { oneByOne } from '../../lib/one-by-one.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import { Admissions, type ProxyRun } from './admissions.ts';
import { Figures } from './figures.ts';
import { ProxyGate } from './gate.ts';
import type { Mappings } from './mappings.ts';
import type { ProxyOutcome, ProxyParts, ProxyState } from './parts.ts';
import { codeOf, type ProxyListener } from './ports.ts';
import { ProxySocketError, RunSockets } from './run-sockets.ts';

/** Time for requests under way when the proxy stops or moves. */
const GRACE_MS = 5000;
const PORT_KEY = 'containers.proxy_port';

interface Tcp {
  readonly listener: ProxyListener;
  readonly host: string;
  /** The port that was asked for, which may be 0. */
  readonly asked: number;
}

/** What a run of a container reaches the proxy with. */
export interface ProxyAccess {
  /** It is kept nowhere else. */
  readonly token: string;
  /** The folder with the run's socket `proxy.sock`, for a read-only mount into its container alone. */
  readonly socketDir: string;
}

/** The credential proxy of this daemon. */
export class CredentialProxy {
  /** Its mappings, for those who manage them. */
  readonly mappings: Mappings;
  readonly #parts: ProxyParts;
  readonly #admissions = new Admissions();
  readonly #figures: Figures;
  readonly #gate: ProxyGate;
  readonly #sockets: RunSockets;
  #tcp: Tcp | null = null;
  #startedAt: number | null = null;
  /** Why it does not listen on its port. */
  #fault: string | null = null;
  #reserved: readonly number[] = [];
  readonly #leaving = new Set<Promise<void>>();
  /** One start, stop or move at a time: each begins where the one before it has ended. */
  readonly #inTurn = oneByOne();

  constructor(parts: ProxyParts) {
    this.#parts = parts;
    const { mappings, providers, log, clock, carrier, onRefused, socketsDir } = parts;
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
    this.#sockets = new RunSockets({
      base: socketsDir,
      carrier,
      gateOf: (admission) => this.#gate.forRun(admission),
      log,
    });
  }

  /** Lets a run of a container use the proxy, over a socket of its own. @throws ProxySocketError, and it is not let in */
  async admit(run: ProxyRun): Promise<ProxyAccess> {
    const { token, admission } = this.#admissions.admit(run);
    try {
      return { token, socketDir: await this.#sockets.add(admission) };
    } catch (error) {
      this.#admissions.dismiss(token);
      throw error;
    }
  }

  /** Ends that: cuts what is under way with the token, and removes the socket. It never rejects. */
  async dismiss(token: string): Promise<void> {
    const admission = this.#admissions.dismiss(token);
    if (admission !== undefined) await this.#sockets.remove(admission);
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
        await this.#sockets.open();
      } catch (error) {
        if (!(error instanceof ProxySocketError)) throw error;
        this.#parts.log.warn(`the credential proxy: ${error.message}`);
      }
      await this.#tryTcp();
      this.#startedAt = this.#isRunning ? this.#parts.clock.now() : null;
    });
  }

  /** Ends with the daemon. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.#leave());
    await this.#sockets.removeAll();
    await Promise.all(this.#leaving);
    await this.#parts.mappings.flush();
  }

  /** Starts it on its port and the sockets of runs, or what of both is missing. @throws DomainError proxy_port_taken, and nothing is started */
  async start(by: Caller): Promise<ProxyOutcome> {
    return await this.#inTurn(async () => {
      const before = this.#tcp;
      const hadSockets = this.#sockets.isOpen;
      const isWhole = before !== null && hadSockets && this.#sockets.trouble === null;
      const tcp = before ?? (await this.#listenOnPort(this.#parts.place().port));
      try {
        if (!isWhole) await this.#sockets.open();
        await this.#parts.journal.record(by);
        this.#tcp = tcp;
      } catch (error) {
        if (before === null) await tcp.listener.stop(0);
        if (!hadSockets) await this.#sockets.close(0);
        throw error;
      }
      this.#fault = null;
      this.#startedAt ??= this.#parts.clock.now();
      return this.#outcome(!isWhole, before?.listener.port ?? null);
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
      fault: this.#faults()[0] ?? null,
    };
  }

  /** Why it does not listen where it should. */
  troubles(): { component: string; reason: string }[] {
    return this.#faults().map((reason) => ({ component: 'credential-proxy', reason }));
  }

  #faults(): string[] {
    return [this.#fault, this.#sockets.trouble].filter((one) => one !== null);
  }

  get #isRunning(): boolean {
    return this.#tcp !== null || this.#sockets.isOpen;
  }

  #isReserved(port: number): boolean {
    return port !== 0 && [...this.#reserved, ...this.#parts.place().reserved].includes(port);
  }

  #outcome(changed: boolean, portBefore: number | null): ProxyOutcome {
    const { running, port } = this.state();
    return { running, port, changed, portBefore };
  }

  async #listenOnPort(port: number): Promise<Tcp> {
    const { host } = this.#parts.place();
    if (this.#isReserved(port))
      throw new DomainError('proxy_port_taken', `Port ${port} is one of this daemon's APIs`);
    try {
      const listener = await this.#parts.carrier.listen({ host, port }, this.#gate.forAll());
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
    this.#fault = null;
    if (before === null) return;
    const left = before.listener.stop(GRACE_MS).finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }

  async #leave(): Promise<void> {
    const tcp = this.#tcp;
    this.#tcp = null;
    this.#startedAt = null;
    this.#fault = null;
    await Promise.all([tcp?.listener.stop(GRACE_MS), this.#sockets.close(GRACE_MS)]);
  }
}

function authModeOf(types: readonly CredentialType[]): ProxyState['authMode'] {
  if (types.length === 0) return 'none';
  return types.every((type) => type === 'oauth_token') ? 'oauth' : 'api_key';
}
