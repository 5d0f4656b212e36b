/**
 * Owns the handlers of the PRX tag `sessions` and the mapping of sessions to its objects.
 * What a session is and does belongs to domain/sessions.
 */
import type {
  Session,
  SessionInput,
  SessionSummary,
  Sessions,
} from '../../domain/sessions/index.ts';
import type { Schemas, SessionsHandlers } from '../../generated/prx/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `sessions`. */
export function makeSessionsHandlers(sessions: Sessions): SessionsHandlers<CallContext> {
  return {
    async listSessions({ query }) {
      const page = await sessions.list(query);
      return { sessions: page.sessions.map(toSummary), total: page.total };
    },

    async createSession({ body }, c) {
      return toCreated(await sessions.create(toInput(body), c.var.caller));
    },

    async getSession({ path }) {
      return toSession(await sessions.get(path.id));
    },

    async deleteSession({ path }, c) {
      await sessions.terminate(path.id, c.var.caller);
    },
  };
}

function toInput(body: Schemas['SessionCreate']): SessionInput {
  return { channel: body.channel, userId: body.user_id, metadata: body.metadata };
}

type Created = Pick<Session, 'id' | 'channel' | 'userId' | 'status' | 'createdAt' | 'metadata'>;

function toCreated(session: Created): Schemas['SessionCreated'] {
  return {
    id: session.id,
    channel: session.channel,
    user_id: session.userId,
    status: session.status,
    created_at: toTimestamp(session.createdAt),
    metadata: session.metadata,
  };
}

function toSummary(session: SessionSummary): Schemas['SessionSummary'] {
  return {
    id: session.id,
    channel: session.channel,
    user_id: session.userId,
    status: session.status,
    created_at: toTimestamp(session.createdAt),
    last_activity: toTimestamp(session.lastActivity),
  };
}

function toSession(session: Session): Schemas['Session'] {
  return {
    id: session.id,
    channel: session.channel,
    user_id: session.userId,
    status: session.status,
    created_at: toTimestamp(session.createdAt),
    last_activity: toTimestamp(session.lastActivity),
    turn_count: session.turnCount,
    token_usage: { input: session.inputTokens, output: session.outputTokens },
    metadata: session.metadata,
  };
}
