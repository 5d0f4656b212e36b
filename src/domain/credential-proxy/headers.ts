/**
 * Owns the headers that an upstream sees: the container's own without whatever could be a credential, and the credential of the mapping.
 * Which mapping that is belongs to gate.ts, and what comes back to src/adapters/credential-proxy.
 */
import type { CredentialType } from '../../db/proxy-mappings.ts';

/** What the first mapping's credential is called. */
export const FIRST_PLACEHOLDER = 'CREDENTIAL_PROXY_PLACEHOLDER';
/** Every placeholder as a whole: the first one is how the others begin. */
const PLACEHOLDERS = new RegExp(`${FIRST_PLACEHOLDER}(?:_[0-9A-Za-z]+)?`, 'g');

/** Header in which a request may show its token instead of in its path. */
export const TOKEN_HEADER = 'x-gatehouse-token';

/** Headers that belong to one connection, or that are made anew for the upstream. */
const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'http2-settings',
];
/** Headers that carry credentials; the mapping's own is put in afterwards. */
const CREDENTIALS = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  TOKEN_HEADER,
];
/** Headers that make some upstreams serve another path, another host or another method than the request says. */
const REROUTING = [
  'forwarded',
  'x-original-url',
  'x-rewrite-url',
  'x-original-host',
  'x-host',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
];
/** What would keep the answer from being searched, and where the container has its address from. */
const OTHERS = ['accept-encoding', 'range', 'if-range', 'referer', 'origin'];
const DROPPED = new Set([...OF_THE_CONNECTION, ...CREDENTIALS, ...REROUTING, ...OTHERS]);
const REROUTING_PREFIX = 'x-forwarded-';

/** Names that no credential can be sent in. */
const UNFIT = new Set([...OF_THE_CONNECTION, ...REROUTING, ...OTHERS, 'content-length', 'cookie']);

/** Whether a credential may be sent in a header of this name. */
export function isFitName(name: string): boolean {
  const lower = name.toLowerCase();
  return !UNFIT.has(lower) && !lower.startsWith(REROUTING_PREFIX) && lower !== TOKEN_HEADER;
}

/** A credential and how it is sent. */
export interface SentCredential {
  readonly type: CredentialType;
  /** Null stands for the header of the type. */
  readonly headerName: string | null;
  readonly secret: string;
  readonly placeholder: string;
}

/** Pairs of a flat list of names and values, names in lower case. */
export function pairsOf(rawHeaders: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    pairs.push([(rawHeaders[at] ?? '').toLowerCase(), rawHeaders[at + 1] ?? '']);
  return pairs;
}

/** Every placeholder that the values name, each once. */
export function placeholdersIn(headers: readonly [name: string, value: string][]): Set<string> {
  return new Set(headers.flatMap(([, value]) => value.match(PLACEHOLDERS) ?? []));
}

/** The headers for the upstream as a flat list. A credential of null sends none. */
export function upstreamHeaders(
  headers: readonly [name: string, value: string][],
  credential: SentCredential | null,
): string[] {
  const own = credential === null ? null : ownHeader(headers, credential);
  const ofConnection = new Set(
    headers
      .filter(([name]) => name === 'connection')
      .flatMap(([, value]) =>
        value
          .toLowerCase()
          .split(',')
          .map((one) => one.trim()),
      ),
  );
  const kept = headers.filter(
    ([name]) =>
      !DROPPED.has(name) &&
      !name.startsWith(REROUTING_PREFIX) &&
      !ofConnection.has(name) &&
      name !== own?.name,
  );
  const value = own?.value ?? null;
  return [
    ...kept.flat(),
    'accept-encoding',
    'identity',
    ...(own === null || value === null ? [] : [own.name, value]),
  ];
}

function ownHeader(
  headers: readonly [name: string, value: string][],
  { type, headerName, secret, placeholder }: SentCredential,
): { name: string; value: string | null } {
  if (type === 'api_key') {
    const name = (headerName ?? 'x-api-key').toLowerCase();
    const sent = headers.find(([one]) => one === name)?.[1] ?? '';
    return { name, value: putIn(sent, placeholder, secret) ?? secret };
  }
  const name = 'authorization';
  const isAsked = type === 'bearer' || headers.some(([one]) => one === name);
  return { name, value: isAsked ? `Bearer ${secret}` : null };
}

/** The value with the secret in the place of the first placeholder, if it has this very one: `Token <placeholder>` keeps its word. */
function putIn(value: string, placeholder: string, secret: string): string | null {
  for (const match of value.matchAll(PLACEHOLDERS)) {
    if (match[0] !== placeholder) continue;
    const end = match.index + placeholder.length;
    return value.slice(0, match.index) + secret + value.slice(end);
  }
  return null;
}

/** Shorter secrets are found in ordinary text too: to hide them would spoil answers and show where they are. */
const SHORTEST_HIDDEN = 8;

/** The ways in which an upstream that repeats what it was sent writes a secret. */
export function formsOf(secret: string): string[] {
  if (secret.length < SHORTEST_HIDDEN) return [];
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, inJson, inJson.replaceAll('/', '\\/'), encodeURIComponent(secret)])];
}
