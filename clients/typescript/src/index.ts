/**
 * Owns what the package offers. Everything else in this folder is its own affair.
 */
export {
  type AgentClient,
  type ApiKeyOptions,
  type BearerOptions,
  createAgentClient,
  createGatehouse,
  createNanoclawClient,
  createPrxClient,
  type Gatehouse,
  type NanoclawClient,
  type PrxClient,
} from './clients.ts';
export {
  type Api,
  type ClientCode,
  type CodeOf,
  type ContractCodes,
  GatehouseError,
  isGatehouseError,
} from './errors.ts';
export type { components as AgentComponents } from './generated/agent.ts';
export type { components as NanoclawComponents } from './generated/nanoclaw.ts';
export type { components as PrxComponents } from './generated/prx.ts';
export type { CallOptions, ClientOptions, RetryOptions } from './options.ts';
export { paginate } from './paginate.ts';
export { type StreamOptions, stream } from './stream.ts';
export {
  verifyPrxSignature,
  verifyWebhook,
  WebhookError,
  type WebhookEvent,
  type WebhookFault,
  type WebhookRequest,
} from './webhook.ts';
