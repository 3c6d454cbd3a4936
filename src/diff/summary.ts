import { repr } from '../golden/runOutput.ts';
import { shownOnLine } from '../port/shown.ts';
import type { ComparedLoss } from './comparedLoss.ts';
import { diagnosisLines } from './diagnosisLines.ts';
import { dialectLines } from './dialects/dialectLine.ts';
import type { Diff } from './diff.ts';
import type { LogDiff } from './diffLog.ts';
import { extentNotes } from './extentNotes.ts';
import { laterRunNotes } from './laterRuns.ts';
import { lossDigits } from './log/printed.ts';
import { otherStartLines, TELLING_SAMPLES } from './otherStart.ts';
import { verdictText } from './verdict.ts';

/** Digits of a delta that are shown. */
const DELTA_DIGITS = 2;
/** The most that `toFixed` takes. */
const MOST_DECIMALS = 100;
/** Characters of a log's own text that a line shows. */
const MOST_SHOWN = 60;
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
      `${withoutLosses(diff)}; a line that is read looks like this: step    1 / 1000 | loss 3.3660`,
      ...diff.trace.advice,
      ...noteLines(diff),
      ...sampleLines(diff),
      ...samplesAloneLines(diff),
      verdictLine(diff),
    ];
  }
  return [...beginningLines(diff), ...endLines(diff)];
}

/** The answer as far as it is there before mistakes are looked for, of a log with losses: how far it agrees, and what to do. */
export function beginningLines(diff: Diff): string[] {
  return [lossLine(diff), ...dialectLines(diff), ...divergenceLines(diff), ...otherStartLines(diff)];
}

/** What follows the beginning: the mistakes that explain the log, notes, samples, advice on dumps, and the verdict. */
export function endLines(diff: LogDiff): string[] {
  return [...diagnosisLines(diff), ...noteLines(diff), ...sampleLines(diff), ...adviceLines(diff), verdictLine(diff)];
}

/** A start that is read wrongly shows in step 1, and is no known mistake. */
function adviceLines({ losses, diagnosis, dumpAdvice }: LogDiff): readonly string[] {
  const isExplained = (diagnosis?.explanations.length ?? 0) > 0;
  return losses.firstDivergence?.step === 1 && !isExplained ? dumpAdvice : [];
}

function verdictLine(diff: Diff): string {
  return `verdict: ${verdictText(diff)}`;
}

function lossLine({ losses, expected }: Diff): string {
  const { decimals } = losses.format;
  const count = losses.compared.length;
  const all = count > losses.steps ? ` (${count} losses, for some steps have several)` : '';
  return `losses: ${losses.steps} of ${expected.config.num_steps} steps compared${all}, ${decimals} decimals printed, max |delta| ${shortDelta(losses.maxAbsDelta)}`;
}

/** Why there is nothing to compare. */
function withoutLosses({ trace, expected, judged }: Diff): string {
  if (expected.log !== null && expected.losses.length === 0)
    return 'the other log, behind --against, has no losses that can be read';
  if (trace.bytes === 0) return 'the log is empty';
  if (judged.isCut) return 'no loss of this log can be judged: from this start rounding alone decides from step 1 on';
  if (trace.format !== null) return `no loss of steps 1 to ${expected.losses.length} in this log`;
  return `no losses in this log (${trace.bytes} bytes${trace.binary ? ', not text' : ''})`;
}

function divergenceLines({ verdict, losses }: Diff): string[] {
  const { firstDivergence: first, departures, divergent, compared, own } = losses;
  const { f64, f32 } = departures;
  if (first === null && (verdict !== 'f32' || own === 'f32')) return [];
  const stays = f32 === null ? 'and stays within f32' : `f32 at step ${f32.step}`;
  const departed =
    f64 === null || f64.step === f32?.step
      ? []
      : [`departures: it leaves f64 at step ${f64.step} (delta ${shortDelta(f64.delta)}), ${stays}`];
  if (first === null) return departed;
  return [
    `first divergence: step ${first.step}: expected ${expectedText(first)}, got ${shownOnLine(first.text, MOST_SHOWN)}, delta ${shortDelta(first.delta)}; ${divergent} of ${compared.length} losses diverge`,
    ...departed,
  ];
}

/** What a reader of the verdict should know of the log. */
function noteLines(diff: LogDiff): string[] {
  const { verdict, trace, losses, expected, dumpNotes } = diff;
  const notes: string[] = [...dumpNotes, ...trace.notes, ...laterRunNotes({ trace, expected })];
  if (trace.zeroBased) notes.push('the log counts steps from 0: its step 0 is compared with step 1, and so on');
  if (verdict === 'printed') {
    if (losses.beyondF64 > 0) notes.push(`${losses.beyondF64} losses are rounded the other way, as float32 does`);
    const digits = expected.log === null ? `${losses.format.decimals} decimals` : 'the digits of the two logs';
    notes.push(`${digits} do not tell the precision class: ${MORE_DIGITS}`);
  }
  if (trace.repeated > 0) notes.push(`${trace.repeated} lines are of a step that came before; all are compared`);
  if (trace.outOfOrder > 0) notes.push(`${trace.outOfOrder} lines are of a step below the one before`);
  return [...notes, ...extentNotes(diff)].map((note) => `note: ${note}`);
}

function sampleLines({ samples, samplesJudged, losses, judged, trace, expected }: Diff): string[] {
  if (expected.samples === null && trace.samples.size > 0) {
    if (expected.log !== null) return [`samples: ${trace.samples.size} in this log, none in the other`];
    return [`samples: ${trace.samples.size} in this log; not compared, for they are drawn from another stream`];
  }
  if (samples === null) return [`samples: none in this log${trace.samples.size > 0 ? ' can be compared' : ''}`];
  const { compared, equal, firstDifference } = samples;
  const lines = [`samples: ${equal} of ${compared} equal`];
  if (firstDifference) {
    const { index, expected, got } = firstDifference;
    lines[0] += `; the first that differs is sample ${index}: expected ${expected}, got ${got === '' ? 'nothing' : shownOnLine(got, MOST_SHOWN)}`;
    const why = judged.isCut ? 'rounding decides before the end' : `the log ends at step ${lastStep(losses.compared)}`;
    if (!samplesJudged) lines.push(`note: ${why}, so samples do not count`);
  }
  return lines;
}

/** Samples say much of a run whose losses are not there. */
function samplesAloneLines({ samples }: Diff): string[] {
  if (samples === null || samples.equal < Math.max(samples.compared, TELLING_SAMPLES)) return [];
  return [
    `note: equal samples are strong evidence: ${samples.equal} equal names need the same run, its random numbers included; print the losses to have a verdict`,
  ];
}

/** The golden loss in full, and before it to as many digits as the log has. */
function expectedText({ expected, got, text }: ComparedLoss): string {
  const { decimals } = lossDigits(text);
  const rounds = Number.isFinite(got) && decimals < lossDigits(repr(expected)).decimals;
  return rounds ? `${expected.toFixed(Math.min(decimals, MOST_DECIMALS))} (${repr(expected)})` : repr(expected);
}

function shortDelta(delta: number): string {
  return delta === 0 || !Number.isFinite(delta) ? repr(delta) : delta.toExponential(DELTA_DIGITS - 1);
}

function lastStep(compared: readonly ComparedLoss[]): number {
  return compared.at(-1)?.step ?? 0;
}
