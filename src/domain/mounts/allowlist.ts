/**
 * Owns the document that says what may be mounted: what a valid one looks like beyond the contract, and reading back a stored one.
 * What it means for a path is decided in mounts.ts.
 */
import { posix } from 'node:path';
import { z } from 'zod';
import { DomainError, type Issue } from '../shared/index.ts';
import { expandHome } from './host-path.ts';
import { BUILT_IN, blocksEverything, isSamePattern } from './patterns.ts';

const allowlist = z.strictObject({
  allowedRoots: z.array(
    z.strictObject({
      path: z.string(),
      allowReadWrite: z.boolean(),
      description: z.string().optional(),
    }),
  ),
  blockedPatterns: z.array(z.string()),
  nonMainReadOnly: z.boolean(),
});

/** What may be mounted. Paths of roots are as written; `blockedPatterns` are those beside the built-in ones. */
export type Allowlist = z.output<typeof allowlist>;
/** A directory below which mounts are allowed. */
export type AllowedRoot = Allowlist['allowedRoots'][number];

/** What a caller wants to set. */
export interface AllowlistInput {
  /** A bare path is read-only. */
  readonly allowedRoots: readonly (string | AllowedRoot)[];
  readonly blockedPatterns: readonly string[];
  readonly nonMainReadOnly: boolean;
}

/** What was stored; null for what cannot be read any more, since nothing may be mounted by it. */
export function readStored(document: unknown): Allowlist | null {
  const read = allowlist.safeParse(document);
  return read.success ? read.data : null;
}

/** @throws DomainError validation_failed with an issue per bad entry */
export function demandAllowlist(input: AllowlistInput, homeDir: string): Allowlist {
  const issues: Issue[] = [];
  const fault = (path: string, message: string) => {
    if (issues.length < MOST_ISSUES) issues.push({ in: 'body', path, message });
  };
  const allowedRoots = input.allowedRoots.map((root) =>
    typeof root === 'string' ? { path: root, allowReadWrite: false } : root,
  );
  for (const [index, { path }] of allowedRoots.entries()) {
    const expanded = expandHome(path, homeDir);
    if (expanded === null || posix.normalize(`${expanded}/`) === '/')
      fault(`allowedRoots.${index}`, 'must be absolute or begin with ~, and must not be /');
    if (/\p{Cc}/u.test(path)) fault(`allowedRoots.${index}`, 'must not hold control characters');
  }
  for (const [index, pattern] of input.blockedPatterns.entries())
    if (blocksEverything(pattern)) fault(`blockedPatterns.${index}`, 'would block every path');
  if (issues.length > 0)
    throw new DomainError('validation_failed', 'The mount allowlist has a bad entry', { issues });
  // Who sends back what was answered sends the built-in patterns too; they must not become broader by that.
  const blockedPatterns = [...new Set(input.blockedPatterns)].filter(
    (pattern) => !BUILT_IN.some((one) => isSamePattern(one, pattern)),
  );
  return { allowedRoots, blockedPatterns, nonMainReadOnly: input.nonMainReadOnly };
}

const MOST_ISSUES = 20;
