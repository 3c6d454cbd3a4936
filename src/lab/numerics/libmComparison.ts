import { patchedReference } from '../../deviations/compiledReference.ts';
import * as correct from '../../libm/correctRounding.ts';
import { flatten } from '../../port/flatten.ts';
import { ulps } from '../../port/precision.ts';
import { CANONICAL } from '../../reference/config.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import type { CanonicalRun } from './canonicalRun.ts';
import { recorded } from './libm.ts';
import { withLibm } from './variants.ts';
import { wholeRunOf } from './wholeRun.ts';

/** How V8's result compares with the correctly rounded one, for one function. */
export interface LibmRow {
  readonly function: string;
  readonly inputs: string;
  readonly count: number;
  /** On how many inputs the results differ. */
  readonly wrong: number;
  /** By how many ulp at most. */
  readonly ulps: number;
}

/** How many of the initial parameters differ, drawn from the same uniforms. */
export interface GaussRow {
  readonly title: string;
  readonly count: number;
  readonly different: number;
  readonly ulps: number;
}

const TWO_PI = 2 * Math.PI;
const UNIFORM_INPUTS = 20_000;
const UNIFORM_SEED = 1;

/**
 * Compares V8's functions with correct rounding: exp, log and pow on arguments that the canonical run has, sin and cos
 * as `gauss` uses them.
 */
export async function compareLibm(canonical: CanonicalRun): Promise<LibmRow[]> {
  recorded.clear();
  wholeRunOf(await patchedReference(withLibm({ kind: 'record' })), canonical);
  const ofTheRun = [...recorded].map(([name, args]) => row(name, 'of the run', args));
  const random = new Random(UNIFORM_SEED);
  const angles = Array.from({ length: UNIFORM_INPUTS }, () => random.random() * TWO_PI);
  return [
    ...ofTheRun.sort((a, b) => (a.function < b.function ? -1 : 1)),
    row('sin x', 'uniform in [0, 2 pi)', angles),
    row('cos x', 'uniform in [0, 2 pi)', angles),
    ...[CANONICAL.beta1, CANONICAL.beta2].map(powersOf),
  ];
}

/** beta^n, as the bias correction takes it at step n. */
function powersOf(beta: number): LibmRow {
  const distances = Array.from({ length: CANONICAL.num_steps }, (_, i) =>
    ulps(beta ** (i + 1), correct.pow(beta, i + 1)),
  );
  return summary(`${beta}^n`, 'n = 1 to 1000', distances);
}

function row(name: string, inputs: string, args: readonly number[]): LibmRow {
  const distances = args.map((x) => ulps(evaluate(name, Math, x), evaluate(name, correct, x)));
  return summary(name, inputs, distances);
}

function summary(name: string, inputs: string, distances: readonly number[]): LibmRow {
  return {
    function: name,
    inputs,
    count: distances.length,
    wrong: distances.filter((distance) => distance > 0).length,
    ulps: distances.reduce((most, distance) => Math.max(most, distance), 0),
  };
}

type Functions = Pick<typeof correct, 'exp' | 'log' | 'sin' | 'cos' | 'pow'>;

function evaluate(name: string, { exp, log, sin, cos, pow }: Functions, x: number): number {
  switch (name) {
    case 'exp x':
      return exp(x);
    case 'ln x':
      return log(x);
    case 'sin x':
      return sin(x);
    case 'cos x':
      return cos(x);
    default:
      return pow(x, Number(name.slice('x^'.length)));
  }
}

/** Draws the canonical run's initial parameters once more, with V8's functions and with correctly rounded ones. */
export function compareGauss(canonical: CanonicalRun): GaussRow[] {
  const golden = flatten(canonical.initial);
  const vocab_size = canonical.uchars.length + 1;
  const v8 = flatten(initialParameters(CANONICAL, vocab_size, shuffledStream(canonical)));
  const exactly = correctGauss(shuffledStream(canonical), golden.length);
  return [
    gaussRow("V8's log, sin and cos, against CPython's", v8, golden),
    gaussRow("correctly rounded log, sin and cos, against CPython's", exactly, golden),
    gaussRow("V8's, against correctly rounded", v8, exactly),
  ];
}

function gaussRow(title: string, a: readonly number[], b: readonly number[]): GaussRow {
  const distances = a.map((x, i) => ulps(x, b[i]));
  return {
    title,
    count: a.length,
    different: distances.filter((distance) => distance > 0).length,
    ulps: distances.reduce((most, distance) => Math.max(most, distance), 0),
  };
}

function shuffledStream(canonical: CanonicalRun): Random {
  const random = new Random(CANONICAL.seed);
  random.shuffle(new Array(canonical.num_docs).fill(0));
  return random;
}

/** random.6 and random.7 with other functions. */
function correctGauss(random: Random, count: number): number[] {
  const draws: number[] = [];
  while (draws.length < count) {
    const x2pi = random.random() * TWO_PI;
    const g2rad = Math.sqrt(-2 * correct.log(1 - random.random()));
    draws.push(correct.cos(x2pi) * g2rad * CANONICAL.std, correct.sin(x2pi) * g2rad * CANONICAL.std);
  }
  return draws.slice(0, count);
}
