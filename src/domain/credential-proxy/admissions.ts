/**
 * Owns who may use the credential proxy: one token for each run of a container, known by its hash, and what is under way with it.
 * Giving it to the container belongs to whoever starts that.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A run of a container. */
export interface ProxyRun {
  readonly runId: string;
  readonly namespace: string;
}

/** A run that may use the proxy; each admission is one of its own. */
export interface Admission extends ProxyRun {
  /** Cuts each request under way. */
  readonly underWay: Set<() => void>;
}

/** The admitted runs. */
export class Admissions {
  readonly #byHash = new Map<string, { readonly hash: Buffer; readonly admission: Admission }>();

  /** @returns the run with its new token, 43 characters that fit into a path and a header; it is kept nowhere */
  admit({ runId, namespace }: ProxyRun): { token: string; admission: Admission } {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const hash = hashOf(token);
    const admission = { runId, namespace, underWay: new Set<() => void>() };
    this.#byHash.set(hash.toString('base64'), { hash, admission });
    return { token, admission };
  }

  /** Ends the right of a token, and what is under way with it. @returns whose it was; an unknown one is no error */
  dismiss(token: string): Admission | undefined {
    const key = hashOf(token).toString('base64');
    const found = this.#byHash.get(key);
    this.#byHash.delete(key);
    for (const cut of found?.admission.underWay ?? []) cut();
    return found?.admission;
  }

  /** Whose token it is. The table is asked for a hash, so how long that takes says nothing of any token. */
  find(token: string): Admission | undefined {
    const hash = hashOf(token);
    const found = this.#byHash.get(hash.toString('base64'));
    return found !== undefined && timingSafeEqual(found.hash, hash) ? found.admission : undefined;
  }
}

const hashOf = (token: string) => createHash('sha256').update(token, 'latin1').digest();
