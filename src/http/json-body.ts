/**
 * Owns reading a JSON body from hostile hands: its size, its encoding, and values that JSON lets through but no store keeps.
 * What the body must look like belongs to the contract.
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import sjson from 'secure-json-parse';
import { DomainError } from '../domain/shared/index.ts';
import { cutName } from './issues.ts';

/** Deeper bodies are refused: walking them recursively, as JSON.stringify does, could exhaust the stack. */
const DEEPEST = 64;

/**
 * What is read and thrown away of a body that is too large: a client that is answered while it still sends may see its
 * connection reset instead of the answer.
 */
const DRAIN_BYTES = 8 * 1024 * 1024;

/**
 * Reads a body of at most `limit` bytes.
 * @throws DomainError `payload_too_large`, once the rest has come in too unless that is absurdly much; `request_timeout` when
 * the request breaks off
 */
export function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  const announced = Number(incoming.headers['content-length'] ?? 0);
  if (announced > limit + DRAIN_BYTES) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let isSettled = false;
    // Every request closes: a flag is cheaper than taking four listeners off one that is gone soon anyway.
    const finish = (settle: () => void) => {
      if (isSettled) return;
      isSettled = true;
      settle();
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else if (size > limit + DRAIN_BYTES) finish(() => reject(tooLarge(limit)));
    };
    const end = () => {
      if (size > limit) return finish(() => reject(tooLarge(limit)));
      const [only] = chunks;
      finish(() => resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks, size)));
    };
    const breakOff = () => finish(() => reject(brokenOff()));
    incoming.on('data', take).on('end', end).on('error', breakOff).on('close', breakOff);
  });
}

const brokenOff = () => new DomainError('request_timeout', 'The request broke off before its end');

const tooLarge = (limit: number) =>
  new DomainError('payload_too_large', `The body is larger than ${limit} bytes`, {
    limit_bytes: limit,
  });

/**
 * Parses a JSON body.
 * @throws DomainError `invalid_json` for anything that is not well-formed UTF-8 JSON of bounded depth, for prototype keys,
 * and for lone surrogates and numbers beyond a double, which would be stored as something else than was sent.
 */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw invalid('is not valid UTF-8');
  const text = bytes.toString('utf8');
  if (tooDeep(text)) throw invalid(`is nested deeper than ${DEEPEST} levels`);
  let value: unknown;
  try {
    value = MAYBE_FORBIDDEN.test(text)
      ? sjson.parse(text, null, { protoAction: 'error', constructorAction: 'error' })
      : JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') throw invalid('is empty');
    const forbidden = error instanceof Error && error.message.includes('forbidden prototype');
    throw invalid(
      forbidden ? 'holds a forbidden key such as __proto__' : `is not JSON: ${reasonOf(error)}`,
    );
  }
  if (SUSPECT.test(text)) refuseUnstorable(value, '');
  return value;
}

/**
 * What the strict parser is needed for: a forbidden key, spelled out or escaped, and a byte order mark. Its search costs more
 * than parsing a small body.
 */
const MAYBE_FORBIDDEN = /^\uFEFF|proto|\\u/;

/** Escaped surrogates and NULs and numbers that may be out of range: only then is it worth walking the whole value. */
const SUSPECT = /\\u[dD][89a-fA-F]|\\u0000|[eE]\+?\d{3}|\d{200}/;

function refuseUnstorable(value: unknown, path: string): void {
  if (typeof value === 'string' && !value.isWellFormed())
    throw unstorable(path, 'holds half a surrogate pair');
  // The database driver cuts texts at a NUL when it reads them.
  if (typeof value === 'string' && value.includes('\0'))
    throw unstorable(path, 'holds a NUL character');
  if (typeof value === 'number' && !Number.isFinite(value))
    throw unstorable(path, 'is a number out of range');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const below = path === '' ? key : `${path}.${key}`;
    if (!key.isWellFormed()) throw unstorable(path, 'has a key that holds half a surrogate pair');
    if (key.includes('\0')) throw unstorable(path, 'has a key that holds a NUL character');
    refuseUnstorable(inner, below);
  }
}

/** Counts brackets outside strings; a text shorter than the limit cannot be too deep. */
function tooDeep(text: string): boolean {
  if (text.length <= DEEPEST) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}

/** The parser's reason without the piece of the body that some engines quote: a body may hold secrets. */
const reasonOf = (error: unknown) =>
  error instanceof Error
    ? error.message.replace(/,? ?"[\s\S]*$/, '').replace(/'.*?' ?/, '')
    : 'unknown';

function invalid(message: string): DomainError {
  return new DomainError('invalid_json', `The body ${message}`, {
    issues: [{ in: 'body', path: '', message }],
  });
}

function unstorable(path: string, message: string): DomainError {
  const name = path === '' ? 'The body' : `The body "${path}"`;
  return new DomainError('validation_failed', `${name} ${message}`, {
    issues: [{ in: 'body', path: cutName(path), message }],
  });
}
