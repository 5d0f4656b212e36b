/**
 * Owns putting together what connects this agent with others: the peers it asks and the tasks it is given.
 * What becomes of them belongs to domain/peers, the protocol to the adapters.
 */
import type { Turns } from '../domain/agent/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import { Peers, Tasks } from '../domain/peers/index.ts';
import type { Sessions } from '../domain/sessions/index.ts';
import type { Ground } from './services.ts';

/** Builds the peers. */
export function buildPeers({ live, clock, loggerOf, outside }: Ground): Peers {
  const log = loggerOf('a2a');
  return new Peers({
    configured: () => live.current().a2a.peers,
    adapter: outside.peers,
    clock,
    onChange: (name, state, error) => {
      if (state === 'connected') log.info(`peer ${name} is connected`);
      else log.warn(`peer ${name} is not connected: ${error ?? 'it was given up'}`);
    },
  });
}

/** Builds the tasks. */
export function buildTasks(
  { live, store, clock, loggerOf }: Ground,
  parts: { journal: Journal; sessions: Sessions; turns: Turns },
): Tasks {
  const agentId = () => live.current().agent.id ?? null;
  return new Tasks({ ...parts, store, clock, agentId, log: loggerOf('a2a') });
}
