/**
 * Owns noticing that the configuration file has changed. What is done about it is left to the caller.
 */
import { statSync } from 'node:fs';

/** A watch that is kept until it is stopped. */
export interface FileWatch {
  /** Follows these paths from now on instead of the ones before. */
  follow(places: readonly string[]): void;
  stop(): void;
}

/**
 * How often a path is looked at. A look costs one stat; a kernel watch would cost an event for every write to the
 * database beside the file, and sees nothing of network file systems and of files behind links.
 */
const LOOK_MS = 250;

/**
 * Calls `onQuiet` when a path was made, changed, replaced or removed and `debounceMs()` have passed since the last such
 * event. A program that writes a file in several steps is thus read once, when it is done. Whatever happens after the
 * call is noticed: who reads the file right after it misses nothing.
 */
export function watchConfigFile(options: {
  places: readonly string[];
  debounceMs: () => number;
  onQuiet: () => void;
}): FileWatch {
  const { debounceMs, onQuiet } = options;
  let seen = new Map<string, string>();
  let quiet: NodeJS.Timeout | undefined;
  const look = () => {
    for (const [path, before] of seen) {
      const now = signatureOf(path);
      if (now === before) continue;
      seen.set(path, now);
      clearTimeout(quiet);
      quiet = setTimeout(onQuiet, debounceMs());
      quiet.unref();
    }
  };
  const follow = (places: readonly string[]) => {
    seen = new Map(places.map((path) => [path, seen.get(path) ?? signatureOf(path)]));
  };
  follow(options.places);
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return {
    follow,
    stop() {
      clearInterval(timer);
      clearTimeout(quiet);
    },
  };
}

/** What changes with every change of a file; empty for one that is not there or cannot be looked at. */
function signatureOf(path: string): string {
  try {
    const { ino, ctimeNs, mtimeNs, size } = statSync(path, { bigint: true });
    return `${ino} ${ctimeNs} ${mtimeNs} ${size}`;
  } catch {
    // Why it cannot be looked at is told by whoever reads it.
    return '';
  }
}
