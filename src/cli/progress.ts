/** Milliseconds between two updates. */
const INTERVAL_MS = 100;
/** To the beginning of the line, of which nothing is left. */
const CLEARED = '\r\x1b[K';

/** A stream, as far as a line needs it. */
type Written = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

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
 * @param stream - where
 */
export function progressLine(wanted = true, stream: Written = process.stderr): ProgressLine {
  if (!wanted || !stream.isTTY) return { show: () => {}, clear: () => {} };
  let last = -Infinity;
  let held = '';
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    stop();
    last = performance.now();
    const room = (stream.columns || Infinity) - 1; // a line that is wrapped would not be written over
    stream.write(`${CLEARED}${held.slice(0, room)}`);
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    show: (text) => {
      held = text;
      const left = last + INTERVAL_MS - performance.now();
      if (left <= 0) write();
      else timer ??= setTimeout(write, left).unref();
    },
    clear: () => {
      stop();
      stream.write(CLEARED);
    },
  };
}
