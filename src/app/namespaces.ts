/**
 * Owns building namespaces, their instructions and the judgement of mounts. What each of them does belongs to domain/namespaces and
 * domain/mounts; what runs in a namespace is joined to it by whoever builds that.
 */
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Journal } from '../domain/audit/index.ts';
import { Mounts, type Place } from '../domain/mounts/index.ts';
import {
  type FolderOwner,
  Folders,
  Instructions,
  Namespaces,
  type NamespaceUse,
} from '../domain/namespaces/index.ts';
import { proxySocketsDir } from './credential-proxy.ts';
import type { Ground } from './services.ts';

/** The user of containers where the daemon is root; else both are the same user. */
const CONTAINER_USER: FolderOwner = { uid: 1000, gid: 1000 };

/**
 * Builds them. @returns `namespaceUse` too: what is joined to it later holds from then on, and until then nothing runs in a namespace
 */
export function buildNamespaces(ground: Ground, { journal }: { journal: Journal }) {
  const { home, store, clock } = ground;
  const namespaceUse: NamespaceUse = {
    inUse: () => false,
    close: () => Promise.resolve(),
    pauseSchedules: () => Promise.resolve(0),
  };
  const folders = new Folders(home, process.getuid?.() === 0 ? CONTAINER_USER : null);
  const namespaces = new Namespaces({ store, journal, clock, folders, use: namespaceUse });
  return {
    namespaceUse,
    folders,
    namespaces,
    instructions: new Instructions({ namespaces, folders, journal, clock }),
    mounts: new Mounts({
      store,
      journal,
      homeDir: homedir(),
      ownPlaces: () => placesOf(ground),
    }),
  };
}

/** What is the daemon's own on this machine. */
function placesOf({ live, home }: Ground): Place[] {
  const { places } = live;
  const { store, containers } = live.current();
  const [only] = places;
  // Of a file that is not there only the path is kept: who could write it would configure the daemon.
  const config = places.length === 1 && only !== undefined ? [dirname(only)] : places;
  const { dockerHost, runtimeDir } = live.engineHints;
  const engine = [
    containers.socket,
    dockerHost?.replace(/^unix:\/\//, ''),
    runtimeDir ?? undefined,
  ];
  const own = (label: string, paths: readonly (string | undefined)[]): Place[] =>
    paths
      .filter((path) => path?.startsWith('/') === true)
      .map((path = '') => ({ label, path: resolve(path) }));
  return [
    ...own('the data folder', [home, store.url?.replace(/^file:/, '')]),
    ...own('the configuration', [...config, resolve('.env')]),
    ...own('the container engine', engine),
    ...own('the credential proxy', [proxySocketsDir(home)]),
  ];
}
