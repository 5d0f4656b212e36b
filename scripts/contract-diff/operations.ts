/**
 * Owns what of an API may not change under its users: operations, parameters, bodies, answers, headers, who may call, and webhooks.
 * How two schemas are compared belongs to schemas.ts, what follows for the version to verdict.ts.
 */
import { isSame, type Json, listOf, objectOf, resolve } from './document.ts';
import { type Finding, incompatible, type Sent } from './schemas.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The two documents that are compared. */
interface Pair {
  readonly old: Json;
  readonly now: Json;
}

/** An operation with what its path says for all of them. */
interface Operation {
  readonly document: Json;
  readonly own: Json;
  readonly parameters: ReadonlyMap<string, Json>;
}

/**
 * Names every change from one bundled contract to another by which somebody who keeps to the old one may fail: an operation, a status,
 * a header or a property that is gone, a request that is not taken any more, an answer that could not be given before.
 */
export function breakingChanges(old: Json, now: Json): Finding[] {
  const pair = { old, now };
  const found = [
    ...both(
      operationsOf(old, 'paths'),
      operationsOf(now, 'paths'),
      'operation removed',
      (a, b, at) => operation(pair, a, b, at, 'request'),
    ),
    // Of a webhook the daemon writes the request and reads the answer.
    ...both(
      operationsOf(old, 'webhooks'),
      operationsOf(now, 'webhooks'),
      'webhook removed',
      (a, b, at) => operation(pair, a, b, `webhook ${at}`, 'answer'),
    ),
  ];
  const told = new Set<string>();
  return found.filter(({ at, what }) => {
    const line = `${at}: ${what}`;
    return !told.has(line) && told.add(line);
  });
}

/** Compares what stands under the same key in both; what the second one lacks is named. */
function both<T>(
  old: ReadonlyMap<string, T>,
  now: ReadonlyMap<string, T>,
  gone: string,
  compare: (old: T, now: T, key: string) => Finding[],
): Finding[] {
  return [...old].flatMap(([key, one]) => {
    const other = now.get(key);
    return other === undefined ? [{ at: key, what: gone }] : compare(one, other, key);
  });
}

/** Operations by method and path; names of path parameters do not count, and neither do those of webhooks' methods. */
function operationsOf(document: Json, kind: 'paths' | 'webhooks'): Map<string, Operation> {
  const found = new Map<string, Operation>();
  for (const [path, held] of Object.entries(objectOf(document[kind]))) {
    const item = resolve(document, held);
    for (const method of METHODS.filter((one) => one in item)) {
      const own = objectOf(item[method]);
      const parameters = new Map<string, Json>();
      for (const each of [...listOf(item.parameters), ...listOf(own.parameters)]) {
        const parameter = resolve(document, each);
        parameters.set(keyOf(parameter, path), parameter);
      }
      const template = path.replace(/\{[^}]*\}/g, '{}');
      found.set(`${method.toUpperCase()} ${template}`, { document, own, parameters });
    }
  }
  return found;
}

/** Header names have no case; a path parameter is known by its place. */
function keyOf({ name, in: place }: Json, path: string): string {
  if (place === 'header') return `header ${String(name).toLowerCase()}`;
  if (place !== 'path') return `${place} parameter ${name}`;
  const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, one]) => one);
  return `path parameter ${names.indexOf(String(name)) + 1}`;
}

function operation(pair: Pair, old: Operation, now: Operation, at: string, sent: Sent): Finding[] {
  const found: Finding[] = [];
  if (old.own.operationId !== now.own.operationId) {
    const what = `operationId changed from ${old.own.operationId} to ${now.own.operationId}`;
    found.push({ at, what: `${what}, by which clients name it` });
  }
  found.push(...security(old, now, at));
  found.push(...parameters(pair, old, now, at, sent));
  found.push(...body(pair, old, now, `${at}, body`, sent));
  found.push(...answers(pair, old, now, at, sent === 'request' ? 'answer' : 'request'));
  return found;
}

/** Each way in which an operation could be called must still be enough: the same credentials, and no other scope. */
function security(old: Operation, now: Operation, at: string): Finding[] {
  const open = waysOf(now);
  return waysOf(old)
    .filter((way) => !open.some((one) => one.every((part) => way.includes(part))))
    .map((way) => {
      const how = way.length === 0 ? 'without credentials' : `with ${way.join(' and ')}`;
      return { at, what: `calling it ${how} is not enough any more` };
    });
}

/** What has to be shown, for each way of calling an operation; schemes may be renamed. */
function waysOf({ own, document }: Operation): string[][] {
  const schemes = objectOf(objectOf(document.components).securitySchemes);
  const asked = listOf(own.security ?? document.security);
  return (asked.length === 0 ? [{}] : asked).map((way) =>
    Object.entries(objectOf(way)).flatMap(([name, scopes]) => {
      const { type, scheme, in: place, name: key } = resolve(document, schemes[name]);
      const credentials = [type, scheme, place, key].filter((part) => part !== undefined);
      return [credentials.join(' '), ...listOf(scopes).map((scope) => `scope ${scope}`)];
    }),
  );
}

function parameters(pair: Pair, old: Operation, now: Operation, at: string, sent: Sent): Finding[] {
  const found = both(old.parameters, now.parameters, 'parameter removed', (a, b, key) => {
    const changed = ['style', 'explode', 'allowReserved', 'content'].filter(
      (one) => !isSame(a[one], b[one]),
    );
    return [
      ...changed.map((one) => ({ at: key, what: `${one} changed` })),
      ...presence(a, b, key, sent),
      ...schemas(pair, a.schema, b.schema, key, sent),
    ];
  });
  if (sent === 'request') {
    for (const [key, { required }] of now.parameters) {
      if (required === true && !old.parameters.has(key))
        found.push({ at: key, what: 'a new parameter that is required' });
    }
  }
  return found.map((one) => ({ ...one, at: `${at}, ${one.at}` }));
}

/** A sender may not have to send more, a reader may not have to do with less. */
function presence(old: Json, now: Json, at: string, sent: Sent): Finding[] {
  const [was, is] = [old.required === true, now.required === true];
  if (sent === 'request') return is && !was ? [{ at, what: 'required now' }] : [];
  return was && !is ? [{ at, what: 'may be missing now' }] : [];
}

const schemas = ({ old, now }: Pair, before: unknown, after: unknown, at: string, sent: Sent) =>
  incompatible({ document: old, schema: before }, { document: now, schema: after }, sent, at);

function body(pair: Pair, old: Operation, now: Operation, at: string, sent: Sent): Finding[] {
  const before = resolve(pair.old, old.own.requestBody);
  const after = resolve(pair.now, now.own.requestBody);
  return [...presence(before, after, at, sent), ...content(pair, before, after, at, sent)];
}

function content(pair: Pair, before: Json, after: Json, at: string, sent: Sent): Finding[] {
  const [old, now] = [objectOf(before.content), objectOf(after.content)];
  return both(mapOf(old), mapOf(now), 'media type removed', (a, b, type) =>
    schemas(pair, objectOf(a).schema, objectOf(b).schema, `${at}, ${type} `, sent),
  ).map((one) => (one.what === 'media type removed' ? { ...one, at: `${at}, ${one.at}` } : one));
}

const mapOf = (value: Json) => new Map(Object.entries(value));

function answers(pair: Pair, old: Operation, now: Operation, at: string, sent: Sent): Finding[] {
  const [before, after] = [objectOf(old.own.responses), objectOf(now.own.responses)];
  return Object.entries(before).flatMap(([status, held]) => {
    const here = `${at}, answer ${status}`;
    const other = after[status];
    if (other === undefined) return [{ at: here, what: 'status removed' }];
    const [a, b] = [resolve(pair.old, held), resolve(pair.now, other)];
    return [...headers(pair, a, b, here, sent), ...content(pair, a, b, here, sent)];
  });
}

function headers(pair: Pair, before: Json, after: Json, at: string, sent: Sent): Finding[] {
  const of = (document: Json, held: unknown) =>
    new Map(
      Object.entries(objectOf(held)).map(([name, header]) => [
        `${at}, header ${name.toLowerCase()}`,
        resolve(document, header),
      ]),
    );
  return both(
    of(pair.old, before.headers),
    of(pair.now, after.headers),
    'header removed',
    (a, b, key) => [...presence(a, b, key, sent), ...schemas(pair, a.schema, b.schema, key, sent)],
  );
}
