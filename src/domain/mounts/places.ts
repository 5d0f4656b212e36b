/**
 * Owns the places that no container sees, whatever an allowlist says: the system's, the engines', and the daemon's own.
 * Where the daemon's own are is said by whoever builds this.
 */
import { posix } from 'node:path';
import { isWithin, type RealPath, resolvePlace } from './host-path.ts';

/** A place that is never mounted, and how it is called towards callers. */
export interface Place {
  readonly path: string;
  readonly label: string;
}

/** Kernel interfaces, devices, and where sockets of engines and services are. */
const SYSTEM: readonly Place[] = [
  '/proc',
  '/sys',
  '/dev',
  '/run',
  '/var/run',
  '/var/run/docker.sock',
  '/run/podman',
].map((path) => ({ path, label: path }));

/**
 * The label of the place that a path lies in or contains; null when there is none. Identities are compared too: a folder that is
 * mounted twice has two names.
 * @param asked the path before links were followed
 */
export async function placeOf(
  asked: string,
  real: RealPath,
  own: readonly Place[],
): Promise<string | null> {
  if (real.path === '/') return '/';
  const written = posix.normalize(asked);
  for (const { path, label } of [...SYSTEM, ...own]) {
    if (isWithin(written, path) || isWithin(path, written) || touches(real.path, path))
      return label;
    const place = await resolvePlace(path);
    if (touches(real.path, place.path)) return label;
    const itself = place.isThere ? place.nearest?.chain.at(-1) : undefined;
    const isInside = itself !== undefined && real.chain.includes(itself);
    const last = real.chain.at(-1);
    const contains = last !== undefined && place.nearest?.chain.includes(last) === true;
    if (isInside || contains) return label;
  }
  return null;
}

const touches = (path: string, place: string): boolean =>
  isWithin(path, place) || isWithin(place, path);
