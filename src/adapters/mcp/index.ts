/**
 * Owns the connectors of MCP servers for every transport. What they connect with is in the files beside this one, when they do in
 * domain/connections.
 */
import type { McpAdapters, McpSettings } from '../../domain/mcp/index.ts';
import type { Logger } from '../../lib/log.ts';
import { maskOf } from './secrets.ts';
import type { SessionTimes } from './session.ts';
import type { Wire } from './wire.ts';

export type { SessionTimes } from './session.ts';

const TIMES: SessionTimes = { pingEveryMs: 30_000, pingTimeoutMs: 10_000, refreshGapMs: 1000 };

/** Makes the adapters. @param version The daemon's, which servers are told. */
export function mcpAdapters(version: string, times: Partial<SessionTimes> = {}): McpAdapters {
  const connector = (_name: string, settings: McpSettings, log: Logger) => ({
    connect: async (signal: AbortSignal) => {
      const mask = maskOf([...Object.values(settings.env), ...Object.values(settings.headers)]);
      // The SDK is loaded for the first server, so that a start without any does not wait for it.
      const { openSession } = await import('./session.ts');
      const wire = await wireOf(settings, log, mask);
      const parts = { wire, settings, log, version, times: { ...TIMES, ...times }, mask };
      return await openSession(parts, signal);
    },
  });
  return { stdio: connector, http: connector, streamable_http: connector, sse: connector };
}

async function wireOf(
  settings: McpSettings,
  log: Logger,
  mask: (text: string) => string,
): Promise<Wire> {
  if (settings.transport !== 'stdio') return (await import('./http.ts')).httpWire(settings);
  const { command, args, env } = settings;
  if (command === null) throw new Error('it has no command');
  const { stdioWire } = await import('./stdio.ts');
  return stdioWire({ command, args, env }, log, mask);
}
