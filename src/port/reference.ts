import { Tape, type Value } from '../reference/autograd.ts';
import type { Config } from '../reference/config.ts';
import { documents, shuffled } from '../reference/dataset.ts';
import { sample, sampling } from '../reference/inference.ts';
import { averageLoss, documentLoss, positionLoss } from '../reference/loss.ts';
import { createModel, linear, type Model, rmsnorm, softmax } from '../reference/model.ts';
import { adam } from '../reference/optimizer.ts';
import { flatten, initialParameters, type StateDict, unflatten } from '../reference/parameters.ts';
import { Random } from '../reference/random.ts';
import { decode, encode, tokenizer } from '../reference/tokenizer.ts';
import { startTraining, train } from '../reference/training.ts';
import type { Draw, Drawn } from './draws.ts';
import type { GraphNode } from './graph.ts';
import type { OpName, Port, PortInfo } from './port.ts';

/** A port that claims every operation. */
export type CompletePort = PortInfo & Required<Pick<Port, OpName>>;

/** The embedded reference behind the interface that every port has. */
export function referencePort(version: string): CompletePort {
  return {
    name: 'reference',
    lang: 'TypeScript',
    version,
    dtype: 'f64',
    random: (seed, draws) => {
      const random = new Random(seed);
      return draws.map((draw) => drawn(random, draw));
    },
    documents,
    tokenizer,
    encode,
    decode,
    exp: (x) => onFreshTape((tape) => leaves(tape, x).map((v) => tape.exp(v))),
    log: (x) => onFreshTape((tape) => leaves(tape, x).map((v) => tape.log(v))),
    pow: (x, exponent) => onFreshTape((tape) => leaves(tape, x).map((v) => tape.pow(v, exponent))),
    autograd: evaluate,
    parameters: (config, vocab_size) => initialParameters(config, vocab_size, new Random(config.seed)),
    linear: (x, w) =>
      onFreshTape((tape) =>
        linear(
          tape,
          leaves(tape, x),
          w.map((row) => leaves(tape, row)),
        ),
      ),
    softmax: (logits) => onFreshTape((tape) => softmax(tape, leaves(tape, logits))),
    rmsnorm: (x) => onFreshTape((tape) => rmsnorm(tape, leaves(tape, x))),
    forward: (config, state_dict, tokens) => {
      const model = createModel(new Tape(), config, state_dict);
      const { loss, losses, logits } = documentLoss(model, tokens);
      return {
        loss: model.tape.data[loss],
        losses: read(model.tape, losses),
        logits: logits.map((row) => read(model.tape, row)),
      };
    },
    position_loss: (probs, target) => onFreshTape((tape) => [positionLoss(tape, leaves(tape, probs), target)])[0],
    average_loss: (losses) => onFreshTape((tape) => [averageLoss(tape, leaves(tape, losses))])[0],
    cross_entropy: (logits, target) => {
      const tape = new Tape();
      const inputs = leaves(tape, logits);
      const loss = positionLoss(tape, softmax(tape, inputs), target);
      tape.backward(loss);
      return { loss: tape.data[loss], grad: gradients(tape, inputs.length) };
    },
    backward: (config, state_dict, tokens) => {
      const model = createModel(new Tape(), config, state_dict);
      const { loss } = documentLoss(model, tokens);
      model.tape.backward(loss);
      return { loss: model.tape.data[loss], grad: unflatten(gradients(model.tape, model.num_params), state_dict) };
    },
    adam: (config, step, data, grad, m, v) => {
      const updated = Float64Array.from(data);
      const moments = { m: Float64Array.from(m), v: Float64Array.from(v) };
      adam(config, step, updated, Float64Array.from(grad), moments);
      return { data: [...updated], m: [...moments.m], v: [...moments.v] };
    },
    train: (config, state_dict, docs, steps) => {
      const training = startTraining(config, state_dict);
      const losses = [...train(training, docs, steps)];
      return { losses, state_dict: parametersOf(training.model, state_dict) };
    },
    sampling: (logits, temperature) => onFreshTape((tape) => sampling(tape, leaves(tape, logits), temperature)),
    sample: (config, state_dict, uniforms) => {
      let next = 0;
      return sample(createModel(new Tape(), config, state_dict), () => uniforms[next++]);
    },
    microgpt: program,
  };
}

/** The whole of microgpt.py, in its order of drawing from the one stream. */
function program(config: Config, bytes: Uint8Array) {
  const random = new Random(config.seed);
  const docs = shuffled(documents(bytes), random);
  const { uchars, vocab_size } = tokenizer(docs);
  const state_dict = initialParameters(config, vocab_size, random);
  const training = startTraining(config, state_dict);
  const losses = [
    ...train(
      training,
      docs.map((doc) => encode(uchars, doc)),
    ),
  ];
  const samples = Array.from({ length: config.num_samples }, () =>
    decode(uchars, sample(training.model, () => random.random()).tokens),
  );
  return { docs, state_dict, losses, samples };
}

function drawn(random: Random, draw: Draw): Drawn {
  switch (draw.kind) {
    case 'random':
      return random.random();
    case 'getrandbits':
      return random.getrandbits(draw.k);
    case 'gauss':
      return random.gauss(draw.mu, draw.sigma);
    case 'choices':
      return random.choices(draw.weights);
    case 'shuffle': {
      const list = Array.from({ length: draw.n }, (_, i) => i);
      random.shuffle(list);
      return list;
    }
  }
}

function evaluate(graph: readonly GraphNode[]) {
  const tape = new Tape();
  const nodes: Value[] = [];
  for (const node of graph) nodes.push(append(tape, nodes, node));
  tape.backward(nodes[nodes.length - 1]);
  return { data: read(tape, nodes), grad: nodes.map((v) => tape.grad[v]) };
}

function append(tape: Tape, nodes: readonly Value[], node: GraphNode): Value {
  switch (node.kind) {
    case 'leaf':
      return tape.leaf(node.data);
    case 'pow':
      return tape.pow(nodes[node.a], node.exponent);
    case 'add':
    case 'mul':
    case 'sub':
    case 'div':
      return tape[node.kind](nodes[node.a], nodes[node.b]);
    default:
      return tape[node.kind](nodes[node.a]);
  }
}

function onFreshTape(build: (tape: Tape) => readonly Value[]): number[] {
  const tape = new Tape();
  return read(tape, build(tape));
}

function leaves(tape: Tape, data: readonly number[]): Value[] {
  return data.map((x) => tape.leaf(x));
}

function read(tape: Tape, values: readonly Value[]): number[] {
  return values.map((v) => tape.data[v]);
}

function gradients(tape: Tape, count: number): number[] {
  return [...tape.grad.subarray(0, count)];
}

function parametersOf(model: Model, like: StateDict): StateDict {
  return unflatten(model.tape.data.subarray(0, flatten(like).length), like);
}
