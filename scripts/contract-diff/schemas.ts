/**
 * Owns when everything that one schema allows is taken by another one, and naming each place where it is not.
 * Which of two schemas is sent and which one is read is left to whoever compares messages.
 */
import { alternatives, isOfType, typeOf } from './alternatives.ts';
import {
  canonical,
  defaultOf,
  isAnnotation,
  isSame,
  type Json,
  listOf,
  objectOf,
  resolve,
  spelledOut,
} from './document.ts';

/** A change that whoever uses the contract may fail by. */
export interface Finding {
  /** The place, such as `GET /api/v1/hooks, answer 200, application/json .hooks[].id`. */
  readonly at: string;
  /** What changed there. */
  readonly what: string;
}

/** A schema of one of the two documents. */
export interface Place {
  readonly document: Json;
  readonly schema: unknown;
}

/** Who sends what is compared: the user of the contract a request, its server an answer. */
export type Sent = 'request' | 'answer';

/** A larger value of these takes more. */
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
/** A smaller value of these takes more. */
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
/** These take what they say and nothing else; without one everything is taken. */
const EXACT = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'contentEncoding'];
const ELSEWHERE = [
  'type',
  'enum',
  'items',
  'properties',
  'required',
  'additionalProperties',
  'propertyNames',
];
const KNOWN = new Set([...UPPER, ...LOWER, ...EXACT, ...ELSEWHERE]);

/** Names what is not taken any more: requests of the old contract by the new one, answers of the new contract by readers of the old one. */
export function incompatible(before: Place, after: Place, sent: Sent, at: string): Finding[] {
  return sent === 'request'
    ? new Comparison(sent, before.document, after.document).places(before.schema, after.schema, at)
    : new Comparison(sent, after.document, before.document).places(after.schema, before.schema, at);
}

/** One comparison: what `writer` allows is sent, what `reader` allows is taken. */
class Comparison {
  readonly #sent: Sent;
  readonly #writer: Json;
  readonly #reader: Json;
  /** Pairs that are being compared: a schema may contain itself. */
  readonly #open = new Set<string>();

  constructor(sent: Sent, writer: Json, reader: Json) {
    this.#sent = sent;
    this.#writer = writer;
    this.#reader = reader;
  }

  /** Names what the writer may send and the reader does not take. */
  places(written: unknown, read: unknown, at: string): Finding[] {
    const pair = `${canonical(written)} ${canonical(read)}`;
    if (this.#open.has(pair)) return [];
    this.#open.add(pair);
    const wanted = alternatives(this.#reader, read);
    const found = alternatives(this.#writer, written).flatMap((one) =>
      this.#anyOf(one, wanted, at),
    );
    this.#open.delete(pair);
    return [...this.#defaults(written, read, at), ...found];
  }

  /** Whoever leaves something out of a request gets what the contract said; of an answer it is only told. */
  #defaults(written: unknown, read: unknown, at: string): Finding[] {
    if (this.#sent === 'answer') return [];
    const [old, now] = [defaultOf(this.#writer, written), defaultOf(this.#reader, read)];
    return old === undefined || isSame(old, now) ? [] : [this.#change(at, 'default', old, now)];
  }

  #anyOf(written: Json, wanted: readonly Json[], at: string): Finding[] {
    const fitting = wanted.filter(({ type }) => isOfType(written.type, type));
    const tries = fitting.map((one) => this.#one(written, one, at));
    const best = tries.sort((a, b) => a.length - b.length)[0];
    if (best?.length === 0) return [];
    if (Array.isArray(written.enum)) {
      const odd = written.enum.filter((value) => !wanted.some((one) => takes(one, value)));
      return odd.length === 0 ? [] : [this.#news(at, `value ${odd.map(print).join(', ')}`)];
    }
    return best ?? [this.#news(at, `type ${written.type ?? 'of any kind'}`)];
  }

  #one(written: Json, read: Json, at: string): Finding[] {
    const found: Finding[] = [];
    for (const keyword of [...UPPER, ...LOWER, ...EXACT]) {
      if (read[keyword] === undefined || isWithin(keyword, written[keyword], read[keyword]))
        continue;
      found.push(this.#change(at, keyword, written[keyword], read[keyword]));
    }
    for (const keyword of new Set([...Object.keys(written), ...Object.keys(read)])) {
      if (KNOWN.has(keyword) || isAnnotation(keyword)) continue;
      const meant = spelledOut(this.#writer, written[keyword]);
      if (isSame(meant, spelledOut(this.#reader, read[keyword]))) continue;
      found.push({ at, what: `${keyword} changed, which this comparison cannot judge` });
    }
    if (Array.isArray(read.enum)) found.push(...this.#values(written, read.enum, at));
    if (read.items !== undefined) found.push(...this.places(written.items, read.items, `${at}[]`));
    return [...found, ...this.#properties(written, read, at)];
  }

  #values(written: Json, taken: readonly unknown[], at: string): Finding[] {
    if (!Array.isArray(written.enum)) return [this.#change(at, 'enum', undefined, taken)];
    const known = new Set(taken.map(canonical));
    const odd = written.enum.filter((value) => !known.has(canonical(value)));
    return odd.length === 0 ? [] : [this.#news(at, `value ${odd.map(print).join(', ')}`)];
  }

  #properties(written: Json, read: Json, at: string): Finding[] {
    const found: Finding[] = [];
    const before = this.#ofThisSide(this.#writer, written);
    const after = this.#ofThisSide(this.#reader, read);
    // A property that is gone is missed by whoever sent it, and by whoever read it.
    const [old, now] = this.#sent === 'request' ? [before, after] : [after, before];
    for (const name of old.properties.keys()) {
      if (!now.properties.has(name)) found.push({ at: `${at}.${name}`, what: 'property removed' });
    }
    for (const name of after.required) {
      if (before.required.has(name) || (this.#sent === 'answer' && !now.properties.has(name)))
        continue;
      const what =
        this.#sent === 'request' ? 'property required now' : 'property may be missing now';
      found.push({ at: `${at}.${name}`, what });
    }
    for (const [name, schema] of before.properties) {
      if (!after.properties.has(name)) continue;
      found.push(...this.places(schema, after.properties.get(name), `${at}.${name}`));
    }
    return [...found, ...this.#others(written, read, at)];
  }

  /** What is said of properties that have no name in the contract. */
  #others(written: Json, read: Json, at: string): Finding[] {
    const found: Finding[] = [];
    if (read.propertyNames !== undefined)
      found.push(...this.places(written.propertyNames, read.propertyNames, `${at} (names)`));
    const [some, taken] = [written.additionalProperties, read.additionalProperties];
    if (some === false || taken === undefined || taken === true) return found;
    // Readers of answers pass over what they do not know.
    if (taken !== false) found.push(...this.places(some, taken, `${at}.*`));
    else if (this.#sent === 'request') found.push(this.#news(at, 'any other property'));
    return found;
  }

  /** The properties that go this way, and those that must be there. */
  #ofThisSide(document: Json, schema: Json) {
    const left = this.#sent === 'request' ? 'readOnly' : 'writeOnly';
    const properties = new Map(
      Object.entries(objectOf(schema.properties)).filter(
        ([, one]) => resolve(document, one)[left] !== true,
      ),
    );
    const isLeft = (name: unknown) =>
      typeof name !== 'string' || (name in objectOf(schema.properties) && !properties.has(name));
    const required = listOf(schema.required).filter((name) => !isLeft(name));
    return { properties, required: new Set(required.map(String)) };
  }

  #news(at: string, thing: string): Finding {
    const what = this.#sent === 'request' ? 'is not taken any more' : 'may be answered now';
    return { at, what: `${thing} ${what}` };
  }

  #change(at: string, keyword: string, written: unknown, read: unknown): Finding {
    const [old, now] = this.#sent === 'request' ? [written, read] : [read, written];
    return { at, what: `${keyword} changed from ${print(old)} to ${print(now)}` };
  }
}

function isWithin(keyword: string, written: unknown, read: unknown): boolean {
  if (EXACT.includes(keyword)) return isSame(written, read) || read === false;
  if (typeof written !== 'number' || typeof read !== 'number') return false;
  return UPPER.includes(keyword) ? written <= read : written >= read;
}

/** Whether an alternative takes a value; what has a form of its own (an object, a list, a format) is taken only if it is named. */
function takes(schema: Json, value: unknown): boolean {
  if (!isOfType(typeOf(value), schema.type)) return false;
  if (Array.isArray(schema.enum)) return schema.enum.some((each) => isSame(each, value));
  if (typeof value === 'object' && value !== null) return false;
  const keywords = Object.keys(schema).filter((one) => one !== 'type' && !isAnnotation(one));
  return keywords.every((keyword) => {
    const bound = schema[keyword];
    if (keyword === 'pattern') return new RegExp(String(bound), 'u').test(String(value));
    const size = keyword.endsWith('Length') ? [...String(value)].length : Number(value);
    if (keyword === 'maxLength' || keyword === 'maximum') return size <= Number(bound);
    if (keyword === 'minLength' || keyword === 'minimum') return size >= Number(bound);
    return false;
  });
}

const print = (value: unknown): string =>
  value === undefined ? 'none' : canonical(value).slice(0, 120);
