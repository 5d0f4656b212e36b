/**
 * Owns sealing secrets for storage: AES-256-GCM under the newest of several keys, with the key's id in the sealed text.
 * Where keys come from, and which secrets are sealed, belongs to whoever asks.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 's1';

/** A sealed text that none of the keys opens: another key, another place, or changed. It never says what was inside. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** Seals texts and opens them again. */
export interface Seal {
  /**
   * Seals a text for one place, such as `hooks.secret:hook_01J…`; it opens in that place only.
   * @returns `s1.<key id>.<base64url>`, different each time
   */
  seal(text: string, place: string): string;
  /** @throws SealError */
  unseal(sealed: string, place: string): string;
}

/** A new random key, as {@link makeSeal} takes it. */
export const makeSealKey = (): string => randomBytes(KEY_BYTES).toString('base64');

/** True for the base64 of 32 bytes. */
export function isSealKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}

/**
 * @param keys Base64 of 32 bytes each: the first one seals, all of them open.
 * @throws Error for a key of another length, or none; the message does not repeat it
 */
export function makeSeal(keys: readonly string[]): Seal {
  const byId = new Map<string, Buffer>();
  for (const text of keys) {
    if (!isSealKey(text)) throw new Error('a key for secrets must be 32 bytes in base64');
    const key = Buffer.from(text, 'base64');
    byId.set(keyId(key), key);
  }
  const [newest] = byId;
  if (newest === undefined) throw new Error('there is no key for secrets');
  const [newestId, newestKey] = newest;
  return {
    seal(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', newestKey, nonce);
      cipher.setAAD(boundTo(newestId, place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const packed = Buffer.concat([nonce, body, cipher.getAuthTag()]);
      return `${VERSION}.${newestId}.${packed.toString('base64url')}`;
    },
    unseal(sealed, place) {
      const [version, id = '', packed = ''] = sealed.split('.');
      const key = byId.get(id);
      if (version !== VERSION) throw new SealError('This is not a sealed text');
      if (key === undefined) throw new SealError(`There is no key ${id} to open a secret with`);
      return open(Buffer.from(packed, 'base64url'), key, boundTo(id, place));
    },
  };
}

function open(packed: Buffer, key: Buffer, bound: Buffer): string {
  if (packed.length < NONCE_BYTES + TAG_BYTES) throw new SealError('The sealed text is too short');
  const decipher = createDecipheriv('aes-256-gcm', key, packed.subarray(0, NONCE_BYTES));
  decipher.setAAD(bound);
  decipher.setAuthTag(packed.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(packed.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch (error) {
    throw new SealError('The sealed text was changed or belongs elsewhere', { cause: error });
  }
}

/** Enough of a hash to tell keys apart, and nothing of the key. */
const keyId = (key: Buffer) => createHash('sha256').update(key).digest('hex').slice(0, 12);

const boundTo = (id: string, place: string) => Buffer.from(`${VERSION}.${id}.${place}`);
