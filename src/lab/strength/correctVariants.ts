import { patchedReference } from '../../deviations/compiledReference.ts';
import { EVERYTHING } from '../../deviations/float32.ts';
import type { Edit } from '../../deviations/patched.ts';
import { enginePort } from '../../engine/enginePort.ts';
import { BY_CREATION } from '../../exact/gradientOrders.ts';
import { type Config, DIALECTS } from '../../port/config.ts';
import { OPS } from '../../port/ops.ts';
import type { OpName, Port, PortInfo } from '../../port/port.ts';
import type { Dtype } from '../../port/precision.ts';
import { type CompletePort, referencePort } from '../../port/reference.ts';
import { checkConfig } from '../../reference/config.ts';
import { FMA, withLibm } from '../numerics/variants.ts';
import { OTHER_CONFIGURATIONS } from './configurations.ts';
import { claimingOnly, flushed, otherKeyOrder, slow, typedArrays } from './moduleForms.ts';
import { OTHER_FORMS } from './otherForms.ts';
import { DOUBLE_ACCUMULATORS } from './sumForms.ts';

/** A port that does what microgpt.py does, in another way: the suite must pass it. */
export interface CorrectVariant {
  readonly id: string;
  /** As it stands in the table. */
  readonly title: string;
  readonly dtype: Dtype;
  /** It says other things of itself than the reference, so that it is asked otherwise. */
  readonly alone?: true;
  /** It conforms in core: at the edge it may fail, as spec/numerics.md says. */
  readonly coreAlone?: true;
  /** @param mistake - changes of the reference that make it wrong; none for the right port */
  readonly port: (mistake: readonly Edit[]) => Promise<Port>;
}

type MakePort = CorrectVariant['port'];

/** Seeds of the noise of 1 ulp. */
const NOISE_SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);

/** Every variant, those with another arithmetic first. */
export const CORRECT_VARIANTS: readonly CorrectVariant[] = [
  { id: 'float32', title: 'everything in float32', dtype: 'f32', alone: true, port: float32Port },
  {
    id: 'float32-double-sums',
    title: 'float32, its dot products added in float64',
    dtype: 'f32',
    alone: true,
    port: (mistake) => float32Port([...DOUBLE_ACCUMULATORS, ...mistake]),
  },
  edited('by-creation', 'gradients in reverse order of creation', BY_CREATION),
  edited('fma', 'fused multiply-add', FMA),
  edited('correct-libm', 'exp, log and pow correctly rounded', withLibm({ kind: 'correct' })),
  ...Object.entries(OTHER_FORMS).map(([id, [title, edits]]) => edited(id, title, edits)),
  wrapped('typed-arrays', 'answers as Float64Array, in memory that is used again', typedArrays),
  wrapped('other-key-order', 'matrices of a gradient in another order', otherKeyOrder),
  { ...inTurn('flushed', 'subnormal numbers flushed to 0', flushed), coreAlone: true },
  ...(Object.keys(OPS) as OpName[]).map(
    (op): CorrectVariant => ({
      id: `only-${op}`,
      title: `claims ${op} alone`,
      dtype: 'f64',
      port: async (mistake) => claimingOnly(op, await patchedPort(mistake)),
    }),
  ),
  {
    id: 'vectorised',
    title: 'matrix form with gradients derived by hand, no graph: the engine',
    dtype: 'f64',
    port: vectorised,
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
    port: as({ name: 'vocabulary-of-two', vocab_size: 2 }),
  },
  wrapped('slow', 'each answer after a while', slow),
  fixed('early', 'the early revision, built for its constants', DIALECTS.early),
  ...Object.entries(OTHER_CONFIGURATIONS).map(([id, config]) => fixed(id, `built for ${described(config)}`, config)),
];

/** A port's answers in another form. */
function wrapped(id: string, title: string, form: (port: CompletePort) => Port): CorrectVariant {
  const port: MakePort = async (mistake) => ({ ...form(await patchedPort(mistake)), name: id });
  return { id, title, dtype: 'f64', alone: true, port };
}

function inTurn(id: string, title: string, form: (port: CompletePort) => Port): CorrectVariant {
  const { alone: _, ...variant } = wrapped(id, title, form);
  return variant;
}

function edited(id: string, title: string, edits: readonly Edit[]): CorrectVariant {
  const port: MakePort = async (mistake) => ({ ...(await patchedPort([...edits, ...mistake])), name: id });
  return { id, title, dtype: 'f64', port };
}

/** The reference, that says of itself that it is built for some constants. */
function fixed(id: string, title: string, config: Partial<Config>): CorrectVariant {
  return { id, title, dtype: 'f64', alone: true, port: as({ name: id, fixed: config }) };
}

/** The reference, with other things that it says of itself. */
function as(info: Partial<PortInfo>): MakePort {
  return async (mistake) => ({ ...(await patchedPort(mistake)), ...info });
}

/** The engine is compiled, so a mistake cannot be put into it: it takes the place of three of its operations. */
async function vectorised(mistake: readonly Edit[]): Promise<Port> {
  const { softmax, rmsnorm, position_loss } = await patchedPort(mistake);
  const wrong = mistake.length > 0 ? { softmax, rmsnorm, position_loss } : {};
  return { ...referencePort('0'), ...enginePort('0'), ...wrong, name: 'vectorised' };
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
      checkConfig(config); // parameters.14
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
