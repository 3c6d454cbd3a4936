import { isPart, type Part, type Signature, type ValueType } from './ops.ts';
import { apart, CLASS_TOLERANCE, type Dtype, gamma, relativeDifference, SMALLEST_NORMAL } from './precision.ts';

/** The first place where a result is not what it should be. */
export interface Mismatch {
  /** Where in the result: `grad.layer0.attn_wq[3][1]`. */
  readonly path: string;
  readonly want: string;
  readonly got: string;
  /** How far apart, where both are numbers. */
  readonly distance: string | null;
  /** The share of the larger number that they are apart; 1 where they are no numbers. */
  readonly share: number;
}

/**
 * Compares a port's result with the expected one, exactly or within the class of the port's arithmetic.
 *
 * @param result - the operation's result type
 * @param want - the expected result
 * @param got - the port's
 * @param dtype - the port's arithmetic
 * @param exact - whether floats must be the same numbers too, as uniforms must
 * @param compared - is told of each difference of two rounded numbers, and the tolerance it was held against
 * @returns null where they agree
 */
export function firstMismatch(
  result: Signature['result'],
  want: unknown,
  got: unknown,
  dtype: Dtype,
  exact = false,
  compared: Compared = () => {},
): Mismatch | null {
  if (isPart(result)) return compareAt('', result, want, got, dtype, exact, compared);
  for (const [name, part] of Object.entries(result)) {
    const mismatch = compareAt(name, part, field(want, name), field(got, name), dtype, exact, compared);
    if (mismatch) return mismatch;
  }
  return null;
}

/** One line for a mismatch. */
export function describeMismatch({ path, want, got, distance }: Mismatch): string {
  return `${path === '' ? '' : `${path}: `}expected ${want}, got ${got}${distance === null ? '' : ` (${distance})`}`;
}

/** Is told how far apart two numbers are, and how far they may be. */
type Compared = (difference: number, bound: number) => void;

/** Types whose numbers go through rounding; all others are compared exactly. */
const ROUNDED: ReadonlySet<ValueType> = new Set(['float', 'floats', 'matrix', 'state_dict', 'trace', 'drawn']);

function compareAt(
  path: string,
  part: Part,
  want: unknown,
  got: unknown,
  dtype: Dtype,
  exact: boolean,
  compared: Compared,
): Mismatch | null {
  const rounded = ROUNDED.has(part.type) && !exact;
  const floor = part.scale === 'gradient' ? cancelled(want, dtype) : SMALLEST_NORMAL[dtype];
  const boundFor = (w: number, largest: number) =>
    rounded && Number.isFinite(w) ? Math.max(CLASS_TOLERANCE[dtype] * SCALES[part.scale](w, largest), floor) : 0;
  const agrees: Agrees = (w, g, bound) => {
    if (Object.is(w, g) || w === g) return true;
    if (bound === 0) return false;
    compared(Math.abs(w - g), bound);
    return Math.abs(w - g) <= bound;
  };
  return walk(path, want, got, { agrees, boundFor, dtype });
}

/** Magnitude that an error is measured against, by the value that was expected and the largest beside it. */
const SCALES: Readonly<Record<Part['scale'], (want: number, largest: number) => number>> = {
  value: Math.abs,
  unit: (want) => Math.max(1, Math.abs(want)),
  array: (_, largest) => largest,
  gradient: (_, largest) => largest,
};

/** Terms of the sums that a gradient goes through in a model of microgpt.py's size: 4 n_embd units of the MLP. */
const TERMS = 64;

/**
 * What is left where the parts of a gradient cancel, in a whole matrix too: gamma_n of the largest entry of all
 * matrices, since the parts go through the sums that the other matrices' gradients go through. The own size of such a
 * matrix is 0, or that rest itself, and no measure (model.24).
 */
function cancelled(want: unknown, dtype: Dtype): number {
  const matrices = typeof want === 'object' && want !== null ? Object.values(want) : [];
  return Math.max(gamma(TERMS, dtype) * largestOf(matrices.flat()), SMALLEST_NORMAL[dtype]);
}

type Agrees = (want: number, got: number, bound: number) => boolean;

/** How two numbers are compared, and in which type their distance is counted. */
interface Comparison {
  readonly agrees: Agrees;
  /** What rounding allows; 0 where numbers must be the same. */
  readonly boundFor: (want: number, largest: number) => number;
  readonly dtype: Dtype;
}

function walk(path: string, want: unknown, got: unknown, by: Comparison, family?: number): Mismatch | null {
  if (Array.isArray(want)) {
    if (!Array.isArray(got)) return differ(path, `a list of ${want.length}`, show(got));
    if (got.length !== want.length) return differ(path, `a list of ${want.length}`, `a list of ${got.length}`);
    const largest = family ?? largestOf(want);
    return firstOf(want, (w, i) => walk(`${path}[${i}]`, w, got[i], by, largest));
  }
  if (typeof want === 'number' && typeof got === 'number') {
    const bound = by.boundFor(want, family ?? Math.abs(want));
    if (by.agrees(want, got, bound)) return null;
    const distance = apart(want, got, by.dtype, bound);
    return { path, want: show(want), got: show(got), distance, share: relativeDifference(want, got) };
  }
  if (typeof want === 'object' && want !== null) {
    const [wanted, given] = [Object.keys(want), typeof got === 'object' && got !== null ? Object.keys(got) : []];
    const named = (name: string) => `${path}${path === '' ? '' : '.'}${name}`;
    if (wanted.join() !== given.join())
      return differ(path, `the names ${wanted.join(' ')}`, given.join(' ') || show(got));
    return firstOf(wanted, (name) => walk(named(name), field(want, name), field(got, name), by));
  }
  return Object.is(want, got) ? null : differ(path, show(want), show(got));
}

/** The largest finite magnitude in a vector, or in all rows of a matrix. */
function largestOf(list: readonly unknown[]): number {
  return list.flat().reduce<number>((most, x) => {
    const magnitude = typeof x === 'number' ? Math.abs(x) : 0;
    return magnitude > most && magnitude < Infinity ? magnitude : most;
  }, 0);
}

function firstOf<T>(items: readonly T[], find: (item: T, i: number) => Mismatch | null): Mismatch | null {
  for (let i = 0; i < items.length; i++) {
    const mismatch = find(items[i], i);
    if (mismatch) return mismatch;
  }
  return null;
}

function differ(path: string, want: string, got: string): Mismatch {
  return { path, want, got, distance: null, share: 1 };
}

/** A value as it is written in messages; -0 and non-finite numbers keep their names. */
export function show(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  return JSON.stringify(value) ?? String(value);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
