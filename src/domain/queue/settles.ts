/**
 * Owns waiting for something no longer than so long. What follows when it has not happened by then is left to whoever waits.
 */

/** Waits for a promise. @returns whether it has settled in time @throws what it rejects with, if it does in time */
export async function settles(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds).unref();
  });
  try {
    return await Promise.race([late, promise.then(() => true)]);
  } finally {
    clearTimeout(timer);
  }
}
