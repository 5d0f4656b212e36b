/**
 * Owns the translation of validator errors into issues that name each fault in the caller's words.
 * Validating belongs to contract-backend.ts; how an API prints issues belongs to its envelope.
 */
import type { ErrorObject } from 'ajv';
import { DomainError, type Issue } from '../domain/shared/index.ts';

const PARTS: Readonly<Record<string, Issue['in']>> = {
  path: 'path',
  query: 'query',
  header: 'header',
  requestBody: 'body',
};

/** More faults than this are not worth a caller's reading. */
const MOST = 20;

const LONGEST_NAME = 200;

/** A name as faults repeat it: it is the caller's own and may be as long as the whole body. */
export const cutName = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;

/** Turns validator errors into issues, without the ones that only repeat another (`oneOf` and its kind). */
export function toIssues(errors: readonly ErrorObject[]): Issue[] {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  for (const error of errors) {
    // What is wrong with the name has an error of its own.
    if (error.keyword === 'propertyNames') continue;
    const issue = toIssue(error);
    const key = `${issue.in} ${issue.path} ${issue.message}`;
    if (seen.has(key) || issues.length === MOST) continue;
    seen.add(key);
    issues.push(issue);
  }
  return issues;
}

function toIssue(error: ErrorObject): Issue {
  const [, part = '', ...rest] = error.instancePath.split('/').map(unescapePointer);
  const extra = extraName(error);
  const inside = extra === undefined ? rest : [...rest, extra];
  // A missing body is reported at the root, where the part is the missing property itself.
  if (part === '') return { in: PARTS[extra ?? ''] ?? 'body', path: '', message: 'is required' };
  return { in: PARTS[part] ?? 'body', path: cutName(inside.join('.')), message: describe(error) };
}

/** The property an error is about when it is not part of the error's own path. */
function extraName(error: ErrorObject): string | undefined {
  const params: Record<string, unknown> = error.params;
  // A name that may not be one is checked as a value, at the place of its object.
  if (error.propertyName !== undefined) return error.propertyName;
  const name = params.additionalProperty ?? params.unevaluatedProperty ?? params.missingProperty;
  return typeof name === 'string' ? name : undefined;
}

function describe(error: ErrorObject): string {
  const params: Record<string, unknown> = error.params;
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return error.instancePath === '/query'
        ? 'is not a known parameter'
        : 'is not a known property';
    case 'required':
      return 'is required';
    case 'enum':
      return `must be one of ${list(params.allowedValues)}`;
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`;
    case 'type':
      return `must be ${String(params.type).replaceAll(',', ' or ')}`;
    default:
      return error.message ?? 'is not valid';
  }
}

const list = (values: unknown) => (Array.isArray(values) ? values.map(String).join(', ') : '');

const unescapePointer = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** The refusal of a request whose parts do not fit the contract. */
export function validationError(issues: readonly Issue[]): DomainError {
  const [first] = issues;
  const name = first?.path ? `"${first.path}"` : '';
  const where = first === undefined ? 'request' : NAMES[first.in];
  const message = `The ${where}${name ? ` ${name}` : ''} ${first?.message ?? 'is not valid'}`;
  return new DomainError('validation_failed', message, { issues });
}

const NAMES: Readonly<Record<Issue['in'], string>> = {
  path: 'path parameter',
  query: 'query parameter',
  header: 'header',
  body: 'body',
};
