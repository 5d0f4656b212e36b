/**
 * Owns finding the addresses of a host that a caller chose, so that a name whose server is silent delays nobody else's.
 * Which addresses may be connected to is said by ssrf-guard.ts.
 */
import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';

/** A try of each server; with the second it is about as long as a connection may take to come about. */
const TRY_MS = 2000;
const TRIES = 2;
const HOSTS_FILE = '/etc/hosts';
/** What DNS says of names that it does not know, or where there is no DNS: the system may know them otherwise. */
const UNKNOWN: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED']);

/**
 * Every address of a host name. DNS is asked without the system's resolver, whose calls hold two threads that the whole process shares
 * for as long as a silent name server likes (https://nodejs.org/api/dns.html#implementation-considerations). That resolver is
 * asked for what is no matter of DNS: plain names, those of the hosts file, and what DNS does not know.
 * @param servers Asked in place of the system's DNS servers. @throws an error with the `code` of the system's resolver
 */
export async function resolveHost(
  hostname: string,
  servers?: readonly string[],
): Promise<LookupAddress[]> {
  const askSystem = () => lookup(hostname, { all: true });
  if (!hostname.includes('.') || isListed(await readHosts(), hostname)) return await askSystem();
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
  const [four, six] = await Promise.allSettled([
    resolver.resolve4(hostname),
    resolver.resolve6(hostname),
  ]);
  const found = [
    ...(four.status === 'fulfilled' ? four.value : []).map((address) => ({ address, family: 4 })),
    ...(six.status === 'fulfilled' ? six.value : []).map((address) => ({ address, family: 6 })),
  ];
  if (found.length === 0 && four.status === 'rejected') throw four.reason;
  return found;
}
