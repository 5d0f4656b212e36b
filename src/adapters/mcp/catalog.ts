/**
 * Owns reading the list of a server's tools: page by page, within bounds, and each one checked. When it is read belongs to session.ts.
 */
import { z } from 'zod';
import type { InputSchema } from '../../domain/tools/index.ts';
import { readObjectSchema, SchemaError } from '../../lib/json-schema.ts';
import type { Logger } from '../../lib/log.ts';

const MAX_PAGES = 100;
const MAX_TOOLS = 1000;
const MAX_DESCRIPTION = 8192;
/** Told one by one; the others are counted. */
const MAX_TOLD = 20;

/** One page of the list, as far as it is not looked at tool by tool. */
export const toolPage = z.looseObject({
  tools: z.array(z.unknown()),
  nextCursor: z.string().nullish(),
});

const tool = z.looseObject({
  name: z.string().min(1).max(256),
  description: z.string().nullish(),
  inputSchema: z.record(z.string(), z.unknown()),
});

/** A tool of a server, without the way to call it. */
export interface ListedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: InputSchema;
}

/** Reads the whole list. @param read One page, from the cursor of the one before. @throws what `read` throws */
export async function readTools(
  read: (cursor: string | undefined) => Promise<z.infer<typeof toolPage>>,
  log: Logger,
): Promise<ListedTool[]> {
  const found = new Map<string, ListedTool>();
  const refused: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { tools, nextCursor } = await read(cursor);
    for (const value of tools) {
      if (found.size >= MAX_TOOLS) break;
      const checked = checkTool(value, found);
      if (typeof checked === 'string') refused.push(checked);
      else found.set(checked.name, checked);
    }
    cursor = nextCursor ?? undefined;
    if (found.size >= MAX_TOOLS) {
      log.warn(`offers ${MAX_TOOLS} tools or more: the rest is left out`);
      break;
    }
    if (cursor === undefined) break;
  }
  for (const reason of refused.slice(0, MAX_TOLD)) log.warn(`a tool is left out: ${reason}`);
  if (refused.length > MAX_TOLD) log.warn(`${refused.length - MAX_TOLD} more tools are left out`);
  return [...found.values()];
}

/** The tool, or why it is none. */
function checkTool(value: unknown, found: ReadonlyMap<string, unknown>): ListedTool | string {
  const parsed = tool.safeParse(value);
  if (!parsed.success) {
    const name = z.looseObject({ name: z.string().max(256) }).safeParse(value);
    const which = name.success ? JSON.stringify(name.data.name) : 'one without a proper name';
    return `${which} has no name of 1 to 256 characters, or no input schema`;
  }
  const { name, description, inputSchema } = parsed.data;
  const told = JSON.stringify(name);
  if (found.has(name)) return `${told} is there twice`;
  // Some servers leave out what goes without saying.
  const schema = { type: 'object', ...inputSchema };
  try {
    readObjectSchema(schema);
  } catch (error) {
    if (error instanceof SchemaError) return `the input schema of ${told} ${error.message}`;
    throw error;
  }
  return { name, description: (description ?? '').slice(0, MAX_DESCRIPTION), inputSchema: schema };
}
