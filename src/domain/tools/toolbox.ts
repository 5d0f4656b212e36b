/**
 * Owns the table in which the tools of all sources meet: which of them the agent may use now, under which names.
 * One call of a tool is made by call.ts; when it is made, and who is told, belongs to the turn.
 */
import { readObjectSchema, type SchemaCheck, SchemaError } from '../../lib/json-schema.ts';
import { callTool, type ToolOutcome } from './call.ts';
import { makePermission } from './permission.ts';
import type { InputSchema, Tool, ToolContext, ToolSource, ToolSpec } from './ports.ts';

/** What the operator has decided about tools. */
export interface ToolSettings {
  /** Names of tools, `*` standing for any text; an empty list is all. */
  readonly allow: readonly string[];
  /** The same, and stronger. */
  readonly deny: readonly string[];
  readonly timeoutSecs: number;
  readonly maxResultBytes: number;
}

/** A fixed set of tools for one model call. */
export interface ToolTable {
  readonly specs: readonly ToolSpec[];
  /** It never rejects: whatever goes wrong is a failed outcome, in words for the model. */
  call(
    name: string,
    input: Readonly<Record<string, unknown>>,
    context: ToolContext,
  ): Promise<ToolOutcome>;
}

interface Entry {
  readonly tool: Tool;
  readonly check: SchemaCheck;
}

/** What a table was made from; while that stays the same, so does the table. */
interface Made {
  readonly from: readonly unknown[];
  readonly table: ToolTable;
}

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const MAX_TOOLS = 512;
const MAX_DESCRIPTION = 8192;
const LONGEST_NAME = 100;

/** Everything the agent can use. */
export class Toolbox {
  readonly #sources: readonly ToolSource[];
  readonly #settings: () => ToolSettings;
  readonly #report: (message: string) => void;
  /** Schemas that were read, so that a table that is made anew reads only those that are new. */
  readonly #checks = new WeakMap<InputSchema, SchemaCheck | SchemaError>();
  #told = new Set<string>();
  #made: Made | undefined;

  /**
   * @param options.sources Of two tools with one name, the one of the earlier source is used.
   * @param options.report Told of every tool that is left out, once until that changes.
   */
  constructor(options: {
    sources: readonly ToolSource[];
    settings: () => ToolSettings;
    report: (message: string) => void;
  }) {
    this.#sources = options.sources;
    this.#settings = options.settings;
    this.#report = options.report;
  }

  /** What the agent may use now. It costs next to nothing while sources answer with the same arrays. */
  open(): ToolTable {
    const { allow, deny } = this.#settings();
    const lists = this.#sources.map((source) => source.tools());
    const from = [...lists, allow, deny];
    const made = this.#made;
    if (made !== undefined && from.every((one, index) => one === made.from[index]))
      return made.table;
    const table = this.#makeTable(lists.flat(), makePermission(allow, deny));
    this.#made = { from, table };
    return table;
  }

  #makeTable(tools: readonly Tool[], isAllowed: (name: string) => boolean): ToolTable {
    const entries = new Map<string, Entry>();
    const faults = new Set<string>();
    const leaveOut = (tool: Tool, reason: string) =>
      faults.add(`tool ${quote(tool.name)} of ${tool.source} is left out: ${reason}`);
    for (const tool of tools) {
      const other = entries.get(tool.name);
      if (!NAME.test(tool.name))
        leaveOut(tool, 'its name is not 1 to 64 letters, digits, "_" and "-"');
      else if (other !== undefined) leaveOut(tool, `${other.tool.source} has one of that name`);
      else if (entries.size === MAX_TOOLS) leaveOut(tool, `there are ${MAX_TOOLS} before it`);
      else {
        const check = this.#read(tool.inputSchema);
        if (check instanceof SchemaError) leaveOut(tool, `its input schema ${check.message}`);
        else entries.set(tool.name, { tool, check });
      }
    }
    this.#tell(faults);
    const allowed = [...entries].filter(([name]) => isAllowed(name));
    const usable = new Map(allowed);
    return {
      specs: allowed.map(([name, { tool }]) => ({
        name,
        description: tool.description.slice(0, MAX_DESCRIPTION),
        inputSchema: tool.inputSchema,
      })),
      call: async (name, input, context) => {
        const entry = usable.get(name);
        if (entry !== undefined) {
          const { timeoutSecs, maxResultBytes } = this.#settings();
          const limits = { timeoutMs: timeoutSecs * 1000, maxBytes: maxResultBytes };
          return await callTool(entry.tool, entry.check, input, context, limits);
        }
        const content = entries.has(name)
          ? `The tool ${quote(name)} may not be used here.`
          : `There is no tool ${quote(name)}.`;
        return { content, failed: true, source: entries.get(name)?.tool.source ?? null };
      },
    };
  }

  #read(schema: InputSchema): SchemaCheck | SchemaError {
    const known = this.#checks.get(schema);
    if (known !== undefined) return known;
    const read = tryRead(schema);
    this.#checks.set(schema, read);
    return read;
  }

  #tell(faults: ReadonlySet<string>): void {
    for (const fault of faults) if (!this.#told.has(fault)) this.#report(fault);
    this.#told = new Set(faults);
  }
}

function tryRead(schema: InputSchema): SchemaCheck | SchemaError {
  try {
    return readObjectSchema(schema);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
}

/** Names come from models and servers, and are told to people. */
function quote(name: string): string {
  return JSON.stringify(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name);
}
