/**
 * Owns finding the addresses of a host that a caller chose, so that a name whose server is silent delays nobody else's.
 * Which addresses may be connected to is said by ssrf-guard.ts.
 */
import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A try of each server; with the second it is about as long as a connection may take to come about. */
const TRY_MS = 2000;
const TRIES = 2;
/** How long the addresses of one family wait for those of the other (RFC 8305 waits less, and needs no list of both). */
const OTHER_FAMILY_MS = 500;
const HOSTS_FILE = '/etc/hosts';
/** A plain name, or one of mDNS (RFC 6762), of which a DNS server may say anything. */
const NOT_OF_DNS = /^[^.]*\.?$|\.local\.?$/i;
/** What DNS says of names that it does not know, or where there is no DNS: the system may know them otherwise. */
const UNKNOWN: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED']);

/**
 * Every address of a host name. DNS is asked without the system's resolver, whose calls hold two threads that the whole process shares
 * for as long as a silent name server likes (https://nodejs.org/api/dns.html#implementation-considerations). That resolver is
 * asked for what is no matter of DNS: plain names and local ones, those of the hosts file, and what DNS does not know.
 * @param servers Asked in place of the system's DNS servers. @throws an error with the `code` of the system's resolver
 */
export async function resolveHost(
  hostname: string,
  servers?: readonly string[],
): Promise<LookupAddress[]> {
  const askSystem = () => lookup(hostname, { all: true });
  if (NOT_OF_DNS.test(hostname) || isListed(await readHosts(), hostname)) return await askSystem();
  try {
    return await askDns(hostname, servers);
  } catch (error) {
    if (error instanceof Error && 'code' in error && UNKNOWN.has(error.code))
      return await askSystem();
    throw Object.assign(new Error(`${hostname} could not be looked up`, { cause: error }), {
      code: 'EAI_AGAIN',
    });
  }
}

/** Whether a hosts file names a host (hosts(5)). */
export function isListed(hostsFile: string, hostname: string): boolean {
  const wanted = hostname.toLowerCase();
  return hostsFile.split('\n').some((line) => {
    const [, ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
    return names.includes(wanted);
  });
}

/** A system without the file has no such names. */
const readHosts = () => readFile(HOSTS_FILE, 'utf8').catch(() => '');

async function askDns(hostname: string, servers?: readonly string[]): Promise<LookupAddress[]> {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  const found: LookupAddress[] = [];
  const keep = (family: 4 | 6) => (addresses: readonly string[]) => {
    found.push(...addresses.map((address) => ({ address, family })));
  };
  const asked = [
    resolver.resolve4(hostname).then(keep(4)),
    resolver.resolve6(hostname).then(keep(6)),
  ];
  const ends = Promise.allSettled(asked);
  const soon = Promise.any(asked).then(
    () => sleep(OTHER_FAMILY_MS, undefined, { ref: false }),
    () => ends,
  );
  await Promise.race([ends, soon]);
  // Of a server that answers for one family only, the question for the other would go on for seconds.
  resolver.cancel();
  const [end] = await ends;
  if (found.length === 0 && end?.status === 'rejected') throw end.reason;
  return found.toSorted((one, other) => one.family - other.family);
}
