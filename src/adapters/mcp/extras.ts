/**
 * Owns the resources and prompts of a server, as tools that list and read them. The server's own tools belong to session.ts.
 */
import { z } from 'zod';
import type { McpCallOptions, McpTool } from '../../domain/mcp/index.ts';
import type { ToolResult } from '../../domain/tools/index.ts';
import { contentPart, cut, partText, resourceAnswer, resourceText } from './results.ts';

/** Sends a request and checks the answer. @throws Error in words */
export type Ask = <Answer extends z.ZodType>(
  method: string,
  params: Record<string, unknown>,
  answer: Answer,
  options: McpCallOptions,
) => Promise<z.infer<Answer>>;

const cursorOnly = {
  type: 'object',
  properties: { cursor: { type: 'string', description: 'From the answer before, for more.' } },
  additionalProperties: false,
};

const listing = { nextCursor: z.string().nullish() };
const described = { description: z.string().nullish() };
const resourceList = z.looseObject({
  ...listing,
  resources: z.array(z.looseObject({ ...described, uri: z.string(), name: z.string().nullish() })),
});
const promptList = z.looseObject({
  ...listing,
  prompts: z.array(
    z.looseObject({
      ...described,
      name: z.string(),
      arguments: z
        .array(z.looseObject({ name: z.string(), required: z.boolean().nullish() }))
        .nullish(),
    }),
  ),
});
const promptAnswer = z.looseObject({
  messages: z.array(z.looseObject({ role: z.string(), content: contentPart })),
});

/** Tools for what the server says it has. */
export function extrasOf(has: { resources: boolean; prompts: boolean }, ask: Ask): McpTool[] {
  return [...(has.resources ? resourceTools(ask) : []), ...(has.prompts ? promptTools(ask) : [])];
}

function resourceTools(ask: Ask): McpTool[] {
  return [
    {
      name: 'list_resources',
      description: 'Lists the resources of this server: their URIs and what they are.',
      inputSchema: cursorOnly,
      call: async (input, options) => {
        const answer = await ask('resources/list', input, resourceList, options);
        const lines = answer.resources.map(({ uri, name, description }) =>
          [uri, name, description].filter(Boolean).join(' - '),
        );
        return listed(lines, answer.nextCursor);
      },
    },
    {
      name: 'read_resource',
      description: 'Reads a resource of this server.',
      inputSchema: {
        type: 'object',
        properties: { uri: { type: 'string', description: 'The URI of the resource.' } },
        required: ['uri'],
        additionalProperties: false,
      },
      call: async (input, options) => {
        const { contents } = await ask('resources/read', input, resourceAnswer, options);
        return { content: cut(contents.map(resourceText).join('\n')), failed: false };
      },
    },
  ];
}

function promptTools(ask: Ask): McpTool[] {
  return [
    {
      name: 'list_prompts',
      description: 'Lists the prompts of this server: their names and arguments.',
      inputSchema: cursorOnly,
      call: async (input, options) => {
        const answer = await ask('prompts/list', input, promptList, options);
        const lines = answer.prompts.map(({ name, description, arguments: args }) => {
          const names = (args ?? []).map((one) => `${one.name}${one.required ? '' : '?'}`);
          return [`${name}(${names.join(', ')})`, description].filter(Boolean).join(' - ');
        });
        return listed(lines, answer.nextCursor);
      },
    },
    {
      name: 'get_prompt',
      description: 'Gets the messages of a prompt of this server.',
      inputSchema: {
        type: 'object',
        properties: {
          name: { type: 'string', description: 'The name of the prompt.' },
          arguments: { type: 'object', additionalProperties: { type: 'string' } },
        },
        required: ['name'],
        additionalProperties: false,
      },
      call: async (input, options) => {
        const { messages } = await ask('prompts/get', input, promptAnswer, options);
        const lines = messages.map(({ role, content }) => `${role}: ${partText(content)}`);
        return { content: cut(lines.join('\n')), failed: false };
      },
    },
  ];
}

function listed(lines: readonly string[], nextCursor: string | null | undefined): ToolResult {
  const more = nextCursor ? [`[there are more: cursor ${nextCursor}]`] : [];
  return { content: cut([...lines, ...more].join('\n') || '[there are none]'), failed: false };
}
