import type { Golden } from '../../golden/golden.ts';
import { type GoldenVector, goldenVectors, ORDER_OF_SUMS } from '../../golden/vectors.ts';
import { heldInFloat32 } from '../../port/heldInFloat32.ts';
import { decodeArguments, decodeResult } from '../../port/jsonValues.ts';
import { isPart, OPS, type ValueType } from '../../port/ops.ts';
import type { OpName } from '../../port/port.ts';
import { beyondResults, beyondRuns } from '../../port/reach.ts';

/** The operations that a file of native tests has vectors of: those that ports have as functions. */
export const NATIVE_OPS = [
  'softmax',
  'rmsnorm',
  'linear',
  'position_loss',
  'average_loss',
  'cross_entropy',
  'autograd',
  'encode',
  'decode',
  'adam',
  'random',
] as const satisfies readonly OpName[];

export type NativeOp = (typeof NATIVE_OPS)[number];

/** A value that a language writes as a literal. */
export interface Literal {
  readonly type: ValueType;
  readonly value: unknown;
}

/** A vector that becomes a test. */
export interface NativeVector {
  readonly op: NativeOp;
  /** `model.2 softmax, equal logits`; where several share a title, each has its number behind it. */
  readonly title: string;
  /** Whether it is at the edge (spec/numerics.md, "Core and edge"). */
  readonly edge: boolean;
  /** Whether float32 does not hold its numbers. */
  readonly f64: boolean;
  /** Arguments, and behind them the parts of the result. */
  readonly literals: readonly Literal[];
}

/** What the file has, and why it has not the rest. */
export interface NativeVectors {
  readonly vectors: readonly NativeVector[];
  /** Number of vectors that Python rejects, and that do not fit otherwise. */
  readonly rejected: number;
  readonly others: number;
}

/** Characters of a line of golden data that is short enough to be read in a test. */
const MOST_LENGTH = 1000;
/** Vectors of one title: enough of each kind, and a file that can be read. */
const MOST_OF_TITLE = { core: 5, edge: 1 } as const;
const MOST_SEED = 2n ** 32n - 1n;
const MOST_BITS = 32;

/**
 * The vectors of NATIVE_OPS, but for those that Python rejects, that are long, whose sums show the order of additions
 * (autograd.11), that have other constants than microgpt.py, or a seed or a vocabulary that no run has.
 *
 * @throws GoldenFault where the golden data cannot be used
 */
export function nativeVectors(golden: Golden): NativeVectors {
  const chapters = [...new Set(NATIVE_OPS.map((op) => OPS[op].chapter))];
  const all = chapters.flatMap((chapter) => goldenVectors(golden, chapter)).filter(isOfNativeOp);
  const answered = all.filter(({ raises }) => raises === undefined);
  const fitting = answered.filter(fits).map(nativeVector);
  const vectors = numbered(spread(fitting));
  return { vectors, rejected: all.length - answered.length, others: answered.length - vectors.length };
}

type OfNativeOp = GoldenVector & { readonly op: NativeOp };

function isOfNativeOp(vector: GoldenVector): vector is OfNativeOp {
  return (NATIVE_OPS as readonly OpName[]).includes(vector.op);
}

function fits(vector: GoldenVector): boolean {
  const { op, title, args } = vector;
  if (title.startsWith(ORDER_OF_SUMS) || JSON.stringify(vector).length > MOST_LENGTH) return false;
  return OPS[op].args.every((type, i) => argumentFits(type, args[i])) && !isUnsorted(op, args[0]);
}

function argumentFits(type: ValueType, json: unknown): boolean {
  if (type === 'config') return Object.keys(Object(json)).length === 0;
  if (type === 'integer') return BigInt(String(json)) >= 0n && BigInt(String(json)) <= MOST_SEED;
  if (type === 'matrix') return Object.values(Object(json)).length > 0;
  if (type !== 'draws') return true;
  return Object.values(Object(json)).every((draw) => {
    const k: unknown = Reflect.get(Object(draw), 'k');
    return typeof k !== 'number' || (k >= 1 && k <= MOST_BITS);
  });
}

/** A vocabulary that no documents have: it is not in the order of code points (tokenizer.1). */
function isUnsorted(op: OpName, uchars: unknown): boolean {
  if (op !== 'encode' && op !== 'decode') return false;
  const points = Object.values(Object(uchars)).map((character) => String(character).codePointAt(0) ?? 0);
  return points.some((point, i) => i > 0 && points[i - 1] >= point);
}

/** At most so many of each title, from the first of them to the last. */
function spread(vectors: readonly NativeVector[]): NativeVector[] {
  return vectors.filter((vector) => {
    const alike = vectors.filter(({ title, edge }) => title === vector.title && edge === vector.edge);
    const most = Math.min(alike.length, MOST_OF_TITLE[vector.edge ? 'edge' : 'core']);
    const places = [...Array(most).keys()].map((i) => Math.floor((i * alike.length) / most));
    return places.includes(alike.indexOf(vector));
  });
}

/** Titles that are not alone have their number behind them. */
function numbered(vectors: readonly NativeVector[]): NativeVector[] {
  return vectors.map((vector, place) => {
    const alike = (list: readonly NativeVector[]) => list.filter(({ title }) => title === vector.title).length;
    if (alike(vectors) === 1) return vector;
    return { ...vector, title: `${vector.title} ${alike(vectors.slice(0, place + 1))}` };
  });
}

function nativeVector({ clause, op, title, args, value }: OfNativeOp): NativeVector {
  const decoded = decodeArguments(op, args);
  return {
    op,
    title: `${clause} ${op}, ${title}`,
    edge: (beyondRuns(op, decoded) ?? beyondResults(value)) !== null,
    f64: !heldInFloat32(op, args, value),
    literals:
      op === 'random' ? drawn(decoded, decodeResult(op, value)) : literals(op, decoded, decodeResult(op, value)),
  };
}

/** But for the constants, which are microgpt.py's. */
function literals(op: NativeOp, args: readonly unknown[], result: unknown): Literal[] {
  const given = OPS[op].args.map((type, i) => ({ type, value: args[i] })).filter(({ type }) => type !== 'config');
  const { result: form } = OPS[op];
  if (isPart(form)) return [...given, { type: form.type, value: result }];
  const due = Object.entries(form).map(([name, { type }]) => ({ type, value: Reflect.get(Object(result), name) }));
  return [...given, ...due];
}

/** A draw and what it gave belong together. */
function drawn([seed, draws]: readonly unknown[], result: unknown): Literal[] {
  const due = Object.values(Object(result));
  const value = Object.values(Object(draws)).map((draw, i) => ({ ...Object(draw), due: due[i] }));
  return [
    { type: 'integer', value: seed },
    { type: 'draws', value },
  ];
}
