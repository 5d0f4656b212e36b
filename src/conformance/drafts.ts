/**
 * Owns wording a request for an operation: its examples, its parameters filled in, the token where the contract wants it. Which request
 * is sent, and what is spoilt in it, is said by the checks.
 */
import type { Contract, ContractOperation, Parameter } from './contract.ts';
import type { WireRequest } from './wire.ts';

/** A request in its parts. */
export interface Draft {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body; null sends none. */
  readonly body: string | null;
}

/** How a token is sent, as a header or a part of the query. */
export interface Credential {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export const NO_CREDENTIAL: Credential = { headers: {}, query: {} };

/** How the security scheme of an operation wants a token. */
export function credentialFor(
  contract: Contract,
  operation: ContractOperation,
  token: string | null,
): Credential {
  if (token === null || operation.requirement === null) return NO_CREDENTIAL;
  const schemes = contract.resolve(contract.resolve(contract.document.components).securitySchemes);
  const scheme = contract.resolve(schemes[operation.requirement.scheme]);
  if (scheme.type !== 'apiKey') {
    const kind = String(scheme.scheme).toLowerCase() === 'basic' ? 'Basic' : 'Bearer';
    return { headers: { authorization: `${kind} ${token}` }, query: {} };
  }
  const name = String(scheme.name);
  if (scheme.in === 'query') return { headers: {}, query: { [name]: token } };
  if (scheme.in === 'cookie') return { headers: { cookie: `${name}=${token}` }, query: {} };
  return { headers: { [name.toLowerCase()]: token }, query: {} };
}

/** The request of the contract's own examples, one for each example of its body. */
export function exampleDrafts(operation: ContractOperation): Draft[] {
  const filled = (place: Parameter['in']) =>
    Object.fromEntries(
      operation.parameters
        .filter((one) => one.in === place && one.required)
        .map((one) => [one.name, textOf(one.example ?? fallback(one))]),
    );
  const draft = { path: filled('path'), query: filled('query'), headers: filled('header') };
  const bodies = operation.body?.examples.map((one) => JSON.stringify(one)) ?? [];
  if (bodies.length === 0)
    return [{ ...draft, body: operation.body?.required === true ? '{}' : null }];
  return bodies.map((body) => ({ ...draft, body }));
}

/** The first of them. */
export function exampleDraft(operation: ContractOperation): Draft {
  return exampleDrafts(operation)[0] ?? { path: {}, query: {}, headers: {}, body: null };
}

/** The text that a parameter is sent as. */
export const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

function fallback({ schema }: Parameter): unknown {
  const [first] = Array.isArray(schema.enum) ? schema.enum : [];
  return schema.default ?? first ?? (schema.type === 'integer' ? 1 : 'example');
}

/** Percent-encodes what a URL cannot hold, half surrogates included. */
export const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

/** A draft as it goes onto the wire. */
export function toRequest(
  operation: ContractOperation,
  draft: Draft,
  credential: Credential,
): WireRequest {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const text = encode(draft.path[name] ?? '');
    // An empty segment or dots would be another path.
    return /^\.{0,2}$/.test(text) ? '%20' : text;
  });
  const pairs = Object.entries({ ...draft.query, ...credential.query }).map(
    ([name, value]) => `${encode(name)}=${encode(value)}`,
  );
  const type: Record<string, string> =
    draft.body === null ? {} : { 'content-type': operation.body?.mediaType ?? 'application/json' };
  return {
    method: operation.method.toUpperCase(),
    target: pairs.length === 0 ? path : `${path}?${pairs.join('&')}`,
    headers: lower({ ...type, ...draft.headers, ...credential.headers }),
    body: draft.body ?? '',
  };
}

function lower(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
