/**
 * Owns taking values out of answers whose shape the contract client has already checked, and a clock that tests move.
 * What the values should be is left to the tests.
 */
import type { Clock } from '../../src/lib/clock.ts';
import type { ContractClient } from '../support/contract-client.ts';

/** The value at a path of property names and indexes; undefined when there is none. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let node = value;
  for (const name of path) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
  }
  return node;
}

/** The text at a path. @throws Error when there is none */
export function textAt(value: unknown, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found === 'string') return found;
  throw new Error(`${path.join('.')} is no text in ${JSON.stringify(value)}`);
}

/** One property of every object in a list. */
export function pluck(value: unknown, list: string, name: string): unknown[] {
  const items = at(value, list);
  return Array.isArray(items) ? items.map((item) => at(item, name)) : [];
}

/** Makes a session. @returns its id */
export async function makeSession(
  prx: ContractClient,
  body: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const made = await prx.call('createSession', { body: { user_id: 'user_123', ...body } });
  return textAt(made.body, 'id');
}

/** Makes a token. @returns its id and its text */
export async function makeToken(
  prx: ContractClient,
  scopes: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ id: string; token: string }> {
  const { body } = await prx.call('createToken', { body: { name: 'test', scopes, ...more } });
  return { id: textAt(body, 'id'), token: textAt(body, 'token') };
}

/** A clock that stands still until a test moves it. */
export class HandClock implements Clock {
  #now = Date.UTC(2026, 2, 21, 10);

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Moves both times on. */
  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }
}
