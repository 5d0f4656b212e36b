/**
 * Owns the way into the MCP area: its ports, its service, and the workspace file of servers.
 */
export { type McpServer, McpServers } from './mcp.ts';
export type {
  McpAdapters,
  McpCallOptions,
  McpConnection,
  McpSettings,
  McpTool,
  McpTransport,
} from './ports.ts';
export { type ServerDefaults, WorkspaceServers } from './workspace.ts';
