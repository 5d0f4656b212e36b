/**
 * Owns what the credential proxy is built over, and what it says of itself. What it does is in proxy.ts.
 */
import type { CredentialType } from '../../db/proxy-mappings.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import type { Journal } from '../audit/index.ts';
import type { Settings } from '../settings/index.ts';
import type { ProxyFigures } from './figures.ts';
import type { RefusedRequest } from './gate.ts';
import type { Mapping, Mappings } from './mappings.ts';
import type { Providers, ProxyCarrier } from './ports.ts';

/** Where the settings want it. */
export interface ProxyPlace {
  readonly host: string;
  /** 0 is any free one. */
  readonly port: number;
  /** Ports that the daemon itself listens on. */
  readonly reserved: readonly number[];
}

/** What the credential proxy is built over. */
export interface ProxyParts {
  readonly mappings: Mappings;
  readonly journal: Journal;
  readonly settings: Pick<Settings, 'change'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly carrier: ProxyCarrier;
  readonly providers: Providers;
  /** Told of what a container was refused. */
  readonly onRefused: (refused: RefusedRequest) => void;
  /** How the daemon's own providers are signed in to. */
  readonly providerTypes: () => readonly CredentialType[];
  readonly place: () => ProxyPlace;
  /** The folder in which each run gets one of its own, with its socket. */
  readonly socketsDir: string;
}

/** The proxy at one moment; times are milliseconds since the epoch. */
export interface ProxyState {
  /** Whether it takes requests, be it on the socket alone. */
  readonly running: boolean;
  readonly host: string;
  readonly port: number;
  readonly startedAt: number | null;
  readonly authMode: 'api_key' | 'oauth' | 'none';
  readonly mappings: readonly Mapping[];
  readonly figures: ProxyFigures;
  /** Why it does not listen where it should. */
  readonly fault: string | null;
}

/** What a start, a stop or another port came to. */
export interface ProxyOutcome {
  readonly running: boolean;
  readonly port: number;
  /** False where everything was as asked already. */
  readonly changed: boolean;
  /** The port before; null where it did not listen on one. */
  readonly portBefore: number | null;
}
