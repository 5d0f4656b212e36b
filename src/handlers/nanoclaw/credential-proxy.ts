/**
 * Owns the handlers of the nanoclaw tag `credential-proxy` and the mapping of the proxy's state to its objects, none of which has room for
 * a credential. What the proxy is and does belongs to domain/credential-proxy.
 */
import type {
  CredentialProxy,
  Mapping,
  ProxyOutcome,
  ProxyState,
} from '../../domain/credential-proxy/index.ts';
import type { CredentialProxyHandlers, Schemas } from '../../generated/nanoclaw/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `credential-proxy`. */
export function makeCredentialProxyHandlers(
  proxy: CredentialProxy,
): CredentialProxyHandlers<CallContext> {
  return {
    async getProxyStatus() {
      return toStatus(proxy.state());
    },

    async startProxy(_request, c) {
      const outcome = await proxy.start(c.var.caller);
      return toRun(outcome, outcome.changed ? 'was started' : 'already runs');
    },

    async stopProxy(_request, c) {
      const outcome = await proxy.stop(c.var.caller);
      return toRun(outcome, outcome.changed ? 'was stopped' : 'was not running');
    },

    async createProxyMapping({ body }, c) {
      const { name, upstreamUrl, credentialType, credential, headerName } = body;
      const input = { name, upstreamUrl, credentialType, credential, headerName };
      const made = await proxy.mappings.add(input, c.var.caller);
      return { id: made.id, name: made.name, placeholder: made.placeholder };
    },

    async deleteProxyMapping({ path }, c) {
      const { name } = await proxy.mappings.remove(path.id, c.var.caller);
      return { success: true, message: `Mapping ${name} was removed` };
    },

    async setProxyPort({ body }, c) {
      return toPort(await proxy.setPort(body.port, c.var.caller));
    },
  };
}

function toStatus(state: ProxyState): Schemas['ProxyStatus'] {
  const { running, host, port, startedAt, authMode, mappings, figures } = state;
  return {
    running,
    host,
    port,
    ...(startedAt === null ? {} : { startedAt: toTimestamp(startedAt) }),
    authMode,
    mappings: mappings.map(toMapping),
    totals: { requests: figures.requests, errors: figures.errors },
    message: messageOf(state),
  };
}

function messageOf({ running, host, port, fault }: ProxyState): string {
  if (!running && fault === null) return 'The credential proxy is stopped';
  if (fault !== null)
    return `The credential proxy ${running ? 'does not run in full' : 'does not run'}: ${fault}`;
  return `The credential proxy listens on ${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function toMapping(mapping: Mapping): Schemas['ProxyMapping'] {
  const { id, name, upstreamUrl, credentialType, placeholder, requestCount, lastUsedAt } = mapping;
  return {
    id,
    name,
    upstreamUrl,
    credentialType,
    placeholder,
    createdAt: toTimestamp(mapping.createdAt),
    requestCount,
    lastUsedAt: lastUsedAt === null ? null : toTimestamp(lastUsedAt),
  };
}

const toRun = ({ running, port }: ProxyOutcome, what: string): Schemas['ProxyRun'] => ({
  success: true,
  running,
  port,
  message: `The credential proxy ${what}`,
});

function toPort({ running, port, changed, portBefore }: ProxyOutcome): Schemas['ProxyPort'] {
  const stay = portBefore === null ? '' : `; containers that already run keep port ${portBefore}`;
  const quiet = running ? `The proxy listens on port ${port}` : `The proxy will use port ${port}`;
  const message = changed ? `The proxy moved to port ${port}${stay}` : quiet;
  return { success: true, port, running, restarted: changed, message };
}
