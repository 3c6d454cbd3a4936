/** The loss of one step, as a log shows it. */
export interface LossEvent {
  readonly kind: 'loss';
  /** Counted from 1 in microgpt.py. */
  readonly step: number;
  /** How many steps the log says there are. */
  readonly num_steps: number;
  /** NaN where the text is no number. */
  readonly value: number;
  /** The digits as printed. */
  readonly text: string;
}

/** One sampled name, as a log shows it. */
export interface SampleEvent {
  readonly kind: 'sample';
  /** Counted from 1 in microgpt.py. */
  readonly index: number;
  readonly name: string;
}

export type LogEvent = LossEvent | SampleEvent;

/** `step    1 / 1000 | loss 3.3660`; what follows the loss is no matter. */
const STEP_LINE = /^\s*step\s+(\d{1,15})\s*\/\s*(\d{1,15})\s*\|\s*loss\s+(\S+)/;
/** `sample  1: kamon`; the name may be empty. */
const SAMPLE_LINE = /^\s*sample\s+(\d{1,15}):(?: (.*))?$/;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
/** Infinity as C, Python, Rust, Go, Java and JavaScript print it. */
const INFINITE = /^([-+]?)inf(?:inity)?$/i;

/**
 * Reads a line of a log in microgpt.py's own format (spec/traces.md).
 *
 * @param line - without its end
 * @returns what it says, or null where it says nothing of losses or samples
 */
export function readEvent(line: string): LogEvent | null {
  const step = STEP_LINE.exec(line);
  if (step) {
    const [, number, num_steps, text] = step;
    return { kind: 'loss', step: Number(number), num_steps: Number(num_steps), value: numberOf(text), text };
  }
  const sample = SAMPLE_LINE.exec(line);
  return sample ? { kind: 'sample', index: Number(sample[1]), name: (sample[2] ?? '').trim() } : null;
}

function numberOf(text: string): number {
  if (NUMBER.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return NaN;
}
