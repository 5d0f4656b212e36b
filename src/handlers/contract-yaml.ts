/**
 * Owns writing a contract as YAML, in a module of its own so that the writer is loaded when somebody first asks.
 * Who asks is in contract-document.ts.
 */
import { stringify } from 'yaml';

/** A document as YAML; long texts stay in one line, and nothing is an alias of something else. */
export const writeYaml = (document: unknown): string =>
  stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
