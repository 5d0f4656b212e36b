/**
 * Owns the way into connections: the ports of what is connected, and the registry over them.
 */
export type { Connection, Connector } from './ports.ts';
export { Connections, type ConnectionsOptions, type Reached, type Shift } from './registry.ts';
