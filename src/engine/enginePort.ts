import { packageVersion } from '../port/packageVersion.ts';
import { type CompletePort, referencePort } from '../port/reference.ts';
import { type Config, checkConfig } from '../reference/config.ts';
import { begin } from '../reference/microgpt.ts';
import type { StateDict } from '../reference/parameters.ts';
import { Random } from '../reference/random.ts';
import { decode as textOf, encode as tokensOf } from '../reference/tokenizer.ts';
import { adam } from './adam.ts';
import { backward } from './backward.ts';
import { averageLoss, documentLoss, positionLoss, positionsOf } from './loss.ts';
import {
  type Arithmetic,
  createWorkspace,
  DOUBLE,
  type Matrix,
  type Numbers,
  reserve,
  Space,
  view,
  type Workspace,
} from './memory.ts';
import { createNetwork } from './network.ts';
import { takeParameters } from './parameters.ts';
import { sample, sampling } from './sample.ts';
import { train } from './train.ts';

/** Operations of a graph of scalars, which the engine has not, and a library's; and `trace`, for it keeps what the way back needs alone. */
type OtherOp = 'autograd' | 'exp' | 'log' | 'pow' | 'sin' | 'cos' | 'trace';
export type EnginePort = Omit<CompletePort, OtherOp>;

/** A vector in a workspace, and a view of it. */
interface Placed {
  readonly matrix: Matrix;
  readonly numbers: Numbers;
}

/**
 * The engine behind the interface that every port has: all that it computes itself, beside the reference's text, documents
 * and random stream.
 *
 * @param version - as the port gives it
 * @param arithmetic - float64 by default
 */
export function enginePort(version: string, arithmetic: Arithmetic = DOUBLE): EnginePort {
  const { dtype, libm } = arithmetic;
  const { random, documents, tokenizer, encode, decode, parameters } = referencePort(version);
  const workspace = createWorkspace(arithmetic); // a request is answered before the next comes, so all share its memory
  const { kernels } = workspace;
  const networkOf = (config: Config, state_dict: StateDict, positions: number) => {
    return createNetwork(config, state_dict, positions, workspace);
  };
  return {
    name: 'engine',
    lang: 'TypeScript',
    version,
    dtype,
    random,
    documents,
    tokenizer,
    encode,
    decode,
    parameters,
    linear: (x, w) => {
      if (w.length === 0) return [];
      const [y, from, by] = place(workspace, [new Array(w.length).fill(0), x, w.flat()]);
      kernels.timesTransposed(y.matrix.address, from.matrix.address, by.matrix.address, 1, w.length, x.length);
      return [...y.numbers];
    },
    softmax: (logits) => softmax(workspace, logits),
    rmsnorm: (values) => {
      const [x, scale] = place(workspace, [notEmpty(values, 'model.6'), [0]]);
      kernels.rmsnorm(x.matrix.address, x.matrix.address, scale.matrix.address, 1, values.length);
      return [...x.numbers];
    },
    forward: (config, state_dict, tokens) => {
      const network = networkOf(config, state_dict, positionsOf(config.block_size, tokens));
      const loss = documentLoss(network, tokens);
      const { logits } = network.views;
      const { losses } = network.activations;
      const ofPosition = (_: number, t: number) => [
        ...logits.subarray(t * network.vocab_size, (t + 1) * network.vocab_size),
      ];
      return { logits: Array.from(losses, ofPosition), losses: [...losses], loss };
    },
    position_loss: (probs, target) => positionLoss(libm, dtype === 'f64' ? probs : Float32Array.from(probs), target),
    average_loss: (losses) => averageLoss(losses, losses.length),
    cross_entropy: (logits, target) => {
      const probs = softmax(workspace, logits);
      const loss = positionLoss(libm, probs, target);
      return { loss, grad: probs.map((p, i) => (i === target ? p - 1 : p)) };
    },
    backward: (config, state_dict, tokens) => {
      const network = networkOf(config, state_dict, positionsOf(config.block_size, tokens));
      const loss = documentLoss(network, tokens);
      backward(network, tokens);
      return { loss, grad: takeParameters(network.views.gradient, config, network.vocab_size) };
    },
    adam: (config, step, data, grad, m, v) => {
      checkConfig(config); // parameters.14
      const [p, g, first, second] = place(workspace, [data, grad, m, v]);
      adam(config, step, workspace, { p: p.matrix, g: g.matrix, m: first.matrix, v: second.matrix });
      return { data: [...p.numbers], m: [...first.numbers], v: [...second.numbers] };
    },
    train: (config, state_dict, docs, steps) => {
      const longest = Math.max(0, ...docs.map((tokens) => positionsOf(config.block_size, tokens)));
      const network = networkOf(config, state_dict, longest);
      const losses = [...train(network, docs, steps)];
      return { losses, state_dict: takeParameters(network.views.parameters, config, network.vocab_size) };
    },
    sampling: (logits, temperature) => {
      const [x] = place(workspace, [notEmpty(logits, 'model.5')]);
      sampling(workspace, x.matrix.address, x.numbers, temperature);
      return [...x.numbers];
    },
    sample: (config, state_dict, uniforms) => {
      const network = networkOf(config, state_dict, Math.max(1, uniforms.length));
      let next = 0;
      return sample(network, () => uniforms[next++]);
    },
    microgpt: (config, bytes) => {
      const start = begin(config, bytes, new Random(config.seed));
      const { docs, random, state_dict } = start;
      const { uchars } = start.tokenizer;
      const network = networkOf(config, state_dict, config.block_size);
      const tokens = docs.slice(0, config.num_steps).map((doc) => tokensOf(uchars, doc));
      const losses = [...train(network, tokens)];
      const draw = () => textOf(uchars, sample(network, () => random.random()).tokens);
      return { docs, state_dict, losses, samples: Array.from({ length: config.num_samples }, draw) };
    },
  };
}

/** Puts vectors into a workspace, in place of what it held. */
function place(workspace: Workspace, vectors: readonly (readonly number[])[]): readonly Placed[] {
  const space = new Space(workspace.dtype);
  const matrices = vectors.map(({ length }) => space.vector(length));
  reserve(workspace, space);
  return matrices.map((matrix, i) => {
    const numbers = view(workspace, matrix);
    numbers.set(vectors[i]);
    return { matrix, numbers };
  });
}

function softmax(workspace: Workspace, logits: readonly number[]): number[] {
  const [x] = place(workspace, [notEmpty(logits, 'model.5')]);
  workspace.kernels.softmaxRows(x.matrix.address, x.matrix.address, 1, logits.length);
  return [...x.numbers];
}

function notEmpty(values: readonly number[], clause: string): readonly number[] {
  if (values.length === 0) throw new RangeError(`engine: there are no numbers; at least one is needed (${clause})`);
  return values;
}

/** For `microgpt-spec run --module`. */
export default enginePort(packageVersion());
