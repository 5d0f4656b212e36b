/**
 * Owns the judgement of mounts, and the allowlist in force. Nothing is mounted that it does not allow; the mounting itself belongs to the
 * container engine.
 */
import { posix } from 'node:path';
import { readDocument, writeDocument } from '../../db/documents.ts';
import type { Store } from '../../db/open.ts';
import type { Journal } from '../audit/index.ts';
import type { Bind } from '../runtime/index.ts';
import { type Caller, systemCaller } from '../shared/index.ts';
import {
  type AllowedRoot,
  type Allowlist,
  type AllowlistInput,
  demandAllowlist,
  readStored,
} from './allowlist.ts';
import { holdsOddCharacters, targetOf } from './container-path.ts';
import { expandHome, isWithin, type RealPath, resolvePath } from './host-path.ts';
import { blockedBy } from './patterns.ts';
import { type Place, placeOf } from './places.ts';

/** A mount that somebody wants. */
export interface MountAsk {
  /** Absolute, or `~` and what is below it. */
  readonly hostPath: string;
  /** A name below the folder of mounts, or in full; without it, the last part of the host path. */
  readonly containerPath?: string | undefined;
  readonly readOnly: boolean;
  /** Whether it is for the main namespace. */
  readonly isMain: boolean;
}

/** A mount that is refused, and why. */
export interface RefusedMount {
  readonly allowed: false;
  readonly reason:
    | 'no_allowlist'
    | 'invalid_container_path'
    | 'host_path_not_found'
    | 'blocked_pattern'
    | 'outside_allowed_roots';
  readonly message: string;
  /** The path without links; null where it leads nowhere or was not looked at. */
  readonly source: string | null;
  readonly matchedPattern?: string;
}

/** A mount that is allowed, as it is to be made. */
export interface AllowedMount {
  readonly allowed: true;
  readonly reason: 'ok';
  readonly message: string;
  readonly source: string;
  readonly target: string;
  /** Whatever was asked for. */
  readonly readOnly: boolean;
  readonly matchedRoot: string;
  /** Device and inode of the source: what was judged, whatever bears its name later. */
  readonly identity: string;
  readonly asked: MountAsk;
}

/** Whether a mount is allowed, and how. */
export type Verdict = RefusedMount | AllowedMount;

const KEY = 'containers.mount_allowlist';

/** Judges mounts. */
export class Mounts {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #homeDir: string;
  readonly #ownPlaces: () => readonly Place[];
  #allowlist: Allowlist | null = null;

  /**
   * @param options.homeDir What `~` stands for.
   * @param options.ownPlaces Absolute paths of what is the daemon's own; they need not be there.
   */
  constructor(options: {
    store: Store;
    journal: Journal;
    homeDir: string;
    ownPlaces: () => readonly Place[];
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#homeDir = options.homeDir;
    this.#ownPlaces = options.ownPlaces;
  }

  /** Takes over what is stored; until then, and where that cannot be read, nothing may be mounted. */
  async load(): Promise<void> {
    this.#allowlist = readStored(await readDocument(this.#store.read, KEY));
  }

  /** The allowlist in force; null while there is none. */
  get(): Allowlist | null {
    return this.#allowlist;
  }

  /** Replaces the allowlist, all or nothing. @throws DomainError validation_failed with an issue per bad entry */
  async set(input: AllowlistInput, by: Caller): Promise<Allowlist> {
    const allowlist = demandAllowlist(input, this.#homeDir);
    await this.#journal.commit(by, async (change) => {
      const { allowedRoots, blockedPatterns, nonMainReadOnly } = allowlist;
      change.target('mount-allowlist', { allowedRoots, blockedPatterns, nonMainReadOnly });
      await writeDocument(change.tx, KEY, allowlist);
      change.committed(() => {
        this.#allowlist = allowlist;
      });
    });
    return allowlist;
  }

  /** Judges a mount for a caller, and leaves that in the caller's audit entry. */
  async validate(asked: MountAsk, group: string | null, by: Caller): Promise<Verdict> {
    const verdict = await this.judge(asked);
    await this.#journal.commit(by, async (change) => {
      change.target(verdict.source ?? asked.hostPath, factsOf(asked, verdict, group));
    });
    return verdict;
  }

  /** Whether a mount would be made, and how. Nothing is changed. */
  async judge(asked: MountAsk): Promise<Verdict> {
    const allowlist = this.#allowlist;
    if (allowlist === null)
      return refused('no_allowlist', 'No mount is allowed: there is no mount allowlist');
    const expanded = expandHome(asked.hostPath, this.#homeDir);
    const target = targetOf(asked.containerPath ?? posix.basename(expanded ?? ''));
    if (target === null)
      return refused(
        'invalid_container_path',
        'The container path must be a name below /workspace/extra, without .., : and control characters',
      );
    if (holdsOddCharacters(asked.hostPath)) return blocked(':', null, ODD_CHARACTERS);
    const real = expanded === null ? null : await resolvePath(expanded);
    if (expanded === null || real === null)
      return refused('host_path_not_found', 'The host path does not exist');
    const against = await this.#refusalOf(expanded, real, allowlist);
    if (against !== null) return against;
    const root = await this.#rootOf(real, allowlist.allowedRoots);
    if (root === null)
      return refused('outside_allowed_roots', 'The path lies below no allowed root', real.path);
    const mayWrite =
      !asked.readOnly && (asked.isMain || !allowlist.nonMainReadOnly) && root.allowReadWrite;
    return {
      allowed: true,
      reason: 'ok',
      message: 'Mount validated successfully',
      source: real.path,
      target,
      readOnly: !mayWrite,
      matchedRoot: root.path,
      identity: real.chain.at(-1) ?? '',
      asked,
    };
  }

  /** Whether everything that was judged still holds, and it is still the same folder or file. */
  async recheck(verdict: AllowedMount): Promise<boolean> {
    const now = await this.judge(verdict.asked);
    return (
      now.allowed &&
      now.source === verdict.source &&
      now.identity === verdict.identity &&
      now.target === verdict.target &&
      now.readOnly === verdict.readOnly
    );
  }

  /**
   * The mounts of a run: those of a namespace that are allowed now. The others are left out, each with an audit entry.
   * @param of.mounts as they were asked for
   */
  async forRun(of: {
    name: string;
    isMain: boolean;
    mounts: readonly { hostPath: string; containerPath?: string; readOnly?: boolean }[];
  }): Promise<AllowedMount[]> {
    const allowed: AllowedMount[] = [];
    const rejected: { asked: MountAsk; verdict: RefusedMount }[] = [];
    for (const { hostPath, containerPath, readOnly = true } of of.mounts) {
      const asked = { hostPath, containerPath, readOnly, isMain: of.isMain };
      const verdict = await this.judge(asked);
      if (!verdict.allowed) rejected.push({ asked, verdict });
      else if (allowed.some(({ target }) => overlaps(target, verdict.target)))
        rejected.push({
          asked,
          verdict: refused(
            'invalid_container_path',
            'Another mount has this place in the container',
            verdict.source,
          ),
        });
      else allowed.push(verdict);
    }
    // Judging takes its time: the first one may have been swapped while the last one was looked at.
    const lasting: AllowedMount[] = [];
    for (const verdict of allowed) {
      if (await this.recheck(verdict)) lasting.push(verdict);
      else rejected.push({ asked: verdict.asked, verdict: changed(verdict) });
    }
    if (rejected.length > 0)
      await this.#journal.commit(systemCaller('containers'), async (change) => {
        for (const { asked, verdict } of rejected)
          await change.note({
            event: 'mount.rejected',
            target: verdict.source ?? asked.hostPath,
            details: factsOf(asked, verdict, of.name),
          });
      });
    return lasting;
  }

  /** Why a path is never mounted, wherever the roots are; null where nothing speaks against it. */
  async #refusalOf(
    expanded: string,
    real: RealPath,
    { blockedPatterns }: Allowlist,
  ): Promise<RefusedMount | null> {
    const { path, kind } = real;
    if (holdsOddCharacters(path)) return blocked(':', path, ODD_CHARACTERS);
    if (kind === 'other') return blocked('socket', path, 'The path is no folder and no file');
    // Its other names may be anywhere, and what it holds may be anybody's.
    if (kind === 'linked_file')
      return blocked('hard link', path, 'The file has further names, which may lie anywhere');
    const pattern =
      blockedBy(path, blockedPatterns) ?? blockedBy(posix.normalize(expanded), blockedPatterns);
    if (pattern !== null) return blocked(pattern, path);
    const place = await placeOf(expanded, real, this.#ownPlaces());
    return place === null
      ? null
      : blocked(place, path, `The path touches what is never mounted: ${place}`);
  }

  /** The first root that the path lies in. Roots that are not there allow nothing, nor does one that leads to `/`. */
  async #rootOf(real: RealPath, roots: readonly AllowedRoot[]): Promise<AllowedRoot | null> {
    for (const root of roots) {
      const expanded = expandHome(root.path, this.#homeDir);
      const found = expanded === null ? null : await resolvePath(expanded);
      if (found === null || found.path === '/') continue;
      if (isWithin(real.path, found.path)) return { ...root, path: found.path };
    }
    return null;
  }
}

/** A mount as the container engine is told of it. */
export const toBind = ({ source, target, readOnly }: AllowedMount): Bind => ({
  source,
  target,
  readOnly,
});

const changed = ({ source }: AllowedMount): RefusedMount =>
  refused('host_path_not_found', 'The host path changed while it was judged', source);

const overlaps = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a);

const refused = (
  reason: RefusedMount['reason'],
  message: string,
  source: string | null = null,
): RefusedMount => ({ allowed: false, reason, message, source });

const ODD_CHARACTERS = 'The path holds a colon or a control character';

const blocked = (
  pattern: string,
  source: string | null,
  message = `Path contains blocked pattern: ${pattern}`,
): RefusedMount => ({
  ...refused('blocked_pattern', message, source),
  matchedPattern: pattern,
});

/** What the audit log keeps of a judgement. */
const factsOf = (asked: MountAsk, verdict: Verdict, group: string | null) => ({
  severity: verdict.allowed ? ('info' as const) : ('warning' as const),
  ...(group === null ? {} : { group }),
  allowed: verdict.allowed,
  message: verdict.message,
  reason: verdict.reason,
  hostPath: asked.hostPath,
});
