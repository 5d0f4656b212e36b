/**
 * Owns which addresses the daemon may be sent to by a URL that somebody else chose: public ones, and hosts allowed by name.
 * Resolving names and opening connections belongs to the adapter that connects, which must check what it connects to.
 */
import { BlockList, isIP } from 'node:net';

/** Special-purpose blocks of IPv4 (IANA registry, RFC 6890), multicast, and one public address that is a cloud's own. */
const CLOSED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** IPv6 is open inside global unicast only, which leaves out loopback, mapped, NAT64, local and multicast ones… */
const OPEN_V6 = '2000::/3';

/** …without protocol assignments (Teredo, ORCHID, benchmarking), documentation, 6to4 and what was handed back. */
const CLOSED_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3ffe::/16', '3fff::/20'];

const closedV4 = blocks(CLOSED_V4, 'ipv4');
const openV6 = blocks([OPEN_V6], 'ipv6');
const closedV6 = blocks(CLOSED_V6, 'ipv6');

function blocks(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}

/** True for an IP address of the public internet; false for every other one, and for text that is none. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closedV4.check(address, 'ipv4');
    case 6:
      return openV6.check(address, 'ipv6') && !closedV6.check(address, 'ipv6');
    default:
      return false;
  }
}

/** `host`, `host:port` or `[v6]:port`; no wildcards, so that an exemption is exactly what it says. */
const ALLOWED = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/;

/** True for text that may stand in a list of allowed hosts. */
export function isAllowedHost(text: string): boolean {
  return ALLOWED.test(text) && URL.canParse(`http://${text}`);
}

/** True if the list names the URL's host, and its port where the entry has one. */
export function isExempt(url: URL, allowed: readonly string[]): boolean {
  return allowed.some((entry) => {
    const [, host = '', port] = ALLOWED.exec(entry) ?? [];
    // Both sides go through the same parser, so that one host has one spelling.
    if (host === '' || new URL(`http://${host}`).hostname !== url.hostname) return false;
    return port === undefined || Number(port) === portOf(url);
  });
}

/** The port a URL leads to. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** The host of a URL as a resolver takes it: IPv6 without brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/**
 * What is wrong with a URL before anything is resolved, as the end of a sentence; null for one that may be tried.
 * The parser has already turned every odd spelling of an IPv4 address (`0x7f.1`, `017700000001`) into the usual one.
 */
export function urlFault(text: string, allowed: readonly string[]): string | null {
  if (!URL.canParse(text)) return 'is no URL';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must be an http or https URL';
  if (url.username !== '' || url.password !== '') return 'must not have a user or password in it';
  if (isExempt(url, allowed)) return null;
  const host = hostOf(url);
  if (isIP(host) !== 0)
    return isPublicAddress(host) ? null : 'must not lead to a private or reserved address';
  return /(^|\.)localhost\.?$/.test(host) ? 'must not lead to this machine' : null;
}

/** Of the addresses a host resolved to, those that may be connected to: all of an exempt host, else the public ones. */
export function openAddresses<A extends { readonly address: string }>(
  url: URL,
  addresses: readonly A[],
  allowed: readonly string[],
): A[] {
  if (isExempt(url, allowed)) return [...addresses];
  return addresses.filter(({ address }) => isPublicAddress(address));
}
