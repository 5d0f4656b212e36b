/**
 * Owns which HTTP requests of plugins are sent at all: methods, headers and URLs. Sending them belongs to request.ts.
 * Which URLs a plugin may reach, and how often, is said by domain/plugins.
 */
import { HostRefusal, type Outbound } from '../../domain/plugins/index.ts';
import type { Resolve } from '../../lib/guarded-connect.ts';
import { resolveHost } from '../../lib/resolve-host.ts';
import { urlFault } from '../../lib/ssrf-guard.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Of the connection, and so not the plugin's. */
const OWN_HEADERS =
  /^(host|connection|content-length|transfer-encoding|upgrade|expect|te|trailer|keep-alive|user-agent|proxy-.*)$/i;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]{0,8192}$/;

/** Makes the requests. @param options.resolve Takes the place of resolveHost. */
export function makeOutbound(options: {
  allowedHosts: () => readonly string[];
  userAgent: string;
  resolve?: Resolve;
}): Outbound {
  const resolve = options.resolve ?? resolveHost;
  return async (request, signal) => {
    const allowedHosts = options.allowedHosts();
    const fault = urlFault(request.url, allowedHosts);
    if (fault !== null) throw new HostRefusal(`the URL ${fault}`);
    if (!METHODS.includes(request.method))
      throw new HostRefusal(`the method is none of ${METHODS.join(', ')}`);
    for (const [name, value] of request.headers) {
      if (!HEADER_NAME.test(name) || OWN_HEADERS.test(name) || !HEADER_VALUE.test(value))
        throw new HostRefusal(`the header ${name.slice(0, 64)} cannot be sent`);
    }
    // Loaded at the first request: a start is not to wait for an HTTP client.
    const { send } = await import('./request.ts');
    const means = { resolve, allowedHosts, userAgent: options.userAgent };
    try {
      return await send(request, signal, means);
    } catch (error) {
      throw new HostRefusal(error instanceof Error ? error.message : String(error));
    }
  };
}
