import { EVERYTHING, GRAPH, GRAPH_FMA, OPTIMIZER, PARAMETERS, STORED } from '../../deviations/float32.ts';
import type { Edit } from '../../deviations/patched.ts';
import { createNetwork } from '../../engine/network.ts';
import { train } from '../../engine/train.ts';
import { BY_CREATION } from '../../exact/gradientOrders.ts';
import type { Dtype } from '../../port/precision.ts';
import { CANONICAL } from '../../reference/config.ts';
import type { CanonicalRun } from './canonicalRun.ts';
import { FMA, LANES, REVERSED, withLibm } from './variants.ts';
import type { WholeRun } from './wholeRun.ts';

/** A run: the reference with changes, or a program of its own. */
export type Run =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'program'; readonly whole: (canonical: CanonicalRun) => Omit<WholeRun, 'samples'> };

/** A way to compute the canonical run with other roundings. */
export interface Noise {
  readonly id: string;
  /** As it stands in the table. */
  readonly title: string;
  /** The class that must bear it; null where it is added noise, to see how the run answers. */
  readonly dtype: Dtype | null;
  readonly runs: readonly Run[];
}

const SEEDS = [1, 2, 3, 4, 5];
const FLOAT32_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const PROBE_SEEDS = [1, 2, 3];
const PROBES = [1e-12, 1e-10, 1e-8, 1e-7, 1e-6];

const edited = (...edits: readonly Edit[]): Run => ({ kind: 'edits', edits });

/** Every way that is measured, the quietest kind first. */
export const NOISE: readonly Noise[] = [
  { id: 'reference', title: "V8's exp, log and pow (the reference as it is)", dtype: 'f64', runs: [edited()] },
  {
    id: 'correct',
    title: 'exp, log and pow correctly rounded',
    dtype: 'f64',
    runs: [edited(...withLibm({ kind: 'correct' }))],
  },
  {
    id: 'ulp',
    title: 'every exp, log and pow off by 1 ulp, up or down by chance',
    dtype: 'f64',
    runs: SEEDS.map((seed) => edited(...withLibm({ kind: 'ulp', seed }))),
  },
  { id: 'reversed', title: 'sums from the right', dtype: 'f64', runs: [edited(...REVERSED)] },
  { id: 'lanes', title: 'dot products in four partial sums', dtype: 'f64', runs: [edited(...LANES)] },
  { id: 'creation', title: 'gradients in reverse order of creation', dtype: 'f64', runs: [edited(...BY_CREATION)] },
  { id: 'fma', title: 'fused multiply-add', dtype: 'f64', runs: [edited(...FMA)] },
  {
    id: 'together',
    title: 'fused, from the right, by creation, and off by 1 ulp',
    dtype: 'f64',
    runs: SEEDS.map((seed) => edited(...REVERSED, ...FMA, ...BY_CREATION, ...withLibm({ kind: 'ulp', seed }))),
  },
  {
    id: 'hand-derived',
    title: 'hand-derived forward and backward, no graph (the engine)',
    dtype: 'f64',
    runs: [{ kind: 'program', whole: byEngine }],
  },
  ...PROBES.map(
    (relative): Noise => ({
      id: `relative-${relative.toExponential()}`,
      title: `relative noise ${relative.toExponential()} on every exp, log and pow`,
      dtype: null,
      runs: PROBE_SEEDS.map((seed) => edited(...withLibm({ kind: 'relative', relative, seed }))),
    }),
  ),
  { id: 'f32-parameters', title: 'only the parameters in float32', dtype: 'f32', runs: [edited(...PARAMETERS)] },
  { id: 'f32-graph', title: 'the graph in float32, Adam in float64', dtype: 'f32', runs: [edited(...GRAPH)] },
  {
    id: 'f32-stored',
    title: 'float32 in memory, float64 between',
    dtype: 'f32',
    runs: [edited(...STORED, ...OPTIMIZER.slice(0, 1))],
  },
  { id: 'f32', title: 'everything in float32', dtype: 'f32', runs: [edited(...EVERYTHING)] },
  { id: 'f32-fma', title: 'float32, fused', dtype: 'f32', runs: [edited(...GRAPH_FMA, ...OPTIMIZER)] },
  {
    id: 'f32-orders',
    title: 'float32, other orders of addition',
    dtype: 'f32',
    runs: [REVERSED, LANES, BY_CREATION].map((order) => edited(...order, ...EVERYTHING)),
  },
  {
    id: 'f32-ulp-some',
    title: 'float32, one exp, log or pow in ten off by 1 ulp of it',
    dtype: 'f32',
    runs: FLOAT32_SEEDS.map((seed) => edited(...EVERYTHING, ...withLibm({ kind: 'ulp32', seed, share: 0.1 }))),
  },
  {
    id: 'f32-ulp',
    title: 'float32, every exp, log and pow off by 1 ulp of it',
    dtype: 'f32',
    runs: FLOAT32_SEEDS.map((seed) => edited(...EVERYTHING, ...withLibm({ kind: 'ulp32', seed, share: 1 }))),
  },
];

/** Another program: whole documents at a time, gradients derived by hand. */
function byEngine({ initial, documents }: CanonicalRun): Omit<WholeRun, 'samples'> {
  const network = createNetwork(CANONICAL, initial);
  const losses = [...train(network, documents)];
  return { losses, parameters: [...network.views.parameters] };
}
