/**
 * Owns the handlers of the PRX tag `status` and the mapping of the daemon's report to its objects.
 * Where each number comes from is said by domain/status.
 */
import type { Report, Status } from '../../domain/status/index.ts';
import type { Schemas, StatusHandlers } from '../../generated/prx/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `status`. */
export function makeStatusHandlers(status: Status): StatusHandlers<CallContext> {
  return {
    async getStatus() {
      return toStatus(await status.report());
    },

    async getHealth() {
      return (await status.isHealthy())
        ? { status: 200, body: { healthy: true } }
        : { status: 503, body: { healthy: false } };
    },
  };
}

function toStatus(report: Report): Schemas['Status'] {
  return {
    status: report.state,
    version: report.version,
    uptime_secs: report.uptimeSecs,
    active_sessions: report.activeSessions,
    channels: { ...report.channels },
    plugins: { ...report.plugins },
    memory: { backend: 'sqlite', entries: report.messages },
    provider: { name: report.provider.name, model: report.provider.model },
    ...(report.troubles.length === 0
      ? {}
      : { reasons: report.troubles.map((one) => ({ ...one })) }),
  };
}
