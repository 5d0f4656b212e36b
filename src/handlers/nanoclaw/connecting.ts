/**
 * Owns what the answers of all platforms to connecting, disconnecting and checking have in common. What each one asks for is in its file.
 */
import type { Account } from '../../domain/channels/index.ts';

/** The answer to a connect. @param platform The name of the platform as people write it. */
export const toConnected = (platform: string, account: Account) => ({
  success: true as const,
  status: 'connected' as const,
  account,
  message: `${platform} is connected`,
});

/** The answer to a disconnect. */
export const toDisconnected = (platform: string) => ({
  success: true as const,
  message: `${platform} is disconnected`,
});

/** The answer to a check of credentials that the platform does not take. */
export const toInvalid = (message: string) => ({ valid: false, message });
