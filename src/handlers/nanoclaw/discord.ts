/**
 * Owns the handlers of the nanoclaw tag `discord`. What connecting does belongs to domain/channels, what Discord says to its adapter.
 */
import type { ChannelAccess, Vendors } from '../../domain/channels/index.ts';
import { DomainError } from '../../domain/shared/index.ts';
import type { DiscordHandlers } from '../../generated/nanoclaw/bindings.ts';
import type { CallContext } from '../context.ts';
import { toConnected, toDisconnected, toInvalid } from './connecting.ts';

/** The handlers of `discord`. */
export function makeDiscordHandlers(
  access: ChannelAccess,
  vendor: Vendors['discord'],
): DiscordHandlers<CallContext> {
  return {
    async connectDiscord({ body }, c) {
      const botToken = access.demand('discord', 'bot_token', body.botToken, 'botToken');
      const facts = await access.check((signal) => vendor.validate({ botToken }, signal));
      if (facts.messageContentIntent === false)
        throw new DomainError(
          'channel_intents_disallowed',
          'The message content intent is not enabled for this bot',
        );
      const wanted = { bot_token: botToken };
      return toConnected('Discord', await access.connect('discord', wanted, c.var.caller));
    },

    async disconnectDiscord({ body }, c) {
      await access.disconnect('discord', body?.forget ?? false, c.var.caller);
      return toDisconnected('Discord');
    },

    async validateDiscord({ body }) {
      const verdict = await access.judge((signal) => vendor.validate(body, signal));
      if ('refusal' in verdict) return toInvalid(verdict.refusal);
      return { valid: true, ...verdict.facts, message: 'The token is valid' };
    },
  };
}
