/**
 * Owns handing posts of platforms to the connections that take them. Whether one is authentic is looked at in src/adapters/channels.
 */
import { challengeFor } from '../adapters/channels/whatsapp/webhook.ts';
import { type ChannelPosts, type Channels, postRefusal } from '../domain/channels/index.ts';

/** @param options.verifyToken What Meta must show when the webhook is set up; undefined while WhatsApp is not connected. */
export function buildPosts(options: {
  channels: Channels;
  verifyToken: () => string | undefined;
}): ChannelPosts {
  const { channels, verifyToken } = options;
  return {
    async telegram(post) {
      const { TelegramConnection } = await import('../adapters/channels/telegram/index.ts');
      const open = channels.connection('telegram');
      const outcome = open instanceof TelegramConnection ? await open.post(post) : 'closed';
      if (outcome !== 'taken') throw postRefusal(outcome, 'Telegram');
    },

    async slack(post) {
      const { SlackConnection } = await import('../adapters/channels/slack/index.ts');
      const open = channels.connection('slack');
      const outcome = open instanceof SlackConnection ? await open.post(post) : 'closed';
      if (typeof outcome === 'object') return outcome.challenge;
      if (outcome !== 'taken') throw postRefusal(outcome, 'Slack');
      return null;
    },

    async whatsapp(post) {
      const { WhatsappConnection } = await import('../adapters/channels/whatsapp/index.ts');
      const open = channels.connection('whatsapp');
      const outcome = open instanceof WhatsappConnection ? await open.post(post) : 'closed';
      if (outcome !== 'taken') throw postRefusal(outcome, 'WhatsApp');
    },

    whatsappChallenge(question) {
      const challenge = challengeFor(question, verifyToken() ?? '');
      if (challenge === null) throw postRefusal('forbidden', 'WhatsApp');
      return challenge;
    },
  };
}
