/**
 * Owns handing posts of platforms to the connections that take them. Whether one is authentic is looked at in src/adapters/channels.
 */
import { challengeFor } from '../adapters/channels/whatsapp/webhook.ts';
import {
  type ChannelPosts,
  type Channels,
  type PostRefusal,
  postRefusal,
} from '../domain/channels/index.ts';
import type { Refusals } from '../domain/monitoring/index.ts';

/**
 * @param options.verifyToken What Meta must show when the webhook is set up; undefined while WhatsApp is not connected.
 * @param options.refusals Where posts that nobody signed are written down.
 */
export function buildPosts(options: {
  channels: Channels;
  verifyToken: () => string | undefined;
  refusals: Refusals;
}): ChannelPosts {
  const { channels, verifyToken, refusals } = options;
  const refuse = (refusal: PostRefusal, platform: string, address: string | null) => {
    const error = postRefusal(refusal, platform);
    if (refusal === 'forbidden') {
      refusals.note({
        event: 'webhook.signature_invalid',
        source: `${platform} ${address ?? ''}`,
        actor: 'anonymous',
        address,
        target: platform.toLowerCase(),
        message: error.message,
        facts: { address },
      });
    }
    return error;
  };
  return {
    async telegram(post) {
      const { TelegramConnection } = await import('../adapters/channels/telegram/index.ts');
      const open = channels.connection('telegram');
      const outcome = open instanceof TelegramConnection ? await open.post(post) : 'closed';
      if (outcome !== 'taken') throw refuse(outcome, 'Telegram', post.address);
    },

    async slack(post) {
      const { SlackConnection } = await import('../adapters/channels/slack/index.ts');
      const open = channels.connection('slack');
      const outcome = open instanceof SlackConnection ? await open.post(post) : 'closed';
      if (typeof outcome === 'object') return outcome.challenge;
      if (outcome !== 'taken') throw refuse(outcome, 'Slack', post.address);
      return null;
    },

    async whatsapp(post) {
      const { WhatsappConnection } = await import('../adapters/channels/whatsapp/index.ts');
      const open = channels.connection('whatsapp');
      const outcome = open instanceof WhatsappConnection ? await open.post(post) : 'closed';
      if (outcome !== 'taken') throw refuse(outcome, 'WhatsApp', post.address);
    },

    whatsappChallenge(question) {
      const challenge = challengeFor(question, verifyToken() ?? '');
      if (challenge === null) throw postRefusal('forbidden', 'WhatsApp');
      return challenge;
    },
  };
}
