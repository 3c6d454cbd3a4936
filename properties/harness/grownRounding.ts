import type { Config, StateDict } from '../../src/port/config.ts';
import type { CompletePort } from '../../src/port/reference.ts';
import { uniforms } from './arbitraries.ts';
import { u } from './arithmetic.ts';
import { flat, unflat } from './flat.ts';
import { largest } from './lists.ts';
import { port } from './subject.ts';

/** A run of `steps` steps of config.num_steps. */
export interface Run {
  readonly config: Config;
  readonly start: StateDict;
  /** At least one, all over the same vocabulary. */
  readonly documents: readonly (readonly number[])[];
  readonly steps: number;
}

/** Runs that are off by rounding alone, and how many roundings of its largest entry each part of a gradient is at most off by in them. */
const NUDGED_RUNS = 4;
const ROUNDINGS = 16;

/**
 * How far rounding alone may carry the losses of a run: the most that they move where each gradient is off by up to ROUNDINGS u
 * times its largest entry. Where a part of it is that small, Adam's step turns with the last bit, and at a rate of 0.1 a run in
 * float32 can leave its class within three steps. In float64 no run that is drawn here comes near to that.
 *
 * @param losses - of the run as it is
 * @returns for each loss
 */
export async function grownRounding(
  oracle: CompletePort,
  run: Run,
  losses: readonly number[],
): Promise<readonly number[]> {
  if (port.dtype === 'f64') return losses.map(() => 0);
  const uniform = uniforms(run.steps);
  const moved = losses.map(() => 0);
  for (let i = 0; i < NUDGED_RUNS; i++) {
    const nudged = await nudgedLosses(oracle, run, () => ROUNDINGS * u * (2 * uniform() - 1));
    nudged.forEach((loss, step) => {
      moved[step] = Math.max(moved[step], Math.abs(loss - losses[step]));
    });
  }
  return moved;
}

/** The losses of a run with the parts of each gradient off by so much, relative to its largest. */
async function nudgedLosses(
  oracle: CompletePort,
  { config, start, documents, steps }: Run,
  by: () => number,
): Promise<number[]> {
  const zeros = flat(start).map(() => 0);
  let [data, m, v]: (readonly number[])[] = [flat(start), zeros, zeros];
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { loss, grad } = await oracle.backward(config, unflat(data, start), documents[step % documents.length]);
    losses.push(loss);
    const g = flat(grad, start);
    const most = largest(g);
    ({ data, m, v } = await oracle.adam(
      config,
      step,
      data,
      g.map((x) => x + most * by()),
      m,
      v,
    ));
  }
  return losses;
}
