/**
 * Owns what a trouble is, and asking the parts for theirs without waiting for any of them for long. What is wrong with a part is known there.
 */

/** A part that does not do what it should, and why. */
export interface Trouble {
  readonly component: string;
  readonly reason: string;
}

/** A part that is asked for its troubles at every report. */
export interface TroubleSource {
  readonly component: string;
  readonly troubles: () => readonly Trouble[] | Promise<readonly Trouble[]>;
}

/** A part that has not answered by then is a trouble itself. */
const ASK_MS = 1500;

/** The troubles of all parts. One that cannot tell them is told of as one. */
export async function askAll(sources: readonly TroubleSource[]): Promise<Trouble[]> {
  return (await Promise.all(sources.map(ask))).flat();
}

async function ask({ component, troubles }: TroubleSource): Promise<readonly Trouble[]> {
  const told = await within(
    ASK_MS,
    Promise.resolve()
      .then(troubles)
      .catch((): Trouble[] => [{ component, reason: 'Its state cannot be read' }]),
  );
  return told ?? [{ component, reason: 'It does not tell its state' }];
}

/** What `work` resolves with, or undefined once the time is over; `work` then goes on alone. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
