/**
 * Owns what the WhatsApp adapter must be told, and the forms of credentials and addresses. Where settings come from belongs to the
 * caller.
 */
import { CredentialsError } from '../../../domain/channels/platform.ts';

/** What is read of `[channels_config.whatsapp]`. */
export interface WhatsappSettings {
  readonly access_token: string;
  readonly phone_number_id: string;
  /** What Meta shows when it verifies the webhook; read by `challengeFor` only. */
  readonly verify_token: string;
  /** What Meta signs its posts with; none is taken while it is absent. */
  readonly app_secret?: string | undefined;
  /** Where the Graph API is, such as `https://graph.facebook.com`; without the version. */
  readonly api_base: string;
  /** Such as `v21.0`. */
  readonly api_version: string;
}

/** What is needed to check an access token. */
export interface WhatsappCredentials {
  readonly accessToken: string;
  readonly phoneNumberId: string;
  readonly apiBase: string;
  readonly apiVersion: string;
}

/** What Meta says of the number of good credentials; null where it does not say. */
export interface WhatsappFacts {
  readonly verifiedName: string | null;
  readonly displayPhoneNumber: string | null;
  readonly qualityRating: string | null;
}

/** What every address begins with. */
export const JID_PREFIX = 'wa:';

/** @throws CredentialsError for what would change the request it stands in */
export function assertForms({ accessToken, phoneNumberId, apiVersion }: WhatsappCredentials): void {
  if (!/^[!-~]{1,4096}$/.test(accessToken))
    throw new CredentialsError('The access token has not the form of one');
  if (!/^\d{1,32}$/.test(phoneNumberId))
    throw new CredentialsError('The phone number ID has not the form of one');
  if (!/^v\d{1,3}\.\d{1,2}$/.test(apiVersion))
    throw new CredentialsError('The API version has not the form of one');
}

/** The one way to write an address; null when it is none. */
export function normalizeJid(jid: string): string | null {
  const [, plain, bridged] =
    /^(?:(?:wa|whatsapp):([1-9]\d{0,19})|([1-9]\d{0,19})@s\.whatsapp\.net)$/.exec(jid) ?? [];
  const digits = plain ?? bridged;
  return digits === undefined ? null : jidOf(digits);
}

/** The digits of an address; null when it is none. */
export const digitsOf = (jid: string): string | null =>
  normalizeJid(jid)?.slice(JID_PREFIX.length) ?? null;

/** The address of a number, given in digits. */
export const jidOf = (digits: string): string => `${JID_PREFIX}${digits}`;
