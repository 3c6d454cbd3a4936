import { packageVersion } from '../port/packageVersion.ts';
import { type CompletePort, referencePort } from '../port/reference.ts';
import { documents as documentsOf, shuffled } from '../reference/dataset.ts';
import { initialParameters, unflatten } from '../reference/parameters.ts';
import { Random } from '../reference/random.ts';
import { decode as textOf, tokenizer as tokenizerOf, encode as tokensOf } from '../reference/tokenizer.ts';
import { adam } from './adam.ts';
import { backward } from './backward.ts';
import { createGradient } from './gradient.ts';
import { averageLoss, documentLoss, lossBackward, positionLoss, positionsOf } from './loss.ts';
import { type Arithmetic, createNetwork, DOUBLE } from './network.ts';
import { type Numbers, type Rows, zeros } from './numbers.ts';
import { timesTransposed } from './products.ts';
import { rmsnorm } from './rmsnorm.ts';
import { sample, sampling } from './sample.ts';
import { softmax } from './softmax.ts';
import { startTraining, train } from './train.ts';

/** Operations of a graph of scalars, which the engine has not. */
type GraphOp = 'autograd' | 'exp' | 'log' | 'pow';
export type EnginePort = Omit<CompletePort, GraphOp>;

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
  const vector = (values: readonly number[]): Numbers => {
    const numbers = zeros(dtype, values.length);
    numbers.set(values);
    return numbers;
  };
  const notEmpty = (values: readonly number[], clause: string): Numbers => {
    if (values.length === 0) throw new RangeError(`engine: there are no numbers; at least one is needed (${clause})`);
    return vector(values);
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
      const y = [zeros(dtype, w.length)];
      timesTransposed(y, [vector(x)], w.map(vector), 0, 1);
      return [...y[0]];
    },
    softmax: (logits) => {
      const x = notEmpty(logits, 'model.5');
      softmax(libm, x, x, 0, x.length);
      return [...x];
    },
    rmsnorm: (values) => {
      const x = notEmpty(values, 'model.6');
      rmsnorm(libm, [x], [x], zeros(dtype, 1), 0, 1);
      return [...x];
    },
    forward: (config, state_dict, tokens) => {
      const n = positionsOf(config.block_size, tokens);
      const network = createNetwork(config, state_dict, n, arithmetic);
      const loss = documentLoss(network, tokens);
      return { logits: listed(network.trace.logits), losses: [...network.trace.losses], loss };
    },
    position_loss: (probs, target) => positionLoss(libm, vector(probs), target),
    average_loss: (losses) => averageLoss(losses, losses.length),
    cross_entropy: (logits, target) => {
      const x = notEmpty(logits, 'model.5');
      softmax(libm, x, x, 0, x.length);
      const loss = positionLoss(libm, x, target);
      lossBackward([x], [x], [target, target], 1);
      return { loss, grad: [...x] };
    },
    backward: (config, state_dict, tokens) => {
      const network = createNetwork(config, state_dict, positionsOf(config.block_size, tokens), arithmetic);
      const loss = documentLoss(network, tokens);
      const gradient = createGradient(network);
      backward(network, gradient, tokens);
      return { loss, grad: unflatten(gradient.parameters.all, state_dict) };
    },
    adam: (config, step, data, grad, m, v) => {
      const [updated, moments] = [vector(data), { m: vector(m), v: vector(v) }];
      adam(config, step, updated, vector(grad), moments);
      return { data: [...updated], m: [...moments.m], v: [...moments.v] };
    },
    train: (config, state_dict, docs, steps) => {
      const longest = Math.max(0, ...docs.map((tokens) => positionsOf(config.block_size, tokens)));
      const run = startTraining(config, state_dict, longest, arithmetic);
      const losses = [...train(run, docs, steps)];
      return { losses, state_dict: unflatten(run.network.parameters.all, state_dict) };
    },
    sampling: (logits, temperature) => {
      const x = notEmpty(logits, 'model.5');
      sampling(libm, x, temperature);
      return [...x];
    },
    sample: (config, state_dict, uniforms) => {
      const network = createNetwork(config, state_dict, Math.max(1, uniforms.length), arithmetic);
      let next = 0;
      return sample(network, () => uniforms[next++]);
    },
    microgpt: (config, bytes) => {
      const stream = new Random(config.seed);
      const docs = shuffled(documentsOf(bytes), stream);
      const { uchars, vocab_size } = tokenizerOf(docs);
      const state_dict = initialParameters(config, vocab_size, stream);
      const run = startTraining(config, state_dict, config.block_size, arithmetic);
      const losses = [
        ...train(
          run,
          docs.map((doc) => tokensOf(uchars, doc)),
        ),
      ];
      const samples = Array.from({ length: config.num_samples }, () =>
        textOf(uchars, sample(run.network, () => stream.random()).tokens),
      );
      return { docs, state_dict, losses, samples };
    },
  };
}

function listed(rows: Rows): number[][] {
  return rows.map((row) => Array.from(row));
}

/** For `microgpt-spec run --module`. */
export default enginePort(packageVersion());
