/**
 * Owns the handlers of the nanoclaw tag `slack`. What connecting does belongs to domain/channels, what Slack says to its adapter.
 */
import type { ChannelAccess, ChannelPosts, Vendors } from '../../domain/channels/index.ts';
import { DomainError } from '../../domain/shared/index.ts';
import type { SlackHandlers } from '../../generated/nanoclaw/bindings.ts';
import type { CallContext } from '../context.ts';
import { toConnected, toDisconnected, toInvalid } from './connecting.ts';

const APP_TOKEN_REFUSED = 'Slack does not take the app token';

/** The handlers of `slack`. */
export function makeSlackHandlers(
  access: ChannelAccess,
  vendor: Vendors['slack'],
  posts: ChannelPosts,
): SlackHandlers<CallContext> {
  return {
    async connectSlack({ body }, c) {
      const botToken = access.demand('slack', 'bot_token', body.botToken, 'botToken');
      const appToken =
        access.known('slack', 'mode') === 'events'
          ? body.appToken
          : access.demand('slack', 'app_token', body.appToken, 'appToken');
      const credentials = { botToken, ...(appToken === undefined ? {} : { appToken }) };
      const facts = await access.check((signal) => vendor.validate(credentials, signal));
      if (facts.appTokenValid === false)
        throw new DomainError('channel_credentials_rejected', APP_TOKEN_REFUSED);
      const wanted = { bot_token: botToken, app_token: appToken };
      return toConnected('Slack', await access.connect('slack', wanted, c.var.caller));
    },

    async disconnectSlack({ body }, c) {
      await access.disconnect('slack', body?.forget ?? false, c.var.caller);
      return toDisconnected('Slack');
    },

    async validateSlack({ body }) {
      const verdict = await access.judge((signal) => vendor.validate(body, signal));
      if ('refusal' in verdict) return toInvalid(verdict.refusal);
      const { facts } = verdict;
      const valid = facts.appTokenValid !== false;
      const message = valid ? 'The credentials are valid' : APP_TOKEN_REFUSED;
      return { valid, ...facts, missingScopes: [...facts.missingScopes], message };
    },

    async receiveSlackEvents({ headers, rawBody }, c) {
      const challenge = await posts.slack({
        timestamp: headers['x-slack-request-timestamp'],
        signature: headers['x-slack-signature'],
        body: rawBody,
        address: c.var.caller.address,
      });
      return { success: true, ...(challenge === null ? {} : { challenge }) };
    },
  };
}
