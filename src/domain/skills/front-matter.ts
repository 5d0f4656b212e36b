/**
 * Owns taking the YAML front matter off a Markdown text. It comes from people and may be hostile; what its keys mean belongs to the caller.
 */
import { Parser, parseDocument } from 'yaml';
import { FileRefusedError } from '../../lib/small-file.ts';

/** A Markdown text in its two parts. */
export interface MarkdownParts {
  /** What the front matter says; null where there is none. */
  readonly front: unknown;
  readonly body: string;
}

/** The parser takes time with the square of the text. */
const MAX_BYTES = 8 * 1024;
/** In tokens: a list within a mapping takes six. What is read after this check goes as deep as the text, and a stack does not. */
const MAX_DEPTH = 24;

/** Splits a text. Front matter begins in the first line with `---` and ends at the next such line. @throws FileRefusedError */
export function splitMarkdown(text: string): MarkdownParts {
  const match = /^---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/.exec(text);
  if (match === null) return { front: null, body: text };
  return { front: readYaml(match[1] ?? ''), body: text.slice(match[0].length) };
}

function readYaml(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw new FileRefusedError(`has front matter larger than ${MAX_BYTES / 1024} KiB`);
  if (isDeep(text)) throw new FileRefusedError('has front matter that is nested too deep');
  const document = parseDocument(text, {
    schema: 'core',
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new FileRefusedError(`has front matter that is not YAML: ${fault.message}`);
  try {
    // An alias of an alias of an alias makes gigabytes out of a line.
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new FileRefusedError('has front matter with YAML aliases');
  }
}

/** Whether the tokens of a text stand deep within each other; found without recursion. */
function isDeep(text: string): boolean {
  const waiting: { token: unknown; depth: number }[] = [];
  for (const token of new Parser().parse(text)) waiting.push({ token, depth: 1 });
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return true;
    if (typeof token !== 'object' || token === null) continue;
    for (const one of Object.values(token)) {
      const inside: readonly unknown[] = Array.isArray(one) ? one : [one];
      for (const part of inside) waiting.push({ token: part, depth: depth + 1 });
    }
  }
  return false;
}
