/**
 * Owns a signal of our own that follows the caller's and lets go of it again.
 * Why something is ended is decided by whoever holds the link.
 */

/** A signal with the means to abort it and to let go. */
export interface Link {
  readonly signal: AbortSignal;
  readonly abort: (reason: unknown) => void;
  /** Aborts what is still under way and stops following. */
  readonly end: () => void;
}

/** Makes a signal that is aborted when `parent` is, with its reason. */
export function linkTo(parent: AbortSignal | undefined): Link {
  const controller = new AbortController();
  const follow = () => controller.abort(parent?.reason);
  if (parent?.aborted) follow();
  parent?.addEventListener('abort', follow);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    end: () => {
      parent?.removeEventListener('abort', follow);
      controller.abort();
    },
  };
}
