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
export { type ExtraArgs, type ExtraOptions, readExtraArgs } from './extra-args.ts';
export {
  type BuildResult,
  type BuildState,
  type ImageSettings,
  type ImageStatus,
  Images,
  type StartedBuild,
} from './images.ts';
export { MarkerReader, MESSAGE_BEGINS, MESSAGE_ENDS } from './markers.ts';
export {
  checkImageTag,
  containerNameOf,
  INSTALL_LABEL,
  isImageTag,
  labelsOf,
  NAMESPACE_LABEL,
  RUN_LABEL,
} from './names.ts';
export { Orphans } from './orphans.ts';
export { type Allowance, type Finding, violations } from './policy.ts';
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
export { type EngineCandidate, type Found, Runtime, toDomainError } from './runtime.ts';
export { Watch } from './watch.ts';
