/**
 * Owns settings as they are stored: secret ones sealed, and what is read back after a restart.
 * Whether a value may be used is left to settings.ts, the rows to db/settings.ts.
 */
import type { SettingRow } from '../../db/settings.ts';
import { type Seal, SealError } from '../../lib/seal.ts';
import type { SettingValue } from './configuration.ts';

const placeOf = (key: string) => `settings:${key}`;

/** The value of a row. Objects are no settings, so one that says `sealed` cannot be mistaken. */
export function toStored(key: string, value: SettingValue, secret: boolean, seal: Seal): unknown {
  return secret ? { sealed: seal.seal(JSON.stringify(value), placeOf(key)) } : value;
}

/** The value that was stored. @throws SealError when it is sealed and does not open */
export function fromStored({ key, value }: SettingRow, seal: Seal): SettingValue {
  const stored: unknown =
    typeof value === 'object' && value !== null && 'sealed' in value
      ? JSON.parse(seal.unseal(String(value.sealed), placeOf(key)))
      : value;
  if (!isSettingValue(stored)) throw new SealError('What is stored is no value of a setting');
  return stored;
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

function isSettingValue(value: unknown): value is SettingValue {
  return isScalar(value) || (Array.isArray(value) && value.every(isScalar));
}
