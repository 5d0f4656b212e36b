/**
 * Owns the way into the adapters of the A2A protocol. Its SDK is large and many daemons never speak it, so it is loaded at the first use.
 */
import type { PeerAdapter, RpcEndpoint } from '../../domain/peers/index.ts';
import type { PeerTimes } from './peer.ts';

/** Answers JSON-RPC calls of versions 1.0 and 0.3. */
export const a2aEndpoint: RpcEndpoint = {
  async answer(call, tasks) {
    const { answerCall } = await import('./endpoint.ts');
    return await answerCall(call, tasks);
  },
};

/** Connects to peers. @param times Other ones than a daemon takes, for tests. */
export function peerAdapter(times?: PeerTimes): PeerAdapter {
  return (_name, settings) => ({
    async connect(signal) {
      const { connectPeer } = await import('./peer.ts');
      return await connectPeer(settings, signal, times);
    },
  });
}
