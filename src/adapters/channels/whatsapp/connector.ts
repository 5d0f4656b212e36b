/**
 * Owns opening connections to WhatsApp, and checking credentials without one. When that is tried again belongs to domain/connections.
 */
import { z } from 'zod';
import {
  type Account,
  type ChannelEvents,
  CredentialsError,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import type { Connector } from '../../../domain/connections/index.ts';
import { type CallLimits, GraphClient } from './client.ts';
import { WhatsappConnection } from './connection.ts';
import { CallError, isNumberRefused, isTokenRefused, waitOf } from './failure.ts';
import { type Means, Memory } from './ports.ts';
import type { WhatsappCredentials, WhatsappFacts, WhatsappSettings } from './settings.ts';

const words = z
  .string()
  .min(1)
  .transform((value) => value.slice(0, 256).toWellFormed())
  .nullable()
  .catch(null);
const number = z.object({
  id: z.string(),
  verified_name: words,
  display_phone_number: words,
  quality_rating: words,
});

/** Connections with these settings, one after the other. */
export function whatsappConnector(
  settings: WhatsappSettings,
  events: ChannelEvents,
  means: Means,
): Connector<WhatsappConnection> {
  const memory = new Memory();
  const { clock, times } = means;
  const credentials: WhatsappCredentials = {
    accessToken: settings.access_token,
    phoneNumberId: settings.phone_number_id,
    apiBase: settings.api_base,
    apiVersion: settings.api_version,
  };
  return {
    connect: async (signal) => {
      const left = memory.quietUntil - clock.monotonic();
      if (left > 0)
        throw new PlatformError(`Meta wants no requests for another ${Math.ceil(left / 1000)} s`);
      const client = new GraphClient(credentials);
      try {
        const { displayPhoneNumber: username, verifiedName: displayName } = await identify(
          client,
          credentials,
          { signal, ms: times.callMs },
        );
        const account: Account = { id: credentials.phoneNumberId, username, displayName };
        return new WhatsappConnection({ client, account, settings, events, means, memory });
      } catch (error) {
        const waitMs = waitOf(error);
        if (waitMs !== null) memory.quietUntil = clock.monotonic() + waitMs;
        await client.close();
        throw explained(error);
      }
    },
  };
}

/** Asks Meta about credentials, and leaves no trace. @throws CredentialsError, PlatformError */
export async function checkCredentials(
  credentials: WhatsappCredentials,
  limits: CallLimits,
): Promise<WhatsappFacts> {
  const client = new GraphClient(credentials);
  try {
    return await identify(client, credentials, limits);
  } catch (error) {
    throw explained(error);
  } finally {
    await client.close();
  }
}

async function identify(
  client: GraphClient,
  { phoneNumberId }: WhatsappCredentials,
  limits: CallLimits,
): Promise<WhatsappFacts> {
  const fields = ['verified_name', 'display_phone_number', 'quality_rating'];
  const { data } = number.safeParse(await client.number(limits, fields));
  if (data?.id !== phoneNumberId) throw new PlatformError('Meta does not say whose the number is');
  return {
    verifiedName: data.verified_name,
    displayPhoneNumber: data.display_phone_number,
    qualityRating: data.quality_rating,
  };
}

function explained(error: unknown): unknown {
  if (isTokenRefused(error)) return new CredentialsError(error.message);
  if (isNumberRefused(error)) return new CredentialsError(error.message, 'number_refused');
  if (!(error instanceof CallError)) return error;
  return new PlatformError(error.message, error.trouble.kind === 'silent');
}
