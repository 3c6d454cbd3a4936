import type { Deviation } from '../deviations/deviation.ts';
import { FAMILIES } from '../deviations/families.ts';
import { CANONICAL } from '../reference/config.ts';
import type { Explanation, FittedValue } from './diagnosis/explanations.ts';
import type { Diagnosis } from './diagnosis/search.ts';
import type { Diff } from './diff.ts';
import type { Smoothing } from './health/smoothed.ts';
import { stageLines } from './stage.ts';

/** Decimals of a loss that are shown. */
const DECIMALS = 3;
/** Where a log tells so many values of a family apart, only one of them is a number that people choose. */
const ONE_VALUE = 1000;
/** Digits that give every double back. */
const MOST_DIGITS = 17;
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
    ...mistakeLines(best.deviations, best.fitted),
    ...others.map((other) => {
      const names = other.deviations.map((deviation) => `${titleOf(deviation, other.fitted)} (${deviation.id})`);
      return `or by ${names.join(' with ')}: ${agreement(other, decimals)}`;
    }),
    ...(hidden > 0 ? [`and ${hidden} more; --json has them all`] : []),
  ];
}

function agreement({ comparison, precision }: Explanation, decimals: number): string {
  const { steps, beyondF64 } = comparison;
  if (precision !== 'printed') return `all ${steps} losses agree in class ${precision}`;
  const noise = beyondF64 > 0 ? `, ${beyondF64} of them rounded the other way` : '';
  return `all ${steps} losses agree to their ${decimals} decimals${noise}`;
}

function mistakeLines(deviations: readonly Deviation[], fitted: readonly FittedValue[] = []): string[] {
  return deviations.flatMap((deviation) => [
    `  ${titleOf(deviation, fitted)} (${deviation.id}; npx microgpt-spec explain ${deviation.clause})`,
    `    ${explanationOf(deviation, fitted)}`,
  ]);
}

/** What the catalogue says of a value is said where the digits leave no other. */
function explanationOf({ id, explanation }: Deviation, fitted: readonly FittedValue[]): string {
  const value = fitted.find((one) => one.id === id);
  const family = FAMILIES.find((one) => one.id === value?.family);
  if (value === undefined || family === undefined || value.values >= ONE_VALUE) return explanation;
  return family.right === null ? 'microgpt.py has no such number.' : `It is ${family.right} in microgpt.py.`;
}

/** Of a number the value that fits best, and those between which the digits fit: no more is known. */
function titleOf({ id, title }: Deviation, fitted: readonly FittedValue[]): string {
  const value = fitted.find((one) => one.id === id);
  if (value === undefined) return title;
  const { family, best, least, most } = value;
  const name = FAMILIES.find((one) => one.id === family)?.title ?? title;
  const [low, high] = [digits(least), digits(most)];
  const range = low === high ? `within ${digits(most - least)}` : `${low} to ${high} fit the digits`;
  return `${name} near ${shortest(best, least, most)} (${range})`;
}

/** With the fewest digits that still fit. */
function shortest(best: number, least: number, most: number): string {
  for (let precision = 1; precision < MOST_DIGITS; precision++) {
    const value = Number(best.toPrecision(precision));
    if (value >= least && value <= most) return String(value);
  }
  return String(best);
}

function digits(value: number): string {
  return String(Number(value.toPrecision(DECIMALS)));
}

function nothingLine({ tried, extent, more, weak }: Diagnosis): string {
  const count = tried.toLocaleString('en');
  if (weak > 0) {
    return `not explained: ${weak} of ${count} known mistakes and combinations give this log, which says too little to tell them from others of as small an effect; print more losses, and more digits`;
  }
  const none = `not explained: none of ${count} mistakes and combinations that were tried gives this log`;
  switch (extent) {
    case 'too-short':
      return 'not explained: the log says too little to tell one mistake from another; print more losses, and more digits';
    case 'singles':
      return `not explained: none of the ${count} known mistakes that were tried gives this log${more ? '; --search tries two and three together' : ''}`;
    case 'combinations':
      return none;
    case 'budget':
      return `${none}; no more are tried in one search`;
    case 'time':
      return `${none}; the time was up: on a faster machine more are tried`;
  }
}

/** A short log does not tell the mean of all losses from that of many. */
function allSoFar(steps: number): string {
  return `all losses so far${steps < CANONICAL.num_steps ? `, or of the last ${steps} and more` : ''}`;
}

/** An average is no mistake of the run; what is to be printed is the loss itself. */
function smoothedLine(smoothed: Smoothing): string {
  const { steps } = smoothed;
  const what =
    smoothed.kind === 'exponential'
      ? `an exponential average of them, beta ${smoothed.beta.toPrecision(DECIMALS)}`
      : `the mean of ${smoothed.length === null ? allSoFar(steps) : `the last ${smoothed.length}`}`;
  return `these are the right losses smoothed: all ${steps} agree with ${what}; print the loss of each step itself`;
}

/** A curve that no right run has gives a mistake away; one that right runs have says nothing, and so nothing is said. */
function unusualLines({ health }: Diff): string[] {
  if (health?.kind !== 'judged' || !health.unusual) return [];
  const worst = health.statistics.toSorted((a, b) => a.p - b.p)[0];
  const figure = `${worst.id}: ${worst.value.toFixed(DECIMALS)}, right runs ${worst.expected.toFixed(DECIMALS)}`;
  return [`its curve looks unusual too (${figure}): of right runs from other starts, one in a hundred does`];
}
