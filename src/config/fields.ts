/**
 * Owns the kinds of value a setting can hold and the notes each key carries (class, secrecy, other
 * environment names). Which keys exist, and their defaults, is left to schema.ts.
 */
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { parseDuration } from '../lib/duration.ts';
import { isSealKey } from '../lib/seal.ts';
import { isAllowedHost } from '../lib/ssrf-guard.ts';

/** `hot` takes effect while running; `restart` needs a restart of the daemon. */
export type ConfigClass = 'hot' | 'restart';

/** What a key says about itself beyond its type. */
export interface KeyNotes {
  /** Never printed, logged or answered in clear. */
  secret?: true;
  /** Fixed for the life of an installation; runtime changes are refused. */
  immutable?: true;
  /** Set outside of the daemon alone: read before the database is, or too powerful for the settings API. */
  outside?: true;
  /** Names read besides `GATEHOUSE_<SECTION>_<KEY>`, which comes first. */
  environment?: readonly string[];
}

/** Metadata of a key, in the words its JSON Schema uses. */
export type KeyMeta = {
  description: string;
  'x-class': ConfigClass;
  'x-secret': boolean;
  'x-immutable': boolean;
  'x-outside': boolean;
  'x-environment': readonly string[];
};

function keyMeta(configClass: ConfigClass, description: string, notes: KeyNotes): KeyMeta {
  return {
    description,
    'x-class': configClass,
    'x-secret': notes.secret ?? false,
    'x-immutable': notes.immutable ?? false,
    'x-outside': notes.outside ?? false,
    'x-environment': notes.environment ?? [],
  };
}

/** Metadata of a key whose change takes effect at once. */
export function hot(description: string, notes: KeyNotes = {}): KeyMeta {
  return keyMeta('hot', description, notes);
}

/** Metadata of a key whose change waits for a restart. */
export function restart(description: string, notes: KeyNotes = {}): KeyMeta {
  return keyMeta('restart', description, notes);
}

// Every field uses one sentence part as the message of all its checks, so that a problem always
// reads "expected <accepts>, found <value>" and never in the validator's own words.

/** A whole number in a closed range. */
export function integer(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error }).meta({ 'x-accepts': error });
}

/** True or false. */
export function flag() {
  const error = 'true or false';
  return z.boolean({ error }).meta({ 'x-accepts': error });
}

/** One word of a closed set. */
export function oneOf<const T extends readonly [string, ...string[]]>(...words: T) {
  const quoted = words.map((word) => `"${word}"`);
  const error = quoted.length === 1 ? quoted.join('') : `one of ${quoted.join(', ')}`;
  return z.enum(words, { error }).meta({ 'x-accepts': error });
}

/** Text without spaces or control characters, of a length in a closed range. */
export function token(min: number, max: number) {
  const error = `${min} to ${max} visible ASCII characters without spaces`;
  return z
    .string({ error })
    .regex(new RegExp(`^[!-~]{${min},${max}}$`), { error })
    .meta({ 'x-accepts': error });
}

/** One line of text, not empty, of at most so many characters. */
export function line(max: number) {
  const error = `1 to ${max} characters without line breaks or other control characters`;
  return z
    .string({ error })
    .refine((text) => text.length > 0 && text.length <= max && !/\p{Cc}/u.test(text), { error })
    .meta({ 'x-accepts': error });
}

/** Text of any lines, not empty, of at most so many characters. */
export function text(max: number) {
  const error = `1 to ${max} characters without control characters other than line breaks and tabs`;
  return z
    .string({ error })
    .refine((value) => value.length > 0 && value.length <= max && !/[^\P{Cc}\n\r\t]/u.test(value), {
      error,
    })
    .meta({ 'x-accepts': error });
}

/** A time zone of the IANA database. */
export function timeZone() {
  const error = 'a time zone of the IANA database, such as Europe/Paris';
  return z.string({ error }).refine(isTimeZone, { error }).meta({ 'x-accepts': error });
}

function isTimeZone(name: string): boolean {
  try {
    // Offsets and abbreviations are taken by some versions and not by others.
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** A path of a file or folder of this machine. */
export function path() {
  return line(4096);
}

/** A list of lines of text, each of at most so many characters. */
export function lineList(max: number) {
  const error = `a list of texts of 1 to ${max} characters`;
  return z.array(line(max), { error }).meta({ 'x-accepts': error });
}

const hostName = /^(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*$/i;

/** A host name or IP address to bind or accept, IPv6 without brackets. */
export function host() {
  const error = 'a host name or an IP address, without scheme, brackets or port';
  return z
    .string({ error })
    .refine((text) => text.length <= 253 && (isIP(text) !== 0 || hostName.test(text)), { error })
    .meta({ 'x-accepts': error });
}

/** A list of host names and IP addresses. */
export function hostList() {
  const error = 'a list of host names or IP addresses';
  return z.array(host(), { error }).meta({ 'x-accepts': error });
}

/**
 * A URL of one of the given schemes without credentials in it: settings are shown to operators, so
 * a password or token belongs into a secret key of its own.
 */
export function url(...schemes: readonly [string, ...string[]]) {
  const named = schemes.map((scheme) => `${scheme}:`);
  const error = `a URL (${named.join(', ')}) without user, password or token in it`;
  const accepted = (text: string): boolean => {
    if (!URL.canParse(text)) return false;
    const parsed = new URL(text);
    const bare = parsed.username === '' && parsed.password === '';
    const tokens = [...parsed.searchParams.keys()].some((name) => /token|password/i.test(name));
    return named.includes(parsed.protocol) && bare && !tokens;
  };
  return z.string({ error }).refine(accepted, { error }).meta({ 'x-accepts': error });
}

/** A list of hosts as a URL has them, each with a port or without: `localhost`, `127.0.0.1:9000`, `[::1]:9000`. */
export function allowedHostList() {
  const error = 'a list of hosts, each as host, host:port or [IPv6]:port';
  const item = z.string({ error }).refine(isAllowedHost, { error });
  return z.array(item, { error }).meta({ 'x-accepts': error });
}

/** A list of durations, such as `5s`, `30m`, `12h` and `2d`. */
export function durationList(max: number) {
  const error = `a list of up to ${max} durations, each a whole number and s, m, h, d or w`;
  const item = z.string({ error }).refine((text) => parseDuration(text) !== undefined, { error });
  return z.array(item, { error }).max(max, { error }).meta({ 'x-accepts': error });
}

/** One or more keys of 32 bytes in base64, separated by commas. */
export function sealKeys() {
  const error = 'one or more keys of 32 bytes in base64, separated by commas';
  return z
    .string({ error })
    .refine((text) => text.split(',').every(isSealKey), { error })
    .meta({ 'x-accepts': error });
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a listener bound to this host can be reached from this machine only. */
export function isLoopbackHost(name: string): boolean {
  const family = isIP(name);
  if (family === 0) return name.toLowerCase() === 'localhost';
  return loopback.check(name, family === 6 ? 'ipv6' : 'ipv4');
}
