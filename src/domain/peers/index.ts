/**
 * Owns the way into the peers area: other agents that this one asks, and the tasks that others give to it.
 */
export { type Peer, Peers } from './peers.ts';
export type {
  PeerAdapter,
  PeerAnswer,
  PeerConnection,
  PeerSettings,
  RpcAnswer,
  RpcCall,
  RpcEndpoint,
  RpcError,
  RpcResponse,
} from './ports.ts';
export { type Task, TaskRefusal, type TaskState, Tasks, type TaskUpdate } from './tasks.ts';
