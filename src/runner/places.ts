/**
 * Owns where the agent in a container finds its folders and the proxy's socket. What is in them belongs to whoever reads it.
 */
import { join } from 'node:path';
import { IN_CONTAINER, PROXY_PORT_INSIDE } from '../domain/runtime/protocol.ts';

/** The places of one agent. */
export interface Places {
  /** Everything below it may be read and written by tools. */
  readonly workspace: string;
  /** Where commands run and relative paths begin. */
  readonly group: string;
  readonly ipc: string;
  /** The credential proxy's socket. */
  readonly proxySocket: string;
  /** Port on the loopback that leads to the socket. */
  readonly proxyPort: number;
}

const WORKSPACE = '/workspace';

/**
 * The places, those of a container unless the environment says otherwise, as it does outside of one: `GATEHOUSE_WORKSPACE`,
 * `GATEHOUSE_PROXY_SOCKET`, `GATEHOUSE_PROXY_PORT`.
 */
export function placesOf(environment: Readonly<Record<string, string | undefined>>): Places {
  const workspace = environment.GATEHOUSE_WORKSPACE ?? WORKSPACE;
  const within = (path: string) => join(workspace, path.slice(WORKSPACE.length));
  return {
    workspace,
    group: within(IN_CONTAINER.group),
    ipc: within(IN_CONTAINER.ipc),
    proxySocket: environment.GATEHOUSE_PROXY_SOCKET ?? IN_CONTAINER.proxySocket,
    proxyPort: Number(environment.GATEHOUSE_PROXY_PORT ?? PROXY_PORT_INSIDE),
  };
}
