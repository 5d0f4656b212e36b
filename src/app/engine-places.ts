/**
 * Owns where a container engine is looked for, by the settings, the environment and the machine. Which of those that answer is taken
 * belongs to domain/runtime.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppleEngine, DockerEngine } from '../adapters/containers/index.ts';
import type { Config, EngineHints } from '../config/index.ts';
import type { EngineCandidate } from '../domain/runtime/index.ts';

/** Where sockets of Docker and Podman usually are. */
const USUAL_SOCKETS = ['/var/run/docker.sock', '/run/podman/podman.sock'];
const APPLE_COMMAND = 'container';

/** Every place where an engine may be, the first that answers being the one. */
export function enginePlaces(
  { engine, socket }: Pick<Config['containers'], 'engine' | 'socket'>,
  hints: EngineHints,
  platform: NodeJS.Platform,
): EngineCandidate[] {
  if (engine === 'none') return [];
  const apple = engine === 'apple_container' || (engine === 'auto' && platform === 'darwin');
  const sockets = engine === 'apple_container' ? [] : socketPlaces(socket, hints);
  return [...(apple ? [applePlace()] : []), ...sockets];
}

function socketPlaces(socket: string | undefined, hints: EngineHints): EngineCandidate[] {
  if (socket !== undefined) return [namedPlace(socket)];
  const { dockerHost, runtimeDir } = hints;
  const own = runtimeDir === null ? [] : [join(runtimeDir, 'podman', 'podman.sock')];
  return [
    ...(dockerHost === null ? [] : [hostPlace(dockerHost)]),
    ...[...USUAL_SOCKETS, ...own].map(usualPlace),
  ];
}

const applePlace = (): EngineCandidate => ({
  title: `Apple Container by the command ${APPLE_COMMAND}`,
  open: () => Promise.resolve(new AppleEngine(APPLE_COMMAND)),
});

const titleOf = (path: string) => `Docker or Podman at ${path}`;

/** A socket that somebody has named: that nothing is there is worth saying. */
const namedPlace = (path: string): EngineCandidate => ({
  title: titleOf(path),
  open: () => Promise.resolve(new DockerEngine(path)),
});

function hostPlace(host: string): EngineCandidate {
  const path = /^unix:\/\/(\/.+)$/.exec(host)?.[1];
  if (path !== undefined) return namedPlace(path);
  return {
    title: 'DOCKER_HOST',
    open: () => Promise.reject(new Error('only unix:///path/of/a/socket is spoken to')),
  };
}

const usualPlace = (path: string): EngineCandidate => ({
  title: titleOf(path),
  async open() {
    const isThere = await stat(path).then(
      (found) => found.isSocket(),
      () => false,
    );
    return isThere ? new DockerEngine(path) : null;
  },
});
