/**
 * Owns the ports of everything that the daemon keeps connected to: how a connection is opened, and what is known of an open one.
 * What flows over it belongs to the areas, when it is opened again to link.ts.
 */

/** Opens connections to one thing outside, with settings it was made with. */
export interface Connector<Open extends Connection> {
  /**
   * Opens a connection, which works from then on.
   * @throws Error in words for the operator; secrets in them are masked by the caller
   */
  connect(signal: AbortSignal): Promise<Open>;
}

/** An open connection. */
export interface Connection {
  /** Resolves with the reason when the connection breaks by itself; it never rejects. */
  readonly ended: Promise<string>;
  /** Gives it up. */
  close(): Promise<void>;
}
