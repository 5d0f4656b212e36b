/**
 * Owns the handlers of the nanoclaw tag `telegram`. What connecting does belongs to domain/channels, what Telegram says to its adapter.
 */
import type { ChannelAccess, ChannelPosts, Vendors } from '../../domain/channels/index.ts';
import type { TelegramHandlers } from '../../generated/nanoclaw/bindings.ts';
import type { CallContext } from '../context.ts';
import { toConnected, toDisconnected, toInvalid } from './connecting.ts';

/** The handlers of `telegram`. */
export function makeTelegramHandlers(
  access: ChannelAccess,
  vendor: Vendors['telegram'],
  posts: ChannelPosts,
): TelegramHandlers<CallContext> {
  return {
    async connectTelegram({ body }, c) {
      const { mode, webhookUrl, secretToken } = body;
      const botToken = access.demand('telegram', 'bot_token', body.botToken, 'botToken');
      if ((mode ?? access.known('telegram', 'mode')) === 'webhook')
        access.demand('telegram', 'webhook_url', webhookUrl, 'webhookUrl');
      await access.check((signal) => vendor.validate({ botToken }, signal));
      const wanted = {
        bot_token: botToken,
        mode,
        webhook_url: webhookUrl,
        secret_token: secretToken,
      };
      return toConnected('Telegram', await access.connect('telegram', wanted, c.var.caller));
    },

    async disconnectTelegram({ body }, c) {
      await access.disconnect('telegram', body?.forget ?? false, c.var.caller);
      return toDisconnected('Telegram');
    },

    async validateTelegram({ body }) {
      const verdict = await access.judge((signal) => vendor.validate(body, signal));
      if ('refusal' in verdict) return toInvalid(verdict.refusal);
      const { username, ...facts } = verdict.facts;
      return {
        valid: true,
        ...facts,
        ...(username === null ? {} : { username }),
        message: 'The token is valid',
      };
    },

    async receiveTelegramWebhook({ headers, rawBody }, c) {
      await posts.telegram({
        secret: headers['x-telegram-bot-api-secret-token'],
        body: rawBody,
        address: c.var.caller.address,
      });
      return { success: true };
    },
  };
}
