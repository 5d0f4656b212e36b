/**
 * Owns the enabled peer agents: their states, and each connected one as a tool of this agent.
 * Connecting belongs to domain/connections and the adapter, calling tools to domain/tools.
 */
import type { Clock } from '../../lib/clock.ts';
import { Connections, type ConnectionsOptions } from '../connections/index.ts';
import type { Tool, ToolSource } from '../tools/index.ts';
import type { PeerAdapter, PeerConnection, PeerSettings } from './ports.ts';

/** An enabled peer. */
export interface Peer {
  readonly name: string;
  readonly url: string;
  readonly status: 'connected' | 'disconnected';
  /** Why it is not connected, where that is known. */
  readonly error: string | null;
}

/** Names of tools are at most so long. */
const LONGEST_NAME = 64;

const INPUT = {
  type: 'object',
  properties: {
    message: { type: 'string', description: 'What to say to the agent.', minLength: 1 },
  },
  required: ['message'],
  additionalProperties: false,
} as const;

/** The peers of this agent. */
export class Peers implements ToolSource {
  readonly #connections: Connections<PeerSettings, PeerConnection>;

  /**
   * @param options.configured All peers by name, the ones that are not enabled included.
   * @param options.onChange Told after each change of a peer's state that matters to an operator.
   */
  constructor(options: {
    configured: () => Readonly<Record<string, PeerSettings>>;
    adapter: PeerAdapter;
    clock: Clock;
    onChange: (name: string, state: 'connected' | 'disconnected', error: string | null) => void;
    times?: NonNullable<ConnectionsOptions<PeerSettings, PeerConnection>['times']>;
  }) {
    const { configured, adapter, clock, onChange, times } = options;
    this.#connections = new Connections({
      configured: () =>
        Object.fromEntries(Object.entries(configured()).filter(([, { enabled }]) => enabled)),
      connectorOf: adapter,
      unreachable: '',
      onShift: (name, shift) => {
        if (shift.kind === 'connected') onChange(name, 'connected', null);
        else onChange(name, 'disconnected', shift.error);
      },
      clock,
      ...(times === undefined ? {} : { times }),
    });
  }

  /** Connects every enabled peer. */
  start(): void {
    this.#connections.start();
  }

  /** Gives every peer up. */
  async stop(): Promise<void> {
    await this.#connections.stop();
  }

  /** Goes after a change of the settings. */
  follow(): void {
    this.#connections.follow();
  }

  /** Every enabled peer, by name. */
  list(): Peer[] {
    return this.#connections.list().map(({ name, settings, status, error }) => ({
      name,
      url: settings.url,
      status: status === 'connected' ? 'connected' : 'disconnected',
      error,
    }));
  }

  /** Every enabled peer that cannot be asked now, and why. */
  down(): { name: string; reason: string }[] {
    return this.list()
      .filter((one) => one.status !== 'connected')
      .map(({ name, error }) => ({ name, reason: error ?? 'connecting' }));
  }

  /** Every connected peer as a tool. */
  tools(): Tool[] {
    return this.#connections
      .list()
      .flatMap(({ name, open }) => (open === null ? [] : [toTool(name, open)]));
  }
}

function toTool(name: string, peer: PeerConnection): Tool {
  return {
    name: `a2a_${name}`.slice(0, LONGEST_NAME),
    description: `Asks the agent "${name}" and returns its answer. It says of itself: ${peer.description}`,
    inputSchema: INPUT,
    source: `a2a:${name}`,
    call: ({ message }, { callId, signal }) => {
      if (typeof message !== 'string') throw new Error('The message is missing');
      return peer.ask(message, callId, signal);
    },
  };
}
