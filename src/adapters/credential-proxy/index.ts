/**
 * Owns the way into what carries requests of the credential proxy.
 */
export { makeProxyCarrier } from './server.ts';
