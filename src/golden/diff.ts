import { canonicalLosses, canonicalSamples } from './canonical.ts';
import { compareLosses, compareSamples, type LossComparison, type SampleComparison } from './compare.ts';
import type { Golden } from './folder.ts';
import { jsonFloat } from './json.ts';
import { type Reading, readTrace, type Trace } from './log/trace.ts';
import { reachesEnd, type Verdict, verdictOf } from './verdict.ts';

/** A log beside the golden run. */
export interface Diff {
  readonly verdict: Verdict;
  /** Number of steps that the golden run has. */
  readonly num_steps: number;
  readonly trace: Trace;
  readonly losses: LossComparison;
  /** null where the log has no samples. */
  readonly samples: SampleComparison | null;
  /** Whether the samples count: they do where the log goes on to the end of the golden run. */
  readonly samplesJudged: boolean;
}

/**
 * Reads a log and compares it with the canonical run.
 *
 * @param chunks - the log's bytes
 * @param golden - the golden folder
 * @param reading - how to read the log
 * @throws GoldenFault where the golden data cannot be used
 */
export async function diffWithCanonical(
  chunks: AsyncIterable<Uint8Array>,
  golden: Golden,
  reading: Reading = {},
): Promise<Diff> {
  const expected = canonicalLosses(golden);
  const names = canonicalSamples(golden).map(({ name }) => name);
  const trace = await readTrace(chunks, { steps: expected.length, samples: names.length }, reading);
  const losses = compareLosses(trace, expected);
  const samples = compareSamples(trace, names);
  const samplesJudged = samples !== null && reachesEnd(trace, expected.length);
  const verdict = verdictOf(losses, samplesJudged ? samples : null);
  return { verdict, num_steps: expected.length, trace, losses, samples, samplesJudged };
}

/** What `diff --json` writes (spec/traces.md). */
export function diffJson({ verdict, losses, samples }: Diff): object {
  const first = losses.firstDivergence;
  return {
    verdict,
    stepsCompared: losses.steps,
    firstDivergence: first && {
      step: first.step,
      expected: jsonFloat(first.expected),
      got: jsonFloat(first.got),
      delta: jsonFloat(first.delta),
    },
    maxAbsDelta: jsonFloat(losses.maxAbsDelta),
    printedDigits: losses.format.decimals,
    samples: samples && { compared: samples.compared, equal: samples.equal },
    diagnosis: [],
  };
}
