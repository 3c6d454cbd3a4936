import type { Deviation } from '../deviations/deviation.ts';
import type { Diagnosis } from './diagnosis/search.ts';
import type { Explanation } from './diagnosis/trials.ts';
import type { Diff } from './diff.ts';
import type { Smoothing } from './health/smoothed.ts';
import { stageLines } from './stage.ts';

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
  if (diagnosis === null) return [];
  if (diagnosis.explanations.length > 0) return explanationLines(diagnosis, losses.format.decimals);
  if (verdict === 'f32') return [];
  return [nothingLine(diagnosis), ...unusualLines(diff), ...stageLines(diff)];
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

function nothingLine({ tried, extent, more }: Diagnosis): string {
  const count = tried.toLocaleString('en');
  switch (extent) {
    case 'too-short':
      return 'not explained: the log says too little to tell one mistake from another; print more losses, and more digits';
    case 'singles':
      return `not explained: none of the ${count} known mistakes that were tried gives this log${more ? '; --search tries two and three together, up to 28 s' : ''}`;
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

/** A curve that no right run has gives a mistake away; one that right runs have says nothing, and so nothing is said. */
function unusualLines({ health }: Diff): string[] {
  if (health?.kind !== 'judged' || !health.unusual) return [];
  const worst = health.statistics.toSorted((a, b) => a.p - b.p)[0];
  const figure = `${worst.id}: ${worst.value.toFixed(DECIMALS)}, right runs ${worst.expected.toFixed(DECIMALS)}`;
  return [`its curve looks unusual too (${figure}): of right runs from other starts, one in a hundred does`];
}
