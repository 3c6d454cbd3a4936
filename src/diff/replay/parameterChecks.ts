import { flatten } from '../../port/flatten.ts';
import type { Config } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { FLOAT32_DIGITS, isFloat32 } from '../float32.ts';

/**
 * How many standard errors are too many. A statistic of a right start lies beyond 5 of its own once in 1.7 million
 * times, so that the few dozen looked at here raise no false alarm in 10,000 ports.
 */
const BOUND = 5;
/** Values of std that ports have, and what they are. */
const OTHER_STD: readonly (readonly [std: number, reading: string])[] = [
  [0.02, "0.02 is the early revision's and GPT-2's (--dialect early, --std 0.02)"],
  [0.8, '0.8 is 0.08 with a digit lost'],
];
/** E[z^4] of a normal variable, and of a uniform one, of variance 1. */
const NORMAL_KURTOSIS = 3;
const UNIFORM_KURTOSIS = 9 / 5;
/** Variance of the sample kurtosis of k normals, times k. */
const KURTOSIS_VARIANCE = 24;
/** Bits of a float16's significand; a bfloat16 has 8. */
const HALF_BITS = 11;

/** One matrix, all its entries. */
interface Entries {
  readonly name: string;
  readonly values: readonly number[];
}

/**
 * What a replay cannot see in initial parameters, since it starts from them: whether they are drawn as microgpt.py draws
 * them (parameters.3, parameters.10, parameters.11).
 *
 * @param state_dict - the parameters, all finite
 * @param config - std and std_residual
 * @returns a sentence for each oddity; none for a right start
 */
export function parameterNotes(state_dict: StateDict, config: Config): string[] {
  const matrices = Object.entries(state_dict).map(([name, rows]) => ({ name, values: rows.flat() }));
  return [
    ...spreadNotes(matrices, config),
    ...meanNotes(matrices),
    ...shapeNotes(matrices),
    ...sharedNotes(matrices),
    ...precisionNotes(flatten(state_dict)),
  ];
}

/**
 * The root mean square r of k normal numbers of mean 0 estimates std: r^2 is std^2 chi^2_k / k, of relative standard
 * error sqrt(2 / k); its root's is half of that, 1 / sqrt(2 k).
 */
function spreadNotes(matrices: readonly Entries[], config: Config): string[] {
  const isNear = (std: number, { values }: Entries) =>
    Math.abs(rms(values) - std) <= (BOUND * std) / Math.sqrt(2 * values.length);
  const wrong = matrices
    .map((matrix) => ({ ...matrix, std: stdOf(matrix.name, config) }))
    .filter((matrix) => !isNear(matrix.std, matrix))
    .map((matrix) => ({ ...matrix, known: OTHER_STD.find(([std]) => isNear(std, matrix))?.[1] ?? '' }));
  const groups = new Map<string, (typeof wrong)[number][]>();
  for (const matrix of wrong) {
    const key = `${matrix.known} ${matrix.std} ${rms(matrix.values) === 0}`;
    groups.set(key, [...(groups.get(key) ?? []), matrix]);
  }
  return [...groups.values()].map((group) => spreadNote(group, matrices.length));
}

function spreadNote(group: readonly (Entries & { std: number; known: string })[], all: number): string {
  const [{ std, known, values }] = group;
  const name = group.length === all ? 'every matrix' : namesOf(group);
  if (rms(values) === 0) return `params: ${name}: exactly 0 everywhere, where std is ${std} (parameters.3)`;
  const each = group.map((matrix) => rms(matrix.values));
  const [least, most] = [Math.min(...each), Math.max(...each)].map((x) => x.toPrecision(2));
  const range = least === most ? least : `${least} to ${most}`;
  return `params: ${name}: the root mean square is ${range}, where std is ${std}${known && `; ${known}`} (parameters.3)`;
}

/** The mean of k numbers has the standard error rms / sqrt(k). */
function meanNotes(matrices: readonly Entries[]): string[] {
  const wrong = matrices.filter(
    ({ values }) => Math.abs(mean(values)) > (BOUND * rms(values)) / Math.sqrt(values.length),
  );
  if (wrong.length === 0) return [];
  const means = wrong.map(({ values }) => mean(values).toPrecision(2)).join(', ');
  return [`params: ${namesOf(wrong)}: the mean is ${means}, and not 0 (parameters.3)`];
}

/**
 * The fourth moment of all k numbers, each matrix scaled to root mean square 1: 3 for a normal distribution, with
 * standard error sqrt(24 / k); 9/5 for a uniform one.
 */
function shapeNotes(matrices: readonly Entries[]): string[] {
  const scaled = matrices
    .filter(({ values }) => rms(values) > 0)
    .flatMap(({ values }) => {
      const scale = rms(values);
      return values.map((x) => x / scale);
    });
  const kurtosis = mean(scaled.map((z) => z ** NORMAL_KURTOSIS * z));
  const error = Math.sqrt(KURTOSIS_VARIANCE / scaled.length);
  if (!(Math.abs(kurtosis - NORMAL_KURTOSIS) > BOUND * error)) return [];
  const uniform = Math.abs(kurtosis - UNIFORM_KURTOSIS) < Math.abs(kurtosis - NORMAL_KURTOSIS);
  const found = uniform && kurtosis < NORMAL_KURTOSIS ? 'they look uniform' : 'they are drawn otherwise';
  return [`params: the fourth moment is ${kurtosis.toFixed(1)}, and 3 for normal numbers: ${found} (parameters.3)`];
}

/** Matrices with the same numbers; lm_head tied to wte, as in GPT-2. */
function sharedNotes(matrices: readonly Entries[]): string[] {
  return matrices.flatMap((matrix, i) => {
    const twin = matrices.slice(0, i).find((other) => rms(matrix.values) > 0 && equal(other.values, matrix.values));
    return twin === undefined ? [] : [`params: ${matrix.name} has the numbers of ${twin.name} (parameters.10)`];
  });
}

function precisionNotes(values: readonly number[]): string[] {
  if (values.every((x) => x === 0)) return [];
  if (values.every((x) => isBinary(x, HALF_BITS))) {
    return [
      'params: the parameters are 16-bit floats (float16 or bfloat16): where the port computes in more, dump what it computes with',
    ];
  }
  if (values.every(isFloat32)) return ['params: the parameters are float32 numbers'];
  if (values.some((x) => Number(x.toPrecision(FLOAT32_DIGITS)) !== x)) return [];
  return [
    `params: no number has more than ${FLOAT32_DIGITS} significant digits: rounded when dumped, and the losses with them; print 17 (C %.17g)`,
  ];
}

/** Whether a number needs no more than so many bits of significand. */
function isBinary(x: number, bits: number): boolean {
  if (x === 0) return true;
  const scale = 2 ** (bits - 1 - Math.floor(Math.log2(Math.abs(x))));
  return Number.isInteger(x * scale);
}

function stdOf(name: string, config: Config): number {
  return name.endsWith('.attn_wo') || name.endsWith('.mlp_fc2') ? config.std_residual : config.std;
}

function namesOf(matrices: readonly Entries[]): string {
  return matrices.map(({ name }) => name).join(', ');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

function rms(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((x) => x * x)));
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
