/**
 * Owns what a namespace may be called: its name is the name of its folders too. Whether the name is free is known to namespaces.ts.
 */
import { DomainError } from '../shared/index.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** Parts of paths in the API, and folders that are something else. */
const RESERVED: ReadonlySet<string> = new Set(['global', 'merge-instructions', 'errors']);

/** The name by which two namespaces are compared: on some machines folders do not differ by case. */
export const foldName = (name: string): string => name.toLowerCase();

/** Whether a folder may be called so. */
export const isName = (name: string): boolean => NAME.test(name) && !RESERVED.has(foldName(name));

/** @throws DomainError namespace_name_invalid */
export function demandName(name: string): void {
  if (isName(name)) return;
  const message = NAME.test(name)
    ? 'must not be a reserved name (global, merge-instructions, errors)'
    : 'must be 1 to 64 letters, digits, _ and -, and begin with a letter or digit';
  throw new DomainError('namespace_name_invalid', `The body "name" ${message}`, {
    issues: [{ in: 'body', path: 'name', message }],
  });
}
