/**
 * Owns where MCP servers are written down: in the configuration and in the workspace file, which is watched. What becomes of them
 * belongs to domain/mcp.
 */
import { type Config, watchConfigFile } from '../config/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import { McpServers, type McpSettings, WorkspaceServers } from '../domain/mcp/index.ts';
import type { LoggerOf } from '../lib/log.ts';
import type { Ground } from './services.ts';
import type { LiveConfig } from './settings.ts';

type ServerTable = Config['mcp']['servers'][string];

/** The defaults of the configuration, for servers of the workspace file. */
const DEFAULTS = { startupTimeoutMs: 10_000, requestTimeoutMs: 30_000, toolNamePrefix: 'mcp' };

/** Builds the servers, and the file in which some of them may stand. */
export function buildMcp({ live, home, clock, loggerOf, outside }: Ground, journal: Journal) {
  const { current } = live;
  const workspace = new WorkspaceServers({
    settings: () => {
      const { workspace_file: file, launchers } = current().mcp;
      return { folder: home, file, launchers };
    },
    defaults: DEFAULTS,
  });
  const servers = new McpServers({
    // A name that stands in both is the operator's.
    configured: () => ({ ...workspace.servers, ...settingsOf(current().mcp.servers) }),
    misread: () => workspace.misread(),
    adapters: outside.mcp,
    journal,
    clock,
    loggerOf,
    report: (error) => loggerOf('mcp').error('an event could not be stored', { error }),
  });
  return { servers, workspace };
}

/** Reads the workspace file, now, after every change of it, and after every change of the settings. @returns how to stop */
export async function followWorkspace(options: {
  workspace: WorkspaceServers;
  servers: McpServers;
  live: LiveConfig;
  loggerOf: LoggerOf;
}): Promise<() => void> {
  const { workspace, servers, live, loggerOf } = options;
  const read = async () => {
    await workspace.read();
    for (const { reason } of workspace.misread()) loggerOf('mcp').warn(reason);
    servers.follow();
  };
  await read();
  const watch = watchConfigFile({
    places: [workspace.path],
    debounceMs: () => live.current().reload.debounce_ms,
    onQuiet: () => void read(),
  });
  live.follow(() => {
    watch.follow([workspace.path]);
    void read();
  });
  return () => watch.stop();
}

function settingsOf(tables: Config['mcp']['servers']): Record<string, McpSettings> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, toSettings(table)]),
  );
}

function toSettings(table: ServerTable): McpSettings {
  return {
    enabled: table.enabled,
    transport: table.transport,
    command: table.command ?? null,
    args: table.args,
    env: table.env,
    url: table.url ?? null,
    headers: table.headers,
    allowPrivate: table.allow_private,
    startupTimeoutMs: table.startup_timeout_ms,
    requestTimeoutMs: table.request_timeout_ms,
    toolNamePrefix: table.tool_name_prefix,
    allowTools: table.allow_tools,
    denyTools: table.deny_tools,
    fault: null,
  };
}
