/**
 * Owns the way into the MCP area: its ports and its service.
 */
export { type McpServer, McpServers } from './mcp.ts';
export type { McpAdapters, McpConnection, McpSettings, McpTransport } from './ports.ts';
