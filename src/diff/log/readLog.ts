import { Detector } from './detect.ts';
import type { FormatName, LineReader } from './formats/format.ts';
import { LineSplitter } from './lines.ts';
import type { LossEvent } from './log.ts';
import { Samples } from './samples.ts';

/** What a log says of a run, as far as there are golden values to compare with. */
export interface Trace {
  /** The losses by step, from 1: one, or the different ones where the log has a step more than once. */
  readonly losses: ReadonlyMap<number, readonly LossEvent[]>;
  /** The name of each sample, from 1; the last, where the log has a sample more than once. */
  readonly samples: ReadonlyMap<number, string>;
  /** Number of steps that the log says there are, in its first loss; null without losses, or where it does not say. */
  readonly num_steps: number | null;
  /** Lines of a step that had come before. */
  readonly repeated: number;
  /** Lines of a step smaller than that of the line before. */
  readonly outOfOrder: number;
  /** Lines of losses and samples outside the golden run. */
  readonly outside: { readonly losses: number; readonly samples: number };
  /** Training losses that the log shows and `losses` has not, since they could not be read or placed; none by default. */
  readonly unread?: number;
  /** Whether the log counts steps from 0; they count from 1 here all the same. */
  readonly zeroBased: boolean;
  /** The form that its losses are in (spec/traces.md); null without losses. */
  readonly format: FormatName | 'pattern' | null;
  /** Length of the log. */
  readonly bytes: number;
  /** Whether zero bytes are in it: then it is no text. */
  readonly binary: boolean;
}

/** What there is to compare with: steps and samples beyond are counted, not kept. */
export interface TraceLimits {
  readonly steps: number;
  readonly samples: number;
}

/** How to read a log. */
export interface Reading {
  /** The format, or a reader made of a pattern; found by itself where it is not given. */
  readonly format?: FormatName | LineReader;
  /** Is told the step of each loss, as the log counts. */
  readonly onStep?: (step: number) => void;
}

/**
 * Reads a log to its end.
 *
 * @param chunks - its bytes, cut anywhere
 * @param limits - size of the golden run
 */
export async function readTrace(
  chunks: AsyncIterable<Uint8Array>,
  limits: TraceLimits,
  { format, onStep }: Reading = {},
): Promise<Trace> {
  const splitter = new LineSplitter();
  const detector = new Detector(format ?? null, limits.steps);
  const samples = new Samples(limits.samples);
  const take = (line: string, ended: boolean) => {
    const event = detector.take(line, ended);
    if (event?.kind === 'loss') {
      samples.lossSeen();
      onStep?.(event.step);
    } else if (event?.kind === 'sample') samples.add(event);
    else samples.take(line);
  };
  for await (const chunk of chunks) for (const line of splitter.push(chunk)) take(line, true);
  take(splitter.end(), false);
  return traceOf(splitter, detector, samples);
}

function traceOf({ bytes, binary }: LineSplitter, detector: Detector, samples: Samples): Trace {
  const { format, losses } = detector.best(binary);
  const steps = losses.fromOne();
  const names = samples.fromOne();
  return {
    losses: steps.kept,
    samples: names.kept,
    num_steps: losses.num_steps,
    repeated: losses.repeated,
    outOfOrder: losses.outOfOrder,
    outside: { losses: losses.outside + steps.beyond, samples: samples.outside + names.beyond },
    zeroBased: steps.zeroBased,
    format,
    bytes,
    binary,
  };
}
