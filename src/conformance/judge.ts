/**
 * Owns judging an answer by the bundled contract alone: status, media type, headers, body, events. It shares no code with what serves
 * the contract, so that a fault there is not repeated here; sending requests belongs to whoever asks.
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import type { CheckId } from './checks.ts';
import type { Contract } from './contract.ts';
import { ContractUnreadable, escapePart, isNode, type Node } from './document.ts';

// The package is CommonJS: Node hands over its exports object, a bundler the function itself.
const addFormats = 'default' in addFormatsModule ? addFormatsModule.default : addFormatsModule;

/** What of an operation judging needs. */
export interface Judged {
  readonly id: string;
  readonly method: string;
  readonly path: string;
}

/** An answer that its contract does not allow. */
export class ContractFault extends Error {
  override readonly name = 'ContractFault';
  readonly check: CheckId;

  constructor(check: CheckId, message: string) {
    super(message);
    this.check = check;
  }
}

/** What the contract says of one status. */
interface Declared {
  readonly headers: Node;
  /** Where the schema is, and the reference that it is, by media type. */
  readonly content: ReadonlyMap<string, { readonly pointer: string; readonly ref: unknown }>;
}

/** Answers of the edge that belong to no operation, by the name of their response. */
const EDGE: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  413: 'PayloadTooLarge',
  417: 'ExpectationFailed',
  429: 'RateLimited',
  431: 'HeadersTooLarge',
  500: 'InternalError',
  503: 'Unavailable',
};

/** Of these, the ones that a request for an existing operation may get although the operation does not declare them. */
const EDGE_OF_OPERATION: ReadonlySet<number> = new Set([408, 417, 431]);

const MUST_RETRY: ReadonlySet<number> = new Set([429, 503]);

/** What the document is called among schemas, whatever the contract is called. */
const ROOT = 'contract';

/** Validates answers of one contract; a fault is thrown and names operation, status and what is wrong. */
export class Judge {
  readonly #contract: Contract;
  readonly #bodies = makeAjv(false);
  readonly #texts = makeAjv(true);
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #declarations = new Map<string, Declared | null>();

  constructor(contract: Contract) {
    this.#contract = contract;
    this.#bodies.addSchema(contract.document, ROOT);
    this.#texts.addSchema(contract.document, ROOT);
  }

  /**
   * Judges status, headers and media type; the body comes after, by `body` or `event`.
   * @param operation Null for an answer of the edge to a request that no operation matches.
   * @returns the media type of the body, null when there must be none
   */
  head(operation: Judged | null, status: number, headers: Headers): string | null {
    const fault = this.#faulter(operation, status);
    const declared =
      this.#declared(operation, status) ?? fault('undeclared-status', 'is not a declared status');
    for (const name of Object.keys(declared.headers)) {
      const { node, pointer } = this.#contract.follow(declared.headers[name], '');
      const text = headers.get(name);
      if (text === null) {
        if (node.required === true) fault('answer-headers', `lacks the header ${name}`);
        continue;
      }
      const wrong = this.textFault(`${pointer}/schema`, text);
      if (wrong !== null)
        fault('answer-headers', `has the header ${name}: ${text}, which ${wrong}`);
    }
    const retry = headers.get('retry-after');
    if (MUST_RETRY.has(status) && 'Retry-After' in declared.headers && !isSeconds(retry))
      fault('retry-after', `has no Retry-After in seconds, but ${retry}`);
    const type = headers.get('content-type');
    if (declared.content.size === 0) {
      if (type !== null) fault('media-type', `has the media type ${type} for no body`);
      if ((headers.get('content-length') ?? '0') !== '0')
        fault('media-type', 'has a length for no body');
      return null;
    }
    const essence = (type ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (!declared.content.has(essence)) {
      const expected = [...declared.content.keys()].join(' or ');
      fault('media-type', `has the media type ${type}, not ${expected}`);
    }
    return essence;
  }

  /**
   * Judges a whole body; text that is JSON by its media type is read and returned as that.
   * @param unreadable What keeps it from being text, if anything does.
   */
  body(
    operation: Judged | null,
    status: number,
    type: string | null,
    text: string,
    unreadable: string | null = null,
  ): unknown {
    const fault = this.#faulter(operation, status);
    if (type === null) {
      if (text !== '') fault('media-type', `has a body: ${text.slice(0, 200)}`);
      return undefined;
    }
    if (unreadable !== null && (isJson(type) || type.startsWith('text/')))
      fault('body-schema', `has a body that ${unreadable}`);
    const body = isJson(type) ? readJson(text, fault) : text;
    const content =
      this.#declared(operation, status)?.content.get(type) ??
      fault('media-type', `does not declare ${type}`);
    const errors = this.#validate(this.#bodies, content.pointer, body, false);
    if (errors !== null)
      fault(checkOfErrors(errors), `has a body that ${words(errors)}: ${text.slice(0, 500)}`);
    return body;
  }

  /** Judges one server-sent event. */
  event(operation: Judged, status: number, event: unknown): void {
    const fault = this.#faulter(operation, status);
    const content = this.#declared(operation, status)?.content.get('text/event-stream');
    const pointer = content?.pointer ?? fault('media-type', 'does not declare a stream');
    const errors = this.#validate(this.#bodies, pointer, event, false);
    if (errors === null) return;
    const needsId =
      isNode(event) &&
      event.id === undefined &&
      this.#validate(this.#bodies, pointer, { ...event, id: 'id' }, false) === null;
    fault(
      needsId ? 'stream-ids' : 'stream-event',
      needsId
        ? `has an event without an id: ${JSON.stringify(event)}`
        : `has an event that ${words(errors)}: ${JSON.stringify(event)}`,
    );
  }

  /** What is wrong with a value by the schema at a pointer into the document, or null. */
  valueFault(pointer: string, value: unknown): string | null {
    const errors = this.#validate(this.#bodies, pointer, value, false);
    return errors === null ? null : words(errors);
  }

  /** The same for a text that may stand for a number or a truth value, as in a header or a query. */
  textFault(pointer: string, text: string): string | null {
    const errors = this.#validate(this.#texts, pointer, text, true);
    return errors === null ? null : words(errors);
  }

  /** The reference that the schema of an answer's body is, if it is one. */
  schemaRef(operation: Judged | null, status: number, type: string): unknown {
    return this.#declared(operation, status)?.content.get(type)?.ref;
  }

  #faulter(operation: Judged | null, status: number) {
    return (check: CheckId, what: string): never => {
      throw new ContractFault(
        check,
        `${this.#contract.name} ${operation?.id ?? 'edge'} ${status} ${what}`,
      );
    };
  }

  #declared(operation: Judged | null, status: number): Declared | null {
    const key = `${operation?.method} ${operation?.path} ${status}`;
    const known = this.#declarations.get(key);
    if (known !== undefined) return known;
    const read = this.#readDeclared(operation, status);
    this.#declarations.set(key, read);
    return read;
  }

  #readDeclared(operation: Judged | null, status: number): Declared | null {
    const pointer =
      (operation && this.#ownPointer(operation, status)) ?? this.#edgePointer(operation, status);
    if (pointer === null) return null;
    const found = this.#contract.follow(this.#contract.at(pointer), pointer);
    const content = isNode(found.node.content) ? found.node.content : {};
    return {
      headers: isNode(found.node.headers) ? found.node.headers : {},
      content: new Map(
        Object.entries(content).map(([type, media]) => [
          type,
          {
            pointer: `${found.pointer}/content/${escapePart(type)}/schema`,
            ref: isNode(media) && isNode(media.schema) ? media.schema.$ref : undefined,
          },
        ]),
      ),
    };
  }

  #ownPointer(operation: Judged, status: number): string | null {
    const home = `/paths/${escapePart(operation.path)}/${operation.method}/responses`;
    const responses = this.#contract.at(home);
    if (!isNode(responses)) return null;
    const names = [String(status), `${Math.floor(status / 100)}XX`, 'default'];
    const name = names.find((one) => one in responses);
    return name === undefined ? null : `${home}/${name}`;
  }

  #edgePointer(operation: Judged | null, status: number): string | null {
    const name = EDGE[status];
    if (name === undefined) return null;
    const mayAnswer = operation === null || EDGE_OF_OPERATION.has(status);
    const pointer = `/components/responses/${name}`;
    return mayAnswer && isNode(this.#contract.at(pointer)) ? pointer : null;
  }

  #validate(ajv: Ajv2020, pointer: string, value: unknown, isText: boolean): ErrorObject[] | null {
    const key = `${isText} ${pointer}`;
    const validate = this.#compiled.get(key) ?? this.#compile(ajv, pointer, isText);
    this.#compiled.set(key, validate);
    if (validate(isText ? { value } : value)) return null;
    return validate.errors ?? [];
  }

  #compile(ajv: Ajv2020, pointer: string, isText: boolean): ValidateFunction {
    if (this.#contract.at(pointer) === undefined) return ajv.compile(true);
    const fragment = pointer.split('/').map(encodeURIComponent).join('/');
    const target = { $ref: `${ROOT}#${fragment}` };
    try {
      // Coercion changes the holder of a value, so a bare text needs one.
      return ajv.compile(isText ? { type: 'object', properties: { value: target } } : target);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ContractUnreadable(`the schema at ${pointer} cannot be used: ${why}`);
    }
  }
}

/** True for a JSON media type. */
export const isJson = (type: string): boolean => /^application\/(.+\+)?json$/.test(type);

const isSeconds = (text: string | null): boolean => /^[1-9]\d*$/.test(text ?? '');

function words(errors: readonly ErrorObject[]): string {
  return WORDS.errorsText(errors.slice(0, 3), { dataVar: '' }).trim();
}

function checkOfErrors(errors: readonly ErrorObject[]): CheckId {
  const isExtra = ({ keyword }: ErrorObject) =>
    keyword === 'additionalProperties' || keyword === 'unevaluatedProperties';
  return errors.some(isExtra) ? 'extra-property' : 'body-schema';
}

function readJson(text: string, fault: (check: CheckId, what: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fault('body-schema', `has a body that is not JSON: ${text.slice(0, 200)}`);
  }
}

function makeAjv(coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, coerceTypes });
  addFormats(ajv);
  return ajv;
}

const WORDS = new Ajv2020({ strict: false });
