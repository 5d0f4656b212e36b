/**
 * Owns judging an answer by the bundled contract alone: status, media type, headers, body. It shares no code with src/http, so that
 * a fault there is not repeated here. Sending requests belongs to contract-client.ts.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { pending } from '../../src/app/pending.ts';
import { agentOperations } from '../../src/generated/agent/bindings.ts';
import agentDocument from '../../src/generated/agent/openapi.json' with { type: 'json' };
import type { Operation } from '../../src/generated/contract.ts';
import { nanoclawOperations } from '../../src/generated/nanoclaw/bindings.ts';
import nanoclawDocument from '../../src/generated/nanoclaw/openapi.json' with { type: 'json' };
import { prxOperations } from '../../src/generated/prx/bindings.ts';
import prxDocument from '../../src/generated/prx/openapi.json' with { type: 'json' };
import { codesByStatus } from './error-codes.ts';

// The package is CommonJS: Node hands over its exports object, a bundler the function itself.
const addFormats = 'default' in addFormatsModule ? addFormatsModule.default : addFormatsModule;

/** The three APIs. */
export const apis = ['prx', 'agent', 'nanoclaw'] as const;
/** One of the three APIs. */
export type Api = (typeof apis)[number];

/** What the contract of each API says. */
export const contracts: Readonly<
  Record<Api, { document: unknown; operations: readonly Operation[]; pending: ReadonlySet<string> }>
> = {
  prx: { document: prxDocument, operations: prxOperations, pending: new Set(pending.prx) },
  agent: { document: agentDocument, operations: agentOperations, pending: new Set(pending.agent) },
  nanoclaw: {
    document: nanoclawDocument,
    operations: nanoclawOperations,
    pending: new Set(pending.nanoclaw),
  },
};

/** The operation of this id. @throws Error when the contract has none */
export function findOperation(api: Api, id: string): Operation {
  const found = contracts[api].operations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${api} has no operation ${id}`);
  return found;
}

/** True until the operation, or the one it is an alias of, is built: it answers 501. */
export const isPending = (api: Api, operation: Operation) =>
  contracts[api].pending.has(operation.aliasOf ?? operation.id);

/** An answer that its contract does not allow. */
export class ContractFault extends Error {
  override readonly name = 'ContractFault';
}

/** A node of a contract, with references followed. */
type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** What the contract says of one status: where its parts are, as JSON pointers. */
interface Declared {
  readonly headers: Node;
  readonly content: ReadonlyMap<string, { readonly pointer: string; readonly isError: boolean }>;
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
  501: 'NotImplemented',
  503: 'Unavailable',
};

/** Of these, the ones that a request for an existing operation may get although the operation does not declare them. */
const EDGE_OF_OPERATION: ReadonlySet<number> = new Set([408, 417, 431]);

const MUST_RETRY: ReadonlySet<number> = new Set([429, 503]);

/** Validates answers of one API; a fault is thrown and names operation, status and what is wrong. */
export class ContractCheck {
  readonly api: Api;
  readonly #document: unknown;
  readonly #bodies = makeAjv(false);
  readonly #headers = makeAjv(true);
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(api: Api) {
    this.api = api;
    this.#document = contracts[api].document;
    if (!isNode(this.#document)) throw new Error(`The contract of ${api} is not an object`);
    this.#bodies.addSchema(this.#document, api);
    this.#headers.addSchema(this.#document, api);
  }

  /**
   * Judges status, headers and media type; the body comes after, by `body` or `event`.
   * @param operation Null for an answer of the edge to a request that no operation matches.
   * @returns the media type of the body, null when there must be none
   */
  head(operation: Operation | null, status: number, headers: Headers): string | null {
    const fault = this.#faulter(operation, status);
    const declared = this.#declared(operation, status) ?? fault('is not a declared status');
    for (const name of Object.keys(declared.headers)) {
      const { node, pointer } = this.#follow(declared.headers[name], '');
      const text = headers.get(name);
      if (text === null) {
        if (node.required === true) fault(`lacks the header ${name}`);
        continue;
      }
      const schema = `${pointer}/schema`;
      const wrong = this.#validate(this.#headers, schema, text, true);
      if (wrong !== null) fault(`has the header ${name}: ${text}, which ${wrong}`);
    }
    if (MUST_RETRY.has(status) && !/^[1-9]\d*$/.test(headers.get('retry-after') ?? '')) {
      fault(`has no Retry-After in seconds, but ${headers.get('retry-after')}`);
    }
    const type = headers.get('content-type');
    if (declared.content.size === 0) {
      if (type !== null) fault(`has the media type ${type} for no body`);
      if ((headers.get('content-length') ?? '0') !== '0') fault('has a length for no body');
      return null;
    }
    const essence = (type ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (!declared.content.has(essence)) {
      fault(`has the media type ${type}, not ${[...declared.content.keys()].join(' or ')}`);
    }
    return essence;
  }

  /** Judges a whole body; text that is JSON by its media type is read and returned as that. */
  body(operation: Operation | null, status: number, type: string | null, text: string): unknown {
    const fault = this.#faulter(operation, status);
    if (type === null) {
      if (text !== '') fault(`has a body: ${text.slice(0, 200)}`);
      return undefined;
    }
    const body = type === 'application/json' ? readJson(text, fault) : text;
    const content =
      this.#declared(operation, status)?.content.get(type) ?? fault(`does not declare ${type}`);
    const wrong = this.#validate(this.#bodies, content.pointer, body, false);
    if (wrong !== null) fault(`has a body that ${wrong}: ${text.slice(0, 500)}`);
    if (content.isError) {
      const code = codesByStatus[this.api].codeOf(body);
      const expected = codesByStatus[this.api].statuses[status] ?? [];
      if (!expected.includes(code)) fault(`has the code ${code}, not ${expected.join(' or ')}`);
    }
    return body;
  }

  /** Judges one server-sent event. */
  event(operation: Operation, status: number, event: unknown): void {
    const fault = this.#faulter(operation, status);
    const content = this.#declared(operation, status)?.content.get('text/event-stream');
    const pointer = content?.pointer ?? fault('does not declare a stream');
    const wrong = this.#validate(this.#bodies, pointer, event, false);
    if (wrong !== null) fault(`has an event that ${wrong}: ${JSON.stringify(event)}`);
  }

  /** What is wrong with a value by the schema at a pointer into the document, or null. */
  faultBySchema(pointer: string, value: unknown): string | null {
    return this.#validate(this.#bodies, pointer, value, false);
  }

  #faulter(operation: Operation | null, status: number) {
    return (what: string): never => {
      throw new ContractFault(`${this.api} ${operation?.id ?? 'edge'} ${status} ${what}`);
    };
  }

  #declared(operation: Operation | null, status: number): Declared | null {
    const own = operation?.statuses.includes(status)
      ? `/paths/${escapePart(operation.path)}/${operation.method}/responses/${status}`
      : null;
    const pointer = own ?? this.#edgePointer(operation, status);
    if (pointer === null) return null;
    const { node, pointer: home } = this.#follow(this.#at(pointer), pointer);
    const content = isNode(node.content) ? node.content : {};
    return {
      headers: isNode(node.headers) ? node.headers : {},
      content: new Map(
        Object.entries(content).map(([type, media]) => [
          type,
          {
            pointer: `${home}/content/${escapePart(type)}/schema`,
            isError: isNode(media) && isNode(media.schema) && media.schema.$ref === ERROR,
          },
        ]),
      ),
    };
  }

  #edgePointer(operation: Operation | null, status: number): string | null {
    const name = EDGE[status];
    if (name === undefined) return null;
    const mayAnswer =
      operation === null ||
      EDGE_OF_OPERATION.has(status) ||
      (status === 501 && isPending(this.api, operation));
    return mayAnswer ? `/components/responses/${name}` : null;
  }

  #at(pointer: string): unknown {
    let node = this.#document;
    for (const part of pointer.split('/').slice(1)) {
      node = isNode(node) ? node[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
    }
    return node;
  }

  #follow(value: unknown, pointer: string): { node: Node; pointer: string } {
    if (!isNode(value)) throw new Error(`The contract of ${this.api} has nothing at ${pointer}`);
    if (typeof value.$ref !== 'string') return { node: value, pointer };
    const target = value.$ref.slice(1);
    return this.#follow(this.#at(target), target);
  }

  #validate(ajv: Ajv2020, pointer: string, value: unknown, isText: boolean): string | null {
    const key = `${isText} ${pointer}`;
    let validate = this.#compiled.get(key);
    if (validate === undefined) {
      const fragment = pointer.split('/').map(encodeURIComponent).join('/');
      const target = { $ref: `${this.api}#${fragment}` };
      // Coercion changes the holder of a value, so a bare text needs one.
      validate = ajv.compile(isText ? { type: 'object', properties: { value: target } } : target);
      this.#compiled.set(key, validate);
    }
    if (validate(isText ? { value } : value)) return null;
    return ajv.errorsText(validate.errors?.slice(0, 3), { dataVar: '' }).trim();
  }
}

const ERROR = '#/components/schemas/Error';

function readJson(text: string, fault: (what: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fault(`has a body that is not JSON: ${text.slice(0, 200)}`);
  }
}

const escapePart = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

function makeAjv(coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    allErrors: true,
    coerceTypes,
  });
  addFormats(ajv);
  return ajv;
}
