/**
 * Owns what every request must satisfy before anything looks at it: one Host, an allowed one, no header that is said twice, and a
 * target that can be read in one way only.
 * Credentials belong to access.ts, sizes and timeouts to listener.ts.
 */
import type { IncomingMessage } from 'node:http';
import { DomainError } from '../domain/shared/index.ts';

/** Headers of which two would leave open which one counts. */
const ONCE = new Set([
  'host',
  'authorization',
  'x-api-key',
  'content-type',
  'content-length',
  'accept',
]);

/** Header lines of one request at most. */
const MOST_HEADERS = 200;

/** A path with dot segments, plain or encoded: whoever stands before us may have judged another path than the one it leads to. */
const MAYBE_DOT_SEGMENT = /\/[.%]/;
const DOT_SEGMENT = /^[^?]*\/(?:\.|%2e){1,2}(?=[/?]|$)/i;

/**
 * Refuses a request whose headers say one thing twice, or whose Host this listener does not answer to.
 * @param allowHost Whether a Host name (lower case, without port) is served; null serves all. A listener on loopback answers
 * to loopback names only, so that a web page cannot reach it through a name of its own that resolves here (DNS rebinding).
 */
export function guardHeaders(
  incoming: IncomingMessage,
  allowHost: ((name: string) => boolean) | null,
): void {
  // Node folds equal names into one, so only where there are fewer names than lines can one be said twice.
  if (incoming.rawHeaders.length !== 2 * Object.keys(incoming.headers).length) guardTwice(incoming);
  const { headers, url = '', rawHeaders, httpVersion } = incoming;
  if (rawHeaders.length > 2 * MOST_HEADERS)
    throw new DomainError('headers_too_large', `There are more than ${MOST_HEADERS} headers`);
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    throw new DomainError('bad_request', `HTTP/${httpVersion} is not spoken here`);
  if (url.includes('#') || (MAYBE_DOT_SEGMENT.test(url) && DOT_SEGMENT.test(url)))
    throw new DomainError('bad_request', 'The path holds a dot segment or a fragment');
  const { host } = headers;
  if (host === undefined || host === '') {
    // HTTP/1.0 may leave the host out; it then asks the address it has connected to.
    if (httpVersion === '1.0') return;
    throw new DomainError('bad_request', 'The Host header is missing');
  }
  // A target that names a host outweighs the Host header (RFC 9112, 3.2.2).
  const hosts = url.startsWith('/') ? [host] : [host, new URL(url).host];
  if (allowHost !== null && !hosts.every((one) => allowHost(hostName(one)))) {
    throw new DomainError('host_not_allowed', 'This listener does not answer to that Host', {
      allow: 'localhost, 127.0.0.1, [::1] and server.allowed_hosts',
    });
  }
}

function guardTwice({ rawHeaders }: IncomingMessage): void {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (!ONCE.has(name)) continue;
    if (seen.has(name)) {
      const issue = { in: 'header', path: name, message: 'is given twice' };
      throw new DomainError('bad_request', `The header "${name}" is given twice`, {
        issues: [issue],
      });
    }
    seen.add(name);
  }
}

/** `LOCALHOST:3120` -> `localhost`; `[::1]:3120` -> `[::1]`. */
function hostName(host: string): string {
  const end = host.startsWith('[') ? host.indexOf(']') + 1 : host.lastIndexOf(':');
  const name = (end > 0 ? host.slice(0, end) : host).toLowerCase();
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** Names that only this machine can mean. */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
