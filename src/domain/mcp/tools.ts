/**
 * Owns MCP servers as a source of tools: which of them may be used, under which name, and calling one by the connection there is then.
 * Checking the input and bounding the result belongs to domain/tools, speaking to the server to src/adapters/mcp.
 */
import type { Tool } from '../tools/index.ts';
import type { McpConnection, McpSettings, McpTool } from './ports.ts';
import { ToolNames } from './tool-names.ts';

/** A server that is connected. */
export interface OpenServer {
  readonly name: string;
  readonly settings: McpSettings;
  readonly open: McpConnection;
}

/**
 * The tools of servers that may be used, in the order of the servers.
 * @param find The server as it is at the time of a call; undefined while it is not connected.
 */
export function toolsOf(
  servers: readonly OpenServer[],
  find: (name: string) => OpenServer | undefined,
): Tool[] {
  const names = new ToolNames();
  return servers.flatMap((server) => {
    const { toolNamePrefix } = server.settings;
    return usable(server).flatMap(({ name: own, description, inputSchema }) => {
      const name = names.give(toolNamePrefix, server.name, own);
      if (name === null) return [];
      const tool: Tool = {
        name,
        description,
        inputSchema,
        source: `mcp:${server.name}`,
        call: async (input, { signal }) => {
          // A server may have been reconnected since the model was told of its tools.
          const now = find(server.name);
          if (now === undefined) throw new Error(`MCP server ${server.name} is not connected`);
          const found = usable(now).find((one) => one.name === own);
          if (found === undefined)
            throw new Error(`MCP server ${server.name} has no tool ${own} any more`);
          return await found.call(input, { signal, timeoutMs: now.settings.requestTimeoutMs });
        },
      };
      return [tool];
    });
  });
}

/** Its own tools come first: where a resource or prompt tool has the same name, the server means its own. */
function usable({ settings, open }: OpenServer): McpTool[] {
  const { allowTools, denyTools } = settings;
  return [...open.tools, ...open.extras].filter(
    ({ name }) =>
      !denyTools.includes(name) && (allowTools.length === 0 || allowTools.includes(name)),
  );
}
