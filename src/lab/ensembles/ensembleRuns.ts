import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { deviationOf } from '../../deviations/catalogue.ts';
import { COMPILED } from '../../deviations/compiledReference.ts';
import { deviantRun, untilError } from '../../deviations/deviantRun.ts';
import { nudgedArithmetic } from '../../diff/replay/nudged.ts';
import { type Arithmetic, createWorkspace, DOUBLE } from '../../engine/memory.ts';
import { createNetwork } from '../../engine/network.ts';
import { train } from '../../engine/train.ts';
import { openGolden } from '../../golden/folder.ts';
import type { Golden } from '../../golden/golden.ts';
import { encode } from '../../reference/tokenizer.ts';
import { seededStart } from './seededStart.ts';

/** A run of an ensemble: by the engine, right or with noise, or by the reference with a deviation of the catalogue. */
export interface EnsembleRun {
  readonly seed: number;
  readonly kind: 'right' | 'ulp' | 'f32' | 'deviation';
  /** Identifier of the deviation. */
  readonly deviation?: string;
}

/**
 * Makes runs on all cores: one worker each, which takes every so many-th.
 *
 * @param progress - called as each ends
 * @returns the losses of each, in the same order; NaN from the step at which a mistake ends the run
 */
export async function inWorkers(runs: readonly EnsembleRun[], progress: () => void): Promise<Float64Array[]> {
  const count = Math.min(availableParallelism(), runs.length);
  const results: Float64Array[] = new Array(runs.length);
  const share = (worker: number) => runs.map((run, i) => ({ run, i })).filter(({ i }) => i % count === worker);
  const one = (worker: number) =>
    new Promise<void>((resolve, reject) => {
      new Worker(new URL(import.meta.url), { workerData: share(worker) })
        .on('message', ({ i, losses }: { i: number; losses: Float64Array }) => {
          results[i] = losses;
          progress();
        })
        .on('error', reject)
        .on('exit', () => resolve());
    });
  await Promise.all(Array.from({ length: count }, (_, worker) => one(worker)));
  return results;
}

/** Runs of one kind from all of some seeds. */
export function runsOf(seeds: { readonly first: number; readonly last: number }, kind: EnsembleRun['kind']) {
  const all = Array.from({ length: seeds.last - seeds.first + 1 }, (_, i) => seeds.first + i);
  return inWorkers(
    all.map((seed) => ({ seed, kind })),
    progressOf(kind, all.length),
  );
}

/** Counts what is done, on standard error. */
export function progressOf(kind: EnsembleRun['kind'], count: number): () => void {
  let done = 0;
  return () => process.stderr.write(`${kind}: ${++done} of ${count}\n`);
}

/** The losses of one run, all its steps long. */
export async function lossesOf(golden: Golden, run: EnsembleRun): Promise<Float64Array> {
  const start = seededStart(golden, run.seed);
  const losses = new Float64Array(start.config.num_steps).fill(Number.NaN);
  if (run.deviation !== undefined) {
    const deviant = await deviantRun([deviationOf(run.deviation)], start, COMPILED);
    for (let step = 0; step < losses.length; step++) losses[step] = deviant?.losses.next().value ?? Number.NaN;
    return losses;
  }
  const { config, state_dict, tokenizer, documents } = start;
  const tokens = documents.map((doc) => encode(tokenizer.uchars, doc));
  const network = createNetwork(config, state_dict, config.block_size, createWorkspace(arithmeticOf(run)));
  losses.set([...untilError(train(network, tokens))]);
  return losses;
}

function arithmeticOf({ kind }: EnsembleRun): Arithmetic {
  if (kind === 'ulp') return nudgedArithmetic('f64', 1, 1);
  return kind === 'f32' ? { dtype: 'f32', libm: Math } : DOUBLE;
}

if (!isMainThread && Array.isArray(workerData)) {
  const golden = openGolden();
  for (const { run, i } of workerData as readonly { readonly run: EnsembleRun; readonly i: number }[]) {
    parentPort?.postMessage({ i, losses: await lossesOf(golden, run) });
  }
}
