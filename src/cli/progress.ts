/** Milliseconds between two updates. */
const INTERVAL_MS = 100;

/** A line on standard error that is written over and over while that is a terminal, and cleared at the end. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

/**
 * A new line; nothing is written where standard error is no terminal.
 *
 * @param wanted - whether anything is to be written
 */
export function progressLine(wanted = true): ProgressLine {
  if (!wanted || !process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  let last = -Infinity;
  return {
    show: (text) => {
      if (performance.now() - last < INTERVAL_MS) return;
      last = performance.now();
      process.stderr.write(`\r\x1b[K${text}`);
    },
    clear: () => process.stderr.write('\r\x1b[K'),
  };
}
