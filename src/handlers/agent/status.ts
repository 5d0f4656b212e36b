/**
 * Owns the handlers of the agent tag `status`. Which agent this is belongs to the settings.
 */
import type { Schemas, StatusHandlers } from '../../generated/agent/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `status`; the legacy path answers the same. */
export function makeStatusHandlers(agentId: () => string | null): StatusHandlers<CallContext> {
  const getStatus = async () => toStatus(agentId());
  return { getStatus, getStatusLegacy: getStatus };
}

/** Nothing of `mcp` and `a2a` can be configured yet. */
function toStatus(agentId: string | null): Schemas['StatusEnvelope'] {
  return { success: true, data: { agent_id: agentId, mcp: {}, a2a: {} }, error: null };
}
