/**
 * Owns the question which agent asks for threads. Which threads are its own is left to threads.ts.
 */
import { DomainError } from '../shared/index.ts';

/** What the area takes from the settings, read anew at every use. */
export interface ThreadSettings {
  readonly agentId: string | null;
  /** False where the agent does not remember: then nobody can ask for threads. */
  readonly remembers: boolean;
}

/** The agent that this daemon runs. @throws DomainError memory_disabled, agent_id_required */
export function demandAgent({ agentId, remembers }: ThreadSettings): string {
  if (!remembers) throw new DomainError('memory_disabled', 'Memory is not enabled');
  if (agentId !== null) return agentId;
  throw new DomainError(
    'agent_id_required',
    'AGENT_ID is not set, so there is no agent to own threads',
  );
}
