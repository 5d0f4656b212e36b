/**
 * Owns the way into the tools area: the port of what brings tools, and the table in which they meet.
 */
export type { ToolOutcome } from './call.ts';
export type {
  InputSchema,
  Tool,
  ToolContext,
  ToolResult,
  ToolSource,
  ToolSpec,
} from './ports.ts';
export { Toolbox, type ToolSettings, type ToolTable } from './toolbox.ts';
