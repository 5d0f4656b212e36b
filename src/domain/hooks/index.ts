/**
 * Owns the way into the hooks area: outbound webhooks. What other areas and adapters need of it is named here.
 */
export { makeAlarm } from './alarm.ts';
export { type Delivery, Hooks } from './hooks.ts';
export type {
  Alarm,
  Hook,
  HookInput,
  HookPayload,
  HookSettings,
  Outcome,
  Sender,
  WebhookMessage,
} from './ports.ts';
