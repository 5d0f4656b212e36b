/**
 * Owns the way into the runtime area: the container engine, images, what a container may never have, and how an agent in one is
 * spoken to. Who runs when belongs to domain/queue.
 */
export {
  type Backend,
  type Bind,
  type BuildSpec,
  type ContainerEnd,
  type ContainerEngine,
  type ContainerFacts,
  type ContainerSpec,
  EngineError,
  type EngineFacts,
  type ImageFacts,
  type OutputChunk,
  type StartedContainer,
} from './engine.ts';
export { MarkerReader, MESSAGE_BEGINS, MESSAGE_ENDS } from './markers.ts';
export {
  type AgentMessage,
  type AgentStep,
  agentMessage,
  type ContainerInput,
  containerInput,
  type FollowUpFile,
  followUpFile,
  IN_CONTAINER,
  type IpcAnswer,
  ipcAnswer,
  PROXY_PORT_INSIDE,
  type ProviderOrder,
  type TurnOrder,
} from './protocol.ts';
