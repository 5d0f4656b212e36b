/**
 * Owns an MCP server for tests whose one tool has an effect that can be counted: it appends a line to a file, some milliseconds after
 * it was called and some before it answers. What the lines must be is said by the test.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const [file = ''] = process.argv.slice(2);
const server = new McpServer({ name: 'ledger', version: '1.0.0' });
const input = { key: z.string() };
server.registerTool(
  'append',
  { description: 'Appends a line', inputSchema: input },
  async ({ key }) => {
    await sleep(Math.random() * 20);
    appendFileSync(file, `${key}\n`);
    await sleep(Math.random() * 20);
    return { content: [{ type: 'text', text: `appended ${key}` }] };
  },
);
await server.connect(new StdioServerTransport());
