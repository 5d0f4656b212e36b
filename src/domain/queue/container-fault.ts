/**
 * Owns why a container gave no answer, in words for operators. What follows from it belongs to crew.ts and container-turns.ts.
 */
import type { RunEnd } from '../../db/container-runs.ts';
import type { ContainerEnd } from '../runtime/index.ts';

/** Why a container gave no answer. */
export type FaultKind = 'failed' | 'timeout' | 'output' | 'gone' | 'cancelled';

/** A container gave no answer. The message is for operators. */
export class ContainerFault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ContainerFault';
    this.kind = kind;
  }
}

/** Why a container ended by itself; null where it may have. @param lastWords the end of what it wrote to its stderr */
export function faultOfEnd(
  { exitCode, oomKilled }: ContainerEnd,
  isClosing: boolean,
  lastWords: string,
): ContainerFault | null {
  if (oomKilled) return new ContainerFault('failed', 'It took more memory than it may');
  if (exitCode === 0 || (exitCode === null && isClosing)) return null;
  const code = exitCode === null ? 'an unknown code' : `code ${exitCode}`;
  const tail = lastWords === '' ? '' : `: ${lastWords}`;
  return new ContainerFault('failed', `The container ended with ${code}${tail}`);
}

/** What a run is called that ended with this, or with nothing wrong. */
export function statusOf(fault: ContainerFault | null): RunEnd['status'] {
  if (fault === null) return 'success';
  if (fault.kind === 'timeout' || fault.kind === 'cancelled')
    return fault.kind === 'timeout' ? 'timeout' : 'cancelled';
  return 'error';
}
