/**
 * Owns connections to endpoints that callers chose: only to addresses that the guard lets through, judged at the moment of connecting.
 * Which addresses those are is said by ssrf-guard.ts.
 */
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isExempt, isPublicAddress, openAddresses } from './ssrf-guard.ts';

/** Every address of a host name. @throws the resolver's error */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** The endpoint resolved to addresses that nobody may be sent to. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * Connects to the host of `url` only. The name is resolved once per connection and what was checked is what is connected to,
 * so a name that changes its answer gains nothing; the connected socket is checked again.
 */
export function guardedConnector(
  url: URL,
  options: { resolve: Resolve; allowedHosts: readonly string[]; timeoutMs: number },
): buildConnector.connector {
  const { resolve, allowedHosts, timeoutMs } = options;
  const connect = buildConnector({
    timeout: timeoutMs,
    lookup: guardedLookup(url, resolve, allowedHosts),
    maxCachedSessions: 0,
  });
  return (target, callback) => {
    connect(target, (error, socket) => {
      if (error !== null) {
        callback(error, null);
      } else if (isExempt(url, allowedHosts) || isPublicAddress(socket.remoteAddress ?? '')) {
        callback(null, socket);
      } else {
        socket.destroy();
        callback(new AddressRefused('connected to an address that is not public'), null);
      }
    });
  };
}

function guardedLookup(
  url: URL,
  resolve: Resolve,
  allowedHosts: readonly string[],
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const open = openAddresses(url, found, allowedHosts);
        const [first] = open;
        if (first === undefined)
          callback(new AddressRefused('the name leads to no public address'), '', 0);
        else if (options.all === true) callback(null, open);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
