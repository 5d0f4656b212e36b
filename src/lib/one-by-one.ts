/**
 * Owns doing things one after the other: each begins where the one before it has ended, however that went.
 * How many may wait, and what is done with those that wait too long, is up to whoever gives them.
 */

/** Begins a queue. @returns a function that puts a job at its end, and settles as the job does */
export function oneByOne(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = last.then(job);
    last = result.catch(() => undefined);
    return result;
  };
}
