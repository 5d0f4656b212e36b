/**
 * Owns the handlers of the nanoclaw tag `mounts` and the mapping of verdicts and the allowlist to its objects.
 * What they mean belongs to domain/mounts.
 */
import { type Allowlist, BUILT_IN, type Mounts, type Verdict } from '../../domain/mounts/index.ts';
import type { Namespaces } from '../../domain/namespaces/index.ts';
import type { MountsHandlers, Schemas } from '../../generated/nanoclaw/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `mounts`. */
export function makeMountsHandlers(
  mounts: Mounts,
  namespaces: Namespaces,
): MountsHandlers<CallContext> {
  return {
    async validateMount({ body }, c) {
      const { hostPath, containerPath, readOnly = true, group } = body;
      const isMain = group === undefined ? body.isMain === true : namespaces.get(group).isMain;
      const asked = { hostPath, containerPath, readOnly, isMain };
      return toVerdict(await mounts.validate(asked, group ?? null, c.var.caller));
    },

    async getMountAllowlist() {
      return toAllowlist(mounts.get());
    },

    async setMountAllowlist({ body }, c) {
      const { nonMainReadOnly = true, ...rest } = body;
      return {
        ...toAllowlist(await mounts.set({ ...rest, nonMainReadOnly }, c.var.caller)),
        message: 'Allowlist saved; the built-in blocked patterns always apply',
      };
    },
  };
}

function toVerdict(verdict: Verdict): Schemas['MountVerdict'] {
  const { allowed, reason, message, source } = verdict;
  const base = { allowed, reason, message, canonicalHostPath: source };
  if (!verdict.allowed)
    return verdict.matchedPattern === undefined
      ? base
      : { ...base, matchedPattern: verdict.matchedPattern };
  return {
    ...base,
    matchedRoot: verdict.matchedRoot,
    resolvedContainerPath: verdict.target,
    effectiveReadOnly: verdict.readOnly,
  };
}

function toAllowlist(stored: Allowlist | null): Schemas['MountAllowlist'] {
  const { allowedRoots = [], blockedPatterns = [], nonMainReadOnly = true } = stored ?? {};
  return {
    allowedRoots: allowedRoots.map(({ path }) => path),
    blockedPatterns: [...BUILT_IN, ...blockedPatterns],
    roots: allowedRoots.map(({ description, ...root }) =>
      description === undefined ? root : { ...root, description },
    ),
    nonMainReadOnly,
    defaultBlockedPatterns: [...BUILT_IN],
  };
}
