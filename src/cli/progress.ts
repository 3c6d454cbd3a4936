/** Milliseconds between two updates. */
const INTERVAL_MS = 100;

/** A line on standard error that is written over and over while that is a terminal, and cleared at the end. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

/**
 * A new line; nothing is written where standard error is no terminal. Of what comes too fast, the last is shown when its time has
 * come: so the line never stands on an old number.
 *
 * @param wanted - whether anything is to be written
 */
export function progressLine(wanted = true): ProgressLine {
  if (!wanted || !process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  let last = -Infinity;
  let held = '';
  let timer: NodeJS.Timeout | null = null;
  const write = () => {
    timer = null;
    last = performance.now();
    const room = (process.stderr.columns || Infinity) - 1; // a line that is wrapped would not be written over
    process.stderr.write(`\r\x1b[K${held.slice(0, room)}`);
  };
  return {
    show: (text) => {
      held = text;
      const left = last + INTERVAL_MS - performance.now();
      if (left <= 0) write();
      else timer ??= setTimeout(write, left).unref();
    },
    clear: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      process.stderr.write('\r\x1b[K');
    },
  };
}
