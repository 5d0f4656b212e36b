/**
 * Owns the way into the area of the credential proxy: the proxy itself, its mappings, and the ports to what carries its requests.
 */
export type { RefusedRequest } from './gate.ts';
export { type Mapping, type MappingInput, Mappings } from './mappings.ts';
export type { ProxyOutcome, ProxyState } from './parts.ts';
export {
  type Gate,
  type Passage,
  type Place,
  type Providers,
  type ProviderUpstream,
  type ProxyCarrier,
  type ProxyListener,
  ProxyRefusal,
} from './ports.ts';
export { CredentialProxy, type ProxyAccess } from './proxy.ts';
export { ProxySocketError } from './run-sockets.ts';
