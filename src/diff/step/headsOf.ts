import type { Dtype } from '../../port/precision.ts';
import type { Config } from '../../reference/config.ts';
import { judgeSteps } from './judgeStep.ts';
import type { StepDump } from './stepDump.ts';

/** A number of heads, and why it is taken. */
export interface Heads {
  readonly n_head: number;
  /** What is said of it, where it is not the usual one; null else. */
  readonly note: string | null;
}

const IN_TRACE = /\.head(\d+)\./;

/**
 * How many heads a port has whose flags do not say: as many as a trace names; else the usual number, and where something is wrong
 * with that, the one with which the least is.
 *
 * @param config - the port's constants, with the usual number
 */
export function headsOf(dumps: readonly StepDump[], config: Config, dtype: Dtype): Heads {
  const { n_embd } = config;
  const named = dumps.flatMap(({ trace }) =>
    [...trace.keys()].map((name) => Number(IN_TRACE.exec(name)?.[1] ?? -1) + 1),
  );
  const traced = Math.max(0, ...named);
  if (traced > 0 && n_embd % traced === 0) return { n_head: traced, note: null };
  const wrongWith = (n_head: number) => wrongIn(dumps, { ...config, n_head }, dtype);
  const divisors = Array.from({ length: n_embd }, (_, i) => i + 1).filter((n) => n_embd % n === 0);
  const usual = divisors.includes(config.n_head) ? config.n_head : 1;
  const ofUsual = wrongWith(usual);
  if (ofUsual === 0) return { n_head: usual, note: null };
  const best = divisors
    .map((n_head) => ({ n_head, wrong: wrongWith(n_head) }))
    .reduce((least, one) => (one.wrong < least.wrong ? one : least), { n_head: usual, wrong: ofUsual });
  if (best.n_head === usual) return { n_head: usual, note: null };
  return {
    n_head: best.n_head,
    note: `${best.n_head} heads are taken, with which the least is wrong; --n_head says it outright`,
  };
}

function wrongIn(dumps: readonly StepDump[], config: Config, dtype: Dtype): number {
  const stages = judgeSteps(dumps, config, dtype).flatMap(({ stages }) => stages);
  return stages.filter(({ status }) => status === 'wrong' || status === 'shape').length;
}
