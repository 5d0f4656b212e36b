/**
 * Owns reading a contract of anybody's into its operations: parameters, bodies, security, links. References are followed by document.ts;
 * judging answers by it belongs to judge.ts, making requests from it to drafts.ts and generate.ts.
 */
import { parse as parseYaml } from 'yaml';
import {
  BundledDocument,
  ContractUnreadable,
  escapePart,
  isNode,
  listOf,
  type Node,
} from './document.ts';
import { modernized } from './openapi-30.ts';

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly schema: Node;
  /** Where the schema is, as a JSON pointer. */
  readonly pointer: string;
  /** The example of the parameter or of its schema, if there is one. */
  readonly example: unknown;
}

/** What an operation reads. */
export interface RequestBody {
  readonly required: boolean;
  readonly mediaType: string;
  readonly schema: Node;
  readonly pointer: string;
  readonly examples: readonly unknown[];
}

/** One way to be let in. */
export interface Requirement {
  /** The name of the security scheme. */
  readonly scheme: string;
  readonly scopes: readonly string[];
}

/** What can be done with what an answer has told. */
export interface Link {
  readonly operationId: string;
  /** Parameter names and runtime expressions such as `$response.body#/id`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** One operation. */
export interface ContractOperation {
  readonly id: string;
  /** In lower case. */
  readonly method: string;
  /** With `{name}` parameters. */
  readonly path: string;
  readonly tag: string;
  /** The statuses as they are written, `2XX` and `default` among them. */
  readonly statuses: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | null;
  /** Null where everybody is let in. */
  readonly requirement: Requirement | null;
  /** True where credentials are one way of several. */
  readonly anonymous: boolean;
  /** The links of its successful answers. */
  readonly links: readonly Link[];
  /** The media types of its successful answers. */
  readonly answers: readonly string[];
  /** The group whose requests are counted together. */
  readonly rateGroup: string | null;
  /** The name of the event that it causes. */
  readonly causes: string | null;
}

/** A message that the contract says the server sends to others. */
export interface ContractWebhook {
  readonly name: string;
  readonly tag: string;
  /** Where the schema of its body is. */
  readonly pointer: string;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'] as const;

/** A contract with its operations. */
export class Contract extends BundledDocument {
  readonly name: string;
  readonly operations: readonly ContractOperation[];
  readonly webhooks: readonly ContractWebhook[];

  /** @throws ContractUnreadable */
  constructor(name: string, given: unknown) {
    const { document, paths } = readDocument(name, given);
    super(document);
    this.name = name;
    this.operations = Object.keys(paths).flatMap((path) => this.#operationsAt(path));
    if (this.operations.length === 0)
      throw new ContractUnreadable('the contract has no operations');
    this.webhooks = this.#readWebhooks();
  }

  /** The operation of an id, if the contract has it. */
  find(id: string): ContractOperation | undefined {
    return this.operations.find((one) => one.id === id);
  }

  #operationsAt(path: string): ContractOperation[] {
    const pointer = `/paths/${escapePart(path)}`;
    const item = this.follow(this.at(pointer), pointer);
    return METHODS.filter((method) => isNode(item.node[method])).map((method) =>
      this.#readOperation(path, method, item),
    );
  }

  #readOperation(path: string, method: string, item: { node: Node; pointer: string }) {
    const node = this.resolve(item.node[method]);
    const pointer = `${item.pointer}/${method}`;
    const security = listOf(node.security ?? this.document.security).filter(isNode);
    const [requirement] = security.flatMap((one) => Object.entries(one));
    const responses = isNode(node.responses) ? node.responses : {};
    const successes = Object.keys(responses)
      .filter((status) => status.startsWith('2'))
      .map((status) => this.resolve(responses[status]));
    return {
      id: typeof node.operationId === 'string' ? node.operationId : `${method} ${path}`,
      method,
      path,
      tag: String(listOf(node.tags)[0] ?? ''),
      statuses: Object.keys(responses),
      parameters: [
        ...this.#readParameters(item.node.parameters, `${item.pointer}/parameters`),
        ...this.#readParameters(node.parameters, `${pointer}/parameters`),
      ],
      body: this.#readBody(node.requestBody, `${pointer}/requestBody`),
      requirement:
        requirement === undefined
          ? null
          : { scheme: requirement[0], scopes: listOf(requirement[1]).map(String) },
      anonymous: security.some((one) => Object.keys(one).length === 0),
      links: successes
        .flatMap((one) => Object.values(this.resolve(one.links)))
        .flatMap((one) => this.#readLink(one)),
      answers: successes.flatMap((one) => Object.keys(this.resolve(one.content))),
      rateGroup: textOr(node['x-rate-limit-group']),
      causes: textOr(node['x-audit']),
    } satisfies ContractOperation;
  }

  #readParameters(value: unknown, pointer: string): Parameter[] {
    return listOf(value).flatMap((one, index) => {
      const found = this.follow(one, `${pointer}/${index}`);
      const { name, in: place, required } = found.node;
      if (place !== 'path' && place !== 'query' && place !== 'header' && place !== 'cookie')
        return [];
      const schema = this.follow(found.node.schema ?? {}, `${found.pointer}/schema`);
      const examples = Object.values(this.resolve(found.node.examples));
      const example =
        found.node.example ??
        this.resolve(examples[0]).value ??
        listOf(schema.node.examples)[0] ??
        schema.node.example;
      return [
        {
          name: String(name),
          in: place,
          required: required === true || place === 'path',
          schema: schema.node,
          pointer: schema.pointer,
          example,
        },
      ];
    });
  }

  #readBody(value: unknown, pointer: string): RequestBody | null {
    if (!isNode(value)) return null;
    const found = this.follow(value, pointer);
    const [entry] = Object.entries(this.resolve(found.node.content));
    if (entry === undefined) return null;
    const [mediaType, media] = entry;
    const own = this.follow(media, `${found.pointer}/content/${escapePart(mediaType)}`);
    const schema = this.follow(own.node.schema ?? {}, `${own.pointer}/schema`);
    const examples = Object.values(this.resolve(own.node.examples)).map(
      (one) => this.resolve(one).value,
    );
    if ('example' in own.node) examples.push(own.node.example);
    return {
      required: found.node.required === true,
      mediaType,
      schema: schema.node,
      pointer: schema.pointer,
      examples: examples.filter((one) => one !== undefined),
    };
  }

  #readLink(value: unknown): Link[] {
    const { operationId, parameters } = this.resolve(value);
    if (typeof operationId !== 'string') return [];
    const entries = Object.entries(this.resolve(parameters)).map(
      ([name, one]) => [name, String(one)] as const,
    );
    return [{ operationId, parameters: Object.fromEntries(entries) }];
  }

  #readWebhooks(): ContractWebhook[] {
    return Object.entries(this.resolve(this.document.webhooks)).flatMap(([name, item]) => {
      const home = this.follow(item, `/webhooks/${escapePart(name)}`);
      const node = this.resolve(home.node.post);
      const body = this.#readBody(node.requestBody, `${home.pointer}/post/requestBody`);
      if (body === null) return [];
      return [{ name, tag: String(listOf(node.tags)[0] ?? ''), pointer: body.pointer }];
    });
  }
}

/** What was given as a document of 3.1 with its paths. @throws ContractUnreadable */
function readDocument(name: string, given: unknown): { document: Node; paths: Node } {
  const isOld = isNode(given) && String(given.openapi).startsWith('3.0.');
  const document = isOld ? modernized(given) : given;
  if (!isNode(document)) throw new ContractUnreadable(`the contract of ${name} is not an object`);
  if (!/^3\.[01]\./.test(String(document.openapi)))
    throw new ContractUnreadable('the contract is not OpenAPI 3.0 or 3.1');
  const { paths } = document;
  if (!isNode(paths)) throw new ContractUnreadable('the contract has no paths');
  return { document, paths };
}

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The same value without aliases. @throws Error for one that leads back to what is around it */
function readTree(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch {
    throw new Error('it contains itself');
  }
}

/** Reads a contract from text, JSON or YAML. @throws ContractUnreadable */
export function readContract(name: string, text: string): Contract {
  let document: unknown;
  try {
    // Every JSON text is YAML, but reading it as such takes many times as long.
    document = text.trimStart().startsWith('{') ? JSON.parse(text) : readTree(parseYaml(text));
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new ContractUnreadable(`the contract does not parse: ${line}`);
  }
  return new Contract(name, document);
}
