/**
 * Owns the shape of the table of commands: what the command line knows of each operation without reading a contract.
 * The table itself is generated into cli.ts; turning it into commands belongs to src/cli/operations.
 */

/** The APIs, in the order in which they may claim a short command. */
export type CliApi = 'prx' | 'agent' | 'nanoclaw';

/** What a value on the command line becomes; `json` is any JSON text. */
export type CliType = 'string' | 'integer' | 'number' | 'boolean' | 'json';

/** One value that a command takes. */
export interface CliField {
  /** The flag without its dashes, or the name of the positional. */
  readonly flag: string;
  readonly in: 'path' | 'query' | 'header' | 'body';
  /** The parameter's name; in a body, the property and those around it, outermost first. */
  readonly path: readonly string[];
  readonly type: CliType;
  /** True where the flag may be repeated and makes an array. */
  readonly list: boolean;
  readonly nullable: boolean;
  readonly required: boolean;
  /** The values that the contract allows, where it counts them up. */
  readonly choices?: readonly string[];
  readonly summary: string;
}

/** A group of commands. */
export interface CliTag {
  readonly api: CliApi;
  readonly name: string;
  readonly description: string;
}

/** One operation as a command. */
export interface CliOperation {
  readonly api: CliApi;
  readonly id: string;
  readonly tag: string;
  readonly verb: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly fields: readonly CliField[];
  /** How the body is given, or null where there is none; `open` bodies take names that the contract does not know. */
  readonly body: { readonly required: boolean; readonly open: boolean } | null;
  /** How the answer streams, or null where it never does. */
  readonly stream: {
    /** False where it streams only on request. */
    readonly always: boolean;
    /** True where it goes on after the event in `Last-Event-ID`. */
    readonly resumes?: true;
    /** The events that end it; without them it ends when the server closes it. */
    readonly last?: readonly string[];
  } | null;
  /** Where the answer's own content is: the path to it past the envelope, and the rows in it. */
  readonly answer: {
    readonly content: readonly string[];
    /** The path from the content to the list, or null where the answer is no list. */
    readonly rows: readonly string[] | null;
    /** The columns of a row; empty where rows are plain values. */
    readonly columns: readonly string[];
  };
  /** The largest page, where the operation has `limit` and `offset`. */
  readonly pageSize: number | null;
  /** True where an answer may take minutes: a turn of an agent, or work that can go on in the background. */
  readonly slow: boolean;
}
