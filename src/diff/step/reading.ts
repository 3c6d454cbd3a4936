import type { Dtype } from '../../port/precision.ts';
import type { Config } from '../../reference/config.ts';
import type { ReadStep } from './readStep.ts';
import { withSquaresTurned } from './squareMatrices.ts';
import { isLess, type WrongIn, wrongIn } from './wrongIn.ts';

/** Steps as they are judged, and the number of heads that they are judged with. */
export interface Reading {
  readonly steps: readonly ReadStep[];
  readonly n_head: number;
  /** What is said of that number, where it is not the usual one; null else. */
  readonly note: string | null;
}

const IN_TRACE = /\.head(\d+)\./;

/**
 * The reading of steps of a port whose flags do not say how many heads it has: as many as a trace names; else the usual number, and
 * where something is wrong with that, the one with which the least of the forward pass is, and of all where that is as much. How square matrices are stored is found with each number.
 *
 * @param config - the port's constants, with the usual number
 */
export function readingOf(steps: readonly ReadStep[], config: Config, dtype: Dtype): Reading {
  const { n_embd } = config;
  const readWith = (n_head: number): Reading & { readonly wrong: WrongIn } => {
    const own = { ...config, n_head };
    const read = withSquaresTurned(steps, own, dtype);
    return { steps: read, n_head, note: null, wrong: wrongIn(read, own, dtype) };
  };
  const traced = headsNamed(steps);
  if (traced > 0 && n_embd % traced === 0) return readWith(traced);
  const divisors = Array.from({ length: n_embd }, (_, i) => i + 1).filter((n) => n_embd % n === 0);
  const usual = readWith(divisors.includes(config.n_head) ? config.n_head : 1);
  if (usual.wrong.all === 0) return usual;
  const others = divisors.filter((n_head) => n_head !== usual.n_head).map(readWith);
  const best = others.reduce((least, one) => (isLess(one.wrong, least.wrong) ? one : least), usual);
  if (best === usual) return usual;
  return { ...best, note: `${best.n_head} heads are taken, with which the least is wrong; --n_head says it outright` };
}

function headsNamed(steps: readonly ReadStep[]): number {
  const names = steps.flatMap(({ dump: { trace } }) => [...trace.keys()]);
  return names.reduce((most, name) => Math.max(most, Number(IN_TRACE.exec(name)?.[1] ?? -1) + 1), 0);
}
