/**
 * Owns the line that tells a waiting person that work goes on. It is only there on a terminal and goes away before anything is
 * printed.
 */

/** A line that is written over and over. */
export interface Progress {
  /** Says what goes on now. */
  say(text: string): void;
  /** Takes the line away. */
  end(): void;
}

const FIRST_MS = 1000;
const TICK_MS = 1000;
const CLEAR = '\r\u001b[2K';

/** Begins to tell on a terminal, once it takes more than a second; elsewhere it tells nothing. */
export function startProgress(out: NodeJS.WriteStream, first: string): Progress {
  if (out.isTTY !== true) return { say: () => undefined, end: () => undefined };
  const begun = Date.now();
  let text = first;
  let isShown = false;
  const show = () => {
    const seconds = Math.round((Date.now() - begun) / 1000);
    const line = `${text} ${seconds}s`;
    out.write(`${CLEAR}${line.slice(0, (out.columns || 80) - 1)}`);
    isShown = true;
  };
  let timer = setTimeout(function tick() {
    show();
    timer = setTimeout(tick, TICK_MS);
  }, FIRST_MS);
  return {
    say(next) {
      text = next;
      if (isShown) show();
    },
    end() {
      clearTimeout(timer);
      if (isShown) out.write(CLEAR);
    },
  };
}
