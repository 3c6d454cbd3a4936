import { patchedReference } from '../../deviations/compiledReference.ts';
import { EVERYTHING } from '../../deviations/float32.ts';
import type { Edit } from '../../deviations/patched.ts';
import { enginePort } from '../../engine/enginePort.ts';
import { type Config, DIALECTS } from '../../port/config.ts';
import { OPS } from '../../port/ops.ts';
import type { OpName, Port } from '../../port/port.ts';
import type { Dtype } from '../../port/precision.ts';
import { type CompletePort, referencePort } from '../../port/reference.ts';
import { BY_CREATION, FMA, LANES, REVERSED, withLibm } from '../numerics/variants.ts';
import { EFFICIENT, FROM_THE_LEFT, RECIPROCALS, RUNNING_PRODUCTS } from './adamForms.ts';
import { FUSED_QKV, ONLINE, padded } from './attentionForms.ts';
import { OTHER_CONFIGURATIONS } from './configurations.ts';
import { FUSED, RECOMPUTED } from './forms.ts';
import { FORWARD_MODE } from './forwardMode.ts';
import { claimingOnly, flushed, otherKeyOrder, slow, typedArrays } from './moduleForms.ts';
import { DOUBLE_ACCUMULATORS, DOUBLE_DOUBLE, EXTENDED, KAHAN, PAIRWISE } from './sumForms.ts';

/** A port that does what microgpt.py does, in another way: the suite must pass it. */
export interface CorrectVariant {
  readonly id: string;
  /** As it stands in the table. */
  readonly title: string;
  readonly dtype: Dtype;
  /** It says other things of itself than the reference, so that it is asked otherwise. */
  readonly alone?: true;
  readonly port: () => Promise<Port>;
}

/** Seeds of the noise of 1 ulp. */
const NOISE_SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);

/** Other forms and arithmetics of the same mathematics, with their title. */
export const OTHER_FORMS: Readonly<Record<string, readonly [title: string, edits: readonly Edit[]]>> = {
  reversed: ['sums from the right', REVERSED],
  lanes: ['dot products in four partial sums', LANES],
  pairwise: ['sums by halves', PAIRWISE],
  kahan: ['sums with compensation', KAHAN],
  'double-double': ['sums of two doubles', DOUBLE_DOUBLE],
  extended: ['sums in 64 bits of mantissa', EXTENDED],
  'padded-infinity': ['attention over the whole block, masked by -inf', padded('-Infinity')],
  'padded-large': ['attention over the whole block, masked by -1e30', padded('-1e30')],
  'online-softmax': ['attention as online softmax, its probabilities computed anew', ONLINE],
  'fused-qkv': ['queries, keys and values in one product', FUSED_QKV],
  'adam-efficient': ['Adam with both corrections in its step size', EFFICIENT],
  'running-products': ['powers of beta as running products', RUNNING_PRODUCTS],
  reciprocals: ['reciprocals in place of quotients', RECIPROCALS],
  'fused-loss': ['loss as log-sum-exp less the logit of the target', FUSED],
  recomputed: ['every position recomputed from the first, no cache', RECOMPUTED],
  'forward-mode': ['gradient by forward mode', FORWARD_MODE],
  'from-the-left': ['(1 - beta2) g g from the left', FROM_THE_LEFT],
};

/** Every variant, those with another arithmetic first. */
export const CORRECT_VARIANTS: readonly CorrectVariant[] = [
  { id: 'float32', title: 'everything in float32', dtype: 'f32', alone: true, port: () => float32Port([]) },
  {
    id: 'float32-double-sums',
    title: 'float32, its dot products added in float64',
    dtype: 'f32',
    alone: true,
    port: () => float32Port(DOUBLE_ACCUMULATORS),
  },
  edited('by-creation', 'gradients in reverse order of creation', BY_CREATION),
  edited('fma', 'fused multiply-add', FMA),
  edited('correct-libm', 'exp, log and pow correctly rounded', withLibm({ kind: 'correct' })),
  ...Object.entries(OTHER_FORMS).map(([id, [title, edits]]) => edited(id, title, edits)),
  wrapped('typed-arrays', 'answers as Float64Array, in memory that is used again', typedArrays),
  wrapped('other-key-order', 'matrices of a gradient in another order', otherKeyOrder),
  inTurn('flushed', 'subnormal numbers flushed to 0', flushed),
  ...(Object.keys(OPS) as OpName[]).map(
    (op): CorrectVariant => ({
      id: `only-${op}`,
      title: `claims ${op} alone`,
      dtype: 'f64',
      port: async () => claimingOnly(op, referencePort('0')),
    }),
  ),
  {
    id: 'vectorised',
    title: 'matrix form with gradients derived by hand, no graph: the engine',
    dtype: 'f64',
    port: async () => ({ ...referencePort('0'), ...enginePort('0'), name: 'vectorised' }),
  },
  ...NOISE_SEEDS.map((seed) =>
    edited(
      `ulp-${seed}`,
      `every exp, log and pow off by 1 ulp, seed ${seed}`,
      withLibm({ kind: 'ulp-function', seed }),
    ),
  ),
  {
    id: 'vocabulary-of-two',
    title: 'built for one character and BOS',
    dtype: 'f64',
    alone: true,
    port: async () => ({ ...referencePort('0'), name: 'vocabulary-of-two', vocab_size: 2 }),
  },
  wrapped('slow', 'each answer after a while', slow),
  fixed('early', 'the early revision, built for its constants', DIALECTS.early),
  ...Object.entries(OTHER_CONFIGURATIONS).map(([id, config]) => fixed(id, `built for ${described(config)}`, config)),
];

/** A port's answers in another form. */
function wrapped(id: string, title: string, form: (port: CompletePort) => Port): CorrectVariant {
  return { id, title, dtype: 'f64', alone: true, port: async () => ({ ...form(referencePort('0')), name: id }) };
}

function inTurn(id: string, title: string, form: (port: CompletePort) => Port): CorrectVariant {
  const { alone: _, ...variant } = wrapped(id, title, form);
  return variant;
}

function edited(id: string, title: string, edits: readonly Edit[]): CorrectVariant {
  return { id, title, dtype: 'f64', port: async () => ({ ...(await patchedPort(edits)), name: id }) };
}

/** The reference, that says of itself that it is built for some constants. */
function fixed(id: string, title: string, config: Partial<Config>): CorrectVariant {
  return {
    id,
    title,
    dtype: 'f64',
    alone: true,
    port: async () => ({ ...referencePort('0'), name: id, fixed: config }),
  };
}

async function patchedPort(edits: readonly Edit[]): Promise<CompletePort> {
  return referencePort('0', await patchedReference(edits));
}

async function float32Port(edits: readonly Edit[]): Promise<Port> {
  const reference = await patchedReference([...EVERYTHING, ...edits]);
  return {
    ...referencePort('0', reference),
    name: 'float32',
    dtype: 'f32',
    adam: (config, step, data, grad, m, v) => {
      const [updated, gradient] = [Float32Array.from(data), Float32Array.from(grad)];
      const moments = { m: Float32Array.from(m), v: Float32Array.from(v) };
      // The patched module rounds as it stores; its text says Float64Array in types alone.
      Reflect.apply(reference.optimizer.adam, null, [config, step, updated, gradient, moments]);
      return { data: [...updated], m: [...moments.m], v: [...moments.v] };
    },
  };
}

function described(config: Partial<Config>): string {
  return Object.entries(config)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}
