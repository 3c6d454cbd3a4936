import { repr } from '../golden/runOutput.ts';
import type { ComparedLoss } from './compare.ts';
import { diagnosisLines } from './diagnosisLines.ts';
import type { Diff } from './diff.ts';
import type { LogDiff } from './diffLog.ts';
import { decimalsOf } from './log/printed.ts';
import type { Trace } from './log/readLog.ts';
import { reachesEnd } from './verdict.ts';

/** Digits of a delta that are shown. */
const DELTA_DIGITS = 2;
/** The most that `toFixed` takes. */
const MOST_DECIMALS = 100;
/** Characters of a log's own text that a line shows. */
const MOST_SHOWN = 60;
/** Formats other than microgpt.py's own. */
const FORMAT_WORDS: Readonly<Record<Exclude<NonNullable<Trace['format']>, 'microgpt'>, string>> = {
  csv: 'a table with a header (--format csv)',
  jsonl: 'JSON Lines (--format jsonl)',
  pairs: 'a step and a loss a line (--format pairs)',
  numbers: 'one loss a line, from step 1 on (--format numbers)',
  pattern: 'the pattern says',
};
const MORE_DIGITS =
  'print losses with 17 significant digits (C %.17g, Python repr, Rust {:?}, Go -1) to have the class';

/**
 * What `diff` prints: a few lines for a person, and the verdict in the last.
 *
 * @returns lines without their ends
 */
export function summaryLines(diff: LogDiff): string[] {
  if (diff.losses.steps === 0) {
    return [
      `${withoutLosses(diff)}; a line of it looks like this: step    1 / 1000 | loss 3.3660`,
      ...noteLines(diff),
      ...sampleLines(diff),
      verdictLine(diff),
    ];
  }
  return [
    lossLine(diff),
    ...divergenceLines(diff),
    ...diagnosisLines(diff),
    ...noteLines(diff),
    ...sampleLines(diff),
    ...adviceLines(diff),
    verdictLine(diff),
  ];
}

/** A start that is read wrongly shows in step 1, and is no known mistake. */
function adviceLines({ losses, diagnosis, dumpAdvice }: LogDiff): readonly string[] {
  const isExplained = (diagnosis?.explanations.length ?? 0) > 0;
  return losses.firstDivergence?.step === 1 && !isExplained ? dumpAdvice : [];
}

function verdictLine({ verdict }: Diff): string {
  return `verdict: ${verdict}`;
}

function lossLine({ losses, expected }: Diff): string {
  const { decimals } = losses.format;
  return `losses: ${losses.steps} of ${expected.config.num_steps} steps compared, ${decimals} decimals printed, max |delta| ${shortDelta(losses.maxAbsDelta)}`;
}

/** Why there is nothing to compare. */
function withoutLosses({ trace, expected }: Diff): string {
  if (trace.bytes === 0) return 'the log is empty';
  if (trace.format !== null) return `no loss of steps 1 to ${expected.losses.length} in this log`;
  return `no losses in this log (${trace.bytes} bytes${trace.binary ? ', not text' : ''})`;
}

function divergenceLines({ losses }: Diff): string[] {
  const { firstDivergence: first, divergent, compared } = losses;
  if (first === null) return [];
  return [
    `first divergence: step ${first.step}: expected ${expectedText(first)}, got ${shown(first.text)}, delta ${shortDelta(first.delta)}; ${divergent} of ${compared.length} losses diverge`,
  ];
}

/** What a reader of the verdict should know of the log. */
function noteLines({ verdict, trace, losses, samples, expected, dumpNotes }: LogDiff): string[] {
  const { num_steps } = expected.config;
  const notes: string[] = [...dumpNotes];
  if (trace.format !== null && trace.format !== 'microgpt')
    notes.push(`losses are read as ${FORMAT_WORDS[trace.format]}`);
  if (trace.zeroBased) notes.push('the log counts steps from 0: its step 0 is compared with step 1, and so on');
  if (verdict === 'printed') {
    if (losses.beyondF64 > 0) notes.push(`${losses.beyondF64} losses are rounded the other way, as float32 does`);
    notes.push(`${losses.format.decimals} decimals do not tell the precision class: ${MORE_DIGITS}`);
  }
  if (trace.num_steps !== null && trace.num_steps !== num_steps) {
    notes.push(`the log is of ${trace.num_steps} steps, the run of ${num_steps}: their learning rates differ`);
  }
  if (expected.judged < expected.losses.length) {
    notes.push(
      `judged up to step ${expected.judged}: from ${expected.judged + 1} on this start gives other losses with 1 ulp of noise`,
    );
  }
  if (trace.repeated > 0) notes.push(`${trace.repeated} lines are of a step that came before; all are compared`);
  if (trace.outOfOrder > 0) notes.push(`${trace.outOfOrder} lines are of a step below the one before`);
  const { outside } = trace;
  const beyond = [...trace.losses.keys()].filter((step) => step > expected.losses.length).length + outside.losses;
  if (beyond > 0) {
    const known = expected.losses.length;
    const dataset = known < num_steps ? `; step ${known + 1} needs the dataset (--input names.txt)` : '';
    notes.push(`${beyond} losses are of steps outside 1 to ${known}: not compared${dataset}`);
  }
  const samplesSayIt = samples !== null && samples.equal < samples.compared;
  if (losses.steps > 0 && !samplesSayIt && !reachesEnd(trace, num_steps)) {
    notes.push(`the log ends at step ${lastStep(losses.compared)}, the run at ${num_steps}`);
  }
  if (outside.samples > 0) notes.push(`${outside.samples} samples are beyond the golden ones: not compared`);
  return notes.map((note) => `note: ${note}`);
}

function sampleLines({ samples, samplesJudged, losses, trace, expected }: Diff): string[] {
  if (expected.samples === null && trace.samples.size > 0) {
    return [`samples: ${trace.samples.size} in this log; not compared, for they are drawn from another stream`];
  }
  if (samples === null) return ['samples: none in this log'];
  const { compared, equal, firstDifference } = samples;
  const lines = [`samples: ${equal} of ${compared} equal`];
  if (firstDifference) {
    const { index, expected, got } = firstDifference;
    lines[0] += `; the first that differs is sample ${index}: expected ${expected}, got ${got === '' ? 'nothing' : shown(got)}`;
    if (!samplesJudged) lines.push(`note: the log ends at step ${lastStep(losses.compared)}, so samples do not count`);
  }
  return lines;
}

/** The golden loss in full, and before it to as many digits as the log has. */
function expectedText({ expected, got, text }: ComparedLoss): string {
  const decimals = decimalsOf(text);
  const rounds = Number.isFinite(got) && decimals < decimalsOf(repr(expected));
  return rounds ? `${expected.toFixed(Math.min(decimals, MOST_DECIMALS))} (${repr(expected)})` : repr(expected);
}

/** Text from a log, safe and short enough for a line on a terminal. */
function shown(text: string): string {
  return text.slice(0, MOST_SHOWN).replace(/\p{C}/gu, '?');
}

function shortDelta(delta: number): string {
  return delta === 0 || !Number.isFinite(delta) ? repr(delta) : delta.toExponential(DELTA_DIGITS - 1);
}

function lastStep(compared: readonly ComparedLoss[]): number {
  return compared.at(-1)?.step ?? 0;
}
