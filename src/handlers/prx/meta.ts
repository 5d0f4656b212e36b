/**
 * Owns the handlers of the PRX tag `meta` about the daemon itself. Collecting metrics belongs to whoever serves; the contract document has a handler of its own.
 */
import type { MetaHandlers } from '../../generated/prx/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handler of the metrics. @param render Answers all of them in the Prometheus text format. */
export function makeMetricsHandler(
  render: () => Promise<string>,
): Pick<MetaHandlers<CallContext>, 'getMetrics'> {
  return { getMetrics: render };
}
