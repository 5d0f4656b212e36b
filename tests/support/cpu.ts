/**
 * Owns telling how much work something is, in processor time: what else the machine does counts for nothing. How much it may be is said
 * by the test.
 */

/** Milliseconds of processor time that this process spends on it. */
export function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
