/**
 * Owns the connectors of MCP servers for every transport. What they connect with is in the files beside this one, when they do in
 * domain/connections.
 */
import type { McpAdapters, McpSettings } from '../../domain/mcp/index.ts';
import type { Logger } from '../../lib/log.ts';
import { httpWire } from './http.ts';
import { maskOf } from './secrets.ts';
import { openSession, type SessionTimes } from './session.ts';
import { stdioWire } from './stdio.ts';
import type { Wire } from './wire.ts';

export type { SessionTimes } from './session.ts';

const TIMES: SessionTimes = { pingEveryMs: 30_000, pingTimeoutMs: 10_000, refreshGapMs: 1000 };

/** Makes the adapters. @param version The daemon's, which servers are told. */
export function mcpAdapters(version: string, times: Partial<SessionTimes> = {}): McpAdapters {
  const connector = (_name: string, settings: McpSettings, log: Logger) => ({
    connect: async (signal: AbortSignal) => {
      const mask = maskOf([...Object.values(settings.env), ...Object.values(settings.headers)]);
      const wire = wireOf(settings, log, mask);
      const parts = { wire, settings, log, version, times: { ...TIMES, ...times }, mask };
      return await openSession(parts, signal);
    },
  });
  return { stdio: connector, http: connector, streamable_http: connector, sse: connector };
}

function wireOf(settings: McpSettings, log: Logger, mask: (text: string) => string): Wire {
  if (settings.transport !== 'stdio') return httpWire(settings);
  const { command, args, env } = settings;
  if (command === null) throw new Error('it has no command');
  return stdioWire({ command, args, env }, log, mask);
}
