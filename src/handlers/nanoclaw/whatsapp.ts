/**
 * Owns the handlers of the nanoclaw tag `whatsapp`. What connecting does belongs to domain/channels, what Meta says to its adapter.
 */
import type { ChannelAccess, ChannelPosts, Vendors } from '../../domain/channels/index.ts';
import type { WhatsappHandlers } from '../../generated/nanoclaw/bindings.ts';
import type { CallContext } from '../context.ts';
import { toConnected, toDisconnected, toInvalid } from './connecting.ts';

const WEBHOOK_PATH = '/api/v1/channels/whatsapp/webhook';

/** The handlers of `whatsapp`. */
export function makeWhatsappHandlers(
  access: ChannelAccess,
  vendor: Vendors['whatsapp'],
  posts: ChannelPosts,
): WhatsappHandlers<CallContext> {
  const demand = (key: string, wanted: string | undefined, asked: string) =>
    access.demand('whatsapp', key, wanted, asked);
  return {
    async connectWhatsapp({ body }, c) {
      const { appSecret, businessAccountId, apiVersion } = body;
      const phoneNumberId = demand('phone_number_id', body.phoneNumberId, 'phoneNumberId');
      const accessToken = demand('access_token', body.accessToken, 'accessToken');
      const verifyToken = demand('verify_token', body.verifyToken, 'verifyToken');
      const credentials = {
        phoneNumberId,
        accessToken,
        ...(apiVersion === undefined ? {} : { apiVersion }),
      };
      await access.check((signal) => vendor.validate(credentials, signal));
      const wanted = {
        phone_number_id: phoneNumberId,
        access_token: accessToken,
        verify_token: verifyToken,
        app_secret: appSecret,
        business_account_id: businessAccountId,
        api_version: apiVersion,
      };
      const account = await access.connect('whatsapp', wanted, c.var.caller);
      return { ...toConnected('WhatsApp', account), webhookPath: WEBHOOK_PATH };
    },

    async disconnectWhatsapp({ body }, c) {
      await access.disconnect('whatsapp', body?.forget ?? false, c.var.caller);
      return toDisconnected('WhatsApp');
    },

    async validateWhatsapp({ body }) {
      const verdict = await access.judge((signal) => vendor.validate(body, signal));
      if ('refusal' in verdict) return toInvalid(verdict.refusal);
      const { verifiedName, displayPhoneNumber, qualityRating } = verdict.facts;
      return {
        valid: true,
        ...(verifiedName === null ? {} : { verifiedName }),
        ...(displayPhoneNumber === null ? {} : { displayPhoneNumber }),
        ...(qualityRating === null ? {} : { qualityRating }),
        message: 'The credentials are valid',
      };
    },

    async verifyWhatsappWebhook({ query }) {
      return posts.whatsappChallenge({
        mode: query['hub.mode'],
        verifyToken: query['hub.verify_token'],
        challenge: query['hub.challenge'],
      });
    },

    async receiveWhatsappWebhook({ headers, rawBody }, c) {
      await posts.whatsapp({
        signature: headers['x-hub-signature-256'],
        body: rawBody,
        address: c.var.caller.address,
      });
      return { success: true };
    },
  };
}
