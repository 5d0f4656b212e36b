/**
 * Owns telling how much work something is, in processor time: what else the machine does counts for nothing. How much it may be is said
 * by the test.
 */

/** Begins to count. @returns a function that tells the milliseconds of processor time that this process has spent since */
export function cpuClock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

/** Milliseconds of processor time that this process spends on it. */
export function cpuMsOf(work: () => void): number {
  const spent = cpuClock();
  work();
  return spent();
}
