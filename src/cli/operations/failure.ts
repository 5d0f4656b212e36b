/**
 * Owns how a failed operation is told: one line of words or JSON, the flags at fault, and the exit code.
 * What a refusal means belongs to the contract of its API.
 */
import type { CliOperation } from '../../generated/cli-table.ts';
import { CommandError, EXIT } from '../errors.ts';
import { plain } from './table.ts';

/** What is known of a failure. */
export interface FailureFacts {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  /** Null where no answer came. */
  readonly status?: number | null;
  readonly requestId?: string | null;
  readonly details?: unknown;
}

/** An operation that was refused, or could not be asked for. */
export class OperationError extends CommandError {
  override readonly name = 'OperationError';
  readonly facts: FailureFacts;
  readonly #operation: CliOperation;
  readonly #json: boolean;

  constructor(facts: FailureFacts, operation: CliOperation, json: boolean) {
    super(facts.message, facts.exitCode);
    this.facts = facts;
    this.#operation = operation;
    this.#json = json;
  }

  override get told(): string {
    const { code, message, requestId, exitCode } = this.facts;
    if (exitCode === EXIT.interrupted) return '';
    if (this.#json) return JSON.stringify({ error: this.#object() });
    const id = requestId ? ` (${plain(requestId)})` : '';
    const faults = issuesOf(this.facts.details).map(
      (issue) => `\n  ${this.#nameOf(issue)}: ${plain(issue.message)}`,
    );
    return `${plain(code)}: ${plain(message)}${id}${faults.join('')}`;
  }

  #object() {
    const { code, message, status = null, requestId = null, details = null } = this.facts;
    return { code, message, status, request_id: requestId, details };
  }

  /** The flag or positional that a fault is about, else where the fault is in the request. */
  #nameOf(issue: Issue): string {
    const at = issue.path.split('.');
    const exact = (path: readonly string[]) => path.join('.') === issue.path;
    // A fault inside an array or an object belongs to the flag that gave all of it.
    const around = (path: readonly string[]) => path.every((name, index) => at[index] === name);
    const inPart = this.#operation.fields.filter((field) => field.in === issue.in);
    const field = inPart.find(({ path }) => exact(path)) ?? inPart.find(({ path }) => around(path));
    if (field === undefined) return plain([issue.in, issue.path].filter(Boolean).join(' '));
    return field.in === 'path' ? `<${field.flag}>` : `--${field.flag}`;
  }
}

interface Issue {
  readonly in: string;
  readonly path: string;
  readonly message: string;
}

/** The faults that an API names in the details of a refusal. */
function issuesOf(details: unknown): Issue[] {
  // The nanoclaw API calls them fields.
  const issues = isRecord(details) ? (details.issues ?? details.fields) : undefined;
  if (!Array.isArray(issues)) return [];
  return issues.filter(isRecord).map((one) => ({
    in: String(one.in ?? ''),
    path: String(one.path ?? ''),
    message: String(one.message ?? ''),
  }));
}

/** True for a JSON object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
