import type { Deviation } from '../deviations/deviation.ts';
import { powerText } from '../golden/ensemble.ts';
import type { Diagnosis } from './diagnosis/search.ts';
import type { Explanation } from './diagnosis/trials.ts';
import type { Diff } from './diff.ts';
import type { CurveHealth } from './health/health.ts';
import type { Smoothing } from './health/smoothed.ts';

/** Decimals of a loss that are shown. */
const DECIMALS = 3;
/** Explanations that are shown; all are in the JSON. */
const MOST_EXPLANATIONS = 5;

/** What `diff` says of the mistakes that explain a log. */
export function diagnosisLines(diff: Diff): string[] {
  const { verdict, losses, diagnosis, samplesDiagnosis, smoothed } = diff;
  if (smoothed !== null) return [smoothedLine(smoothed)];
  if (samplesDiagnosis.length > 0) {
    return [
      'explained by, as all samples of the log are its:',
      ...samplesDiagnosis.flatMap((deviation) => mistakeLines([deviation])),
    ];
  }
  if (diagnosis === null) return otherStartLines(diff);
  if (diagnosis.explanations.length > 0) return explanationLines(diagnosis, losses.format.decimals);
  if (verdict === 'f32') return [];
  return [nothingLine(diagnosis), ...otherStartLines(diff)];
}

function explanationLines({ explanations }: Diagnosis, decimals: number): string[] {
  const [best, ...others] = explanations.slice(0, MOST_EXPLANATIONS);
  const hidden = explanations.length - 1 - others.length;
  return [
    `explained by ${best.deviations.length === 1 ? 'a known mistake' : `${best.deviations.length} known mistakes together`}: ${agreement(best, decimals)}`,
    ...mistakeLines(best.deviations),
    ...others.flatMap((other) => [
      `or by ${other.deviations.map(({ title, id }) => `${title} (${id})`).join(' with ')}: ${agreement(other, decimals)}`,
    ]),
    ...(hidden > 0 ? [`and ${hidden} more; --json has them all`] : []),
  ];
}

function agreement({ comparison, precision }: Explanation, decimals: number): string {
  const { steps, beyondF64 } = comparison;
  if (precision !== 'printed') return `all ${steps} losses agree in class ${precision}`;
  const noise = beyondF64 > 0 ? `, ${beyondF64} of them rounded the other way` : '';
  return `all ${steps} losses agree to their ${decimals} decimals${noise}`;
}

function mistakeLines(deviations: readonly Deviation[]): string[] {
  return deviations.flatMap(({ id, clause, title, explanation }) => [
    `  ${title} (${id}; npx microgpt-spec explain ${clause})`,
    `    ${explanation}`,
  ]);
}

function nothingLine({ tried, extent }: Diagnosis): string {
  const count = tried.toLocaleString('en');
  switch (extent) {
    case 'too-short':
      return 'not explained: the log says too little to tell one mistake from another; print more losses, and more digits';
    case 'singles':
      return `not explained: none of the ${count} known mistakes that were tried gives this log`;
    case 'combinations':
      return `not explained: none of ${count} mistakes and combinations that were tried gives this log`;
    case 'time':
      return `not explained: none of ${count} mistakes and combinations that were tried gives this log; the time was up`;
  }
}

/** An average is no mistake of the run; what is to be printed is the loss itself. */
function smoothedLine(smoothed: Smoothing): string {
  const { steps } = smoothed;
  const what =
    smoothed.kind === 'exponential'
      ? `an exponential average of them, beta ${smoothed.beta.toPrecision(DECIMALS)}`
      : `the mean of ${smoothed.length === null ? 'all losses so far' : `the last ${smoothed.length}`}`;
  return `these are the right losses smoothed: all ${steps} agree with ${what}; print the loss of each step itself`;
}

/** What to do where the run starts elsewhere: most ports have a random generator of their own. */
function otherStartLines({ verdict, expected, health }: Diff): string[] {
  if (verdict !== 'different-start' || expected.source === 'log') return [];
  return [
    "the run starts elsewhere: other initial parameters or documents, as a random generator other than Python's gives",
    ...(health === null ? [] : [healthLine(health)]),
    'to compare it all the same, have the port write its initial parameters (17 digits, in the order of state_dict) and',
    'its documents in training order, one a line (README, door 1): microgpt-spec diff LOG --params params.txt --docs docs.txt',
  ];
}

function healthLine(health: CurveHealth): string {
  if (health.kind === 'not-judged') return `its curve is not judged: ${health.reason}`;
  const worst = health.statistics.toSorted((a, b) => a.p - b.p)[0];
  const figure = `${worst.id}: ${worst.value.toFixed(DECIMALS)}, right runs ${worst.expected.toFixed(DECIMALS)}`;
  return `its curve ${health.word} (${figure}); a weak test: ${powerText(health)}`;
}
