import type { Vector } from '../../port/balls.ts';

/** Where in a step something is computed. */
export type Part = 'forward' | 'backward' | 'adam';

/** An entry of a stage that is not what is due. */
export interface Entry {
  /** [row, column] of a matrix, [index] of a row. */
  readonly at: readonly number[];
  readonly got: number;
  readonly due: number;
}

/** How a value of the dump is beside what is due from the port's own values before it. */
export interface Difference {
  /** The largest difference, in multiples of what rounding may cost there; Infinity where none may be, or where it is NaN. */
  readonly times: number;
  /** Entries that differ by more than rounding, of all. */
  readonly wrong: number;
  readonly all: number;
  /** The three that differ most. */
  readonly largest: readonly Entry[];
}

/** The numbers that were compared. They are left out where a result is written as JSON. */
export class Numbers {
  readonly own: readonly number[];
  readonly due: Vector;
  /** Of the matrix whose rows these are; null for a row. */
  readonly columns: number | null;

  constructor(own: readonly number[], due: Vector, columns: number | null) {
    this.own = own;
    this.due = due;
    this.columns = columns;
  }

  toJSON(): undefined {
    return undefined;
  }
}

/** One value that a step computes, and how the port's own was judged. */
export type StageResult = {
  readonly part: Part;
  /** Of the trace, `losses`, `loss`, `grad.layer0.attn_wq`, `m.wte`, `updated.wte`. */
  readonly name: string;
} & (
  | { readonly status: 'held' }
  | {
      readonly status: 'wrong';
      readonly difference: Difference;
      readonly numbers: Numbers;
      /** Of a gradient: whether what reaches the matrix is wrong, or only what is made of it there; or either. */
      readonly fault?: 'flow' | 'product' | 'either';
      /** Of a gradient: the values through whose computation it has come back since it was last sure. */
      readonly through?: readonly string[];
      /** Of a gradient: what is wrong, where that is told otherwise than by `fault` and `through`. */
      readonly places?: readonly string[];
      /** Of a gradient: values of the forward pass that may be wrong in its place, since nothing says that they are right. */
      readonly forward?: readonly string[];
    }
  | { readonly status: 'shape'; readonly got: readonly number[]; readonly due: readonly number[] }
  | { readonly status: 'not given' }
  /** It is in the dump, and what it depends on is not, or is wrong itself. */
  | {
      readonly status: 'not judged';
      readonly because: string;
      /** Of a gradient that comes back through a wrong value: all that it comes back through, from the nearest on. */
      readonly behind?: readonly string[];
    }
);

const SHOWN = 3;
const NO_NUMBER = 'a value that it is made of is not a number';
const UNBOUNDED =
  'rounding may cost it any difference: it is too far from the values that are in the dump, for which the trace helps, or leaves the range of the precision';

/**
 * Judges numbers of the dump.
 *
 * @param due - null where what they are made of is not in the dump
 * @param columns - of the matrix whose rows these are; null for a row
 * @param because - why nothing is due, where that is
 */
export function judged(
  part: Part,
  name: string,
  own: readonly number[],
  due: Vector | null,
  columns: number | null = null,
  because = 'what it is made of is not in the dump',
): StageResult {
  if (due === null) return { part, name, status: 'not judged', because };
  if (own.length !== due.length) return { part, name, status: 'shape', got: [own.length], due: [due.length] };
  const isAny = due.some(({ mid, rad }, i) => !Number.isFinite(rad) && !Object.is(own[i], mid));
  if (isAny)
    return {
      part,
      name,
      status: 'not judged',
      because: due.some(({ mid }) => Number.isNaN(mid)) ? NO_NUMBER : UNBOUNDED,
    };
  const difference = differenceOf(own, due, columns);
  if (difference === null) return { part, name, status: 'held' };
  return { part, name, status: 'wrong', difference, numbers: new Numbers(own, due, columns) };
}

/**
 * Compares numbers with what is due. A port's number and the one computed here are each within `rad` of the exact one.
 *
 * @returns null where they agree
 */
function differenceOf(got: ArrayLike<number>, due: Vector, columns: number | null): Difference | null {
  const apart = due.map(({ mid, rad }, i) => timesApart(got[i], mid, 2 * rad));
  const wrong = apart.flatMap((times, i) => (times > 1 ? [{ i, times }] : []));
  if (wrong.length === 0) return null;
  const byDistance = wrong.toSorted((a, b) => distance(got, due, b.i) - distance(got, due, a.i));
  return {
    times: Math.max(...wrong.map(({ times }) => times)),
    wrong: wrong.length,
    all: due.length,
    largest: byDistance.slice(0, SHOWN).map(({ i }) => ({
      at: columns === null ? [i] : [Math.floor(i / columns), i % columns],
      got: got[i],
      due: due[i].mid,
    })),
  };
}

/** A value of another shape is wrong too. */
export function isWrong(status: StageResult['status']): boolean {
  return status === 'wrong' || status === 'shape';
}

/** How far a number is from what is due, in multiples of what is allowed; Infinity where that is 0, or one of them is NaN. */
export function timesApart(got: number, due: number, bound: number): number {
  if (Object.is(got, due) || got === due) return 0;
  const apart = Math.abs(got - due);
  if (Number.isNaN(apart)) return Infinity;
  return bound === 0 ? Infinity : apart / bound;
}

function distance(got: ArrayLike<number>, due: Vector, i: number): number {
  const apart = Math.abs(got[i] - due[i].mid);
  return Number.isNaN(apart) ? Infinity : apart;
}
