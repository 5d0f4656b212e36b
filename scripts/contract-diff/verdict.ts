/**
 * Owns what changes of a contract demand of its version, after Semantic Versioning: a break a new major, an addition a new minor number.
 * Which changes there are belongs to operations.ts.
 */
import { canonical, isAnnotation, isObject, type Json, objectOf } from './document.ts';
import { breakingChanges } from './operations.ts';
import type { Finding } from './schemas.ts';

/** What is to be said of one contract. */
export interface Verdict {
  readonly from: string;
  readonly to: string;
  /** What somebody who keeps to the old contract may fail by. */
  readonly breaks: readonly Finding[];
  /** The places that are new, or take or give more than before. */
  readonly additions: readonly string[];
  /** Why the change is refused; null if it is not. */
  readonly refusal: string | null;
  /** What is missing, though it is not refused. */
  readonly warning: string | null;
}

/** Judges a contract by what it was. @throws Error where a reference leads nowhere or a version is none */
export function judge(old: Json, now: Json): Verdict {
  const [from, to] = [versionOf(old), versionOf(now)];
  const breaks = breakingChanges(old, now);
  const additions = [...new Set(breakingChanges(now, old).map(({ at }) => at))];
  const [wasMajor, wasMinor] = numbersOf(from);
  const [major, minor] = numbersOf(to);
  const told = { from, to, breaks, additions };
  if (isLower(to, from))
    return { ...told, refusal: `the version goes back from ${from} to ${to}`, warning: null };
  if (breaks.length > 0 && major === wasMajor)
    return {
      ...told,
      refusal: `incompatible changes need version ${major + 1}.0.0`,
      warning: null,
    };
  const isSilent = major === wasMajor && minor === wasMinor;
  const isMore = additions.length > 0 || canonical(meaningOf(old)) !== canonical(meaningOf(now));
  const warning = isSilent && isMore ? `additions ask for version ${major}.${minor + 1}.0` : null;
  return { ...told, refusal: null, warning };
}

function versionOf(document: Json): string {
  const { version } = objectOf(document.info);
  if (typeof version !== 'string' || !/^\d+\.\d+\.\d+$/.test(version))
    throw new Error(`info.version is ${canonical(version)}, not a version such as 1.2.3`);
  return version;
}

function numbersOf(version: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}

function isLower(one: string, other: string): boolean {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  const first = a.findIndex((part, index) => part !== b[index]);
  return first >= 0 && (a[first] ?? 0) < (b[first] ?? 0);
}

/** A contract without what is only said to people. */
function meaningOf(document: Json): unknown {
  const { info, tags, servers, ...rest } = document;
  const said = JSON.stringify(rest, (_, part: unknown) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).filter(([key, value]) => !isText(key, value)))
      : part,
  );
  return JSON.parse(said);
}

/** A property may be named like an annotation: its value is a schema then, and an annotation's is not. */
const isText = (key: string, value: unknown) =>
  isAnnotation(key) && (!isObject(value) || ['example', 'examples', 'externalDocs'].includes(key));
