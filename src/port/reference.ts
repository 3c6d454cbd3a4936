import type { Tape, Value } from '../reference/autograd.ts';
import type { Model } from '../reference/model.ts';
import { vocabSize } from '../reference/parameters.ts';
import type { Libm } from '../reference/python.ts';
import type { Random } from '../reference/random.ts';
import type { StateDict } from './config.ts';
import {
  demandAngles,
  demandBuffers,
  demandColumns,
  demandEarlierNodes,
  demandElements,
  demandStep,
  demandTokens,
  uniformAt,
} from './fitting.ts';
import { unflatten } from './flatten.ts';
import { REFERENCE, type Reference } from './modules.ts';
import type { OpName, Port, PortInfo } from './port.ts';
import { evaluate, gradients, leaves, read } from './tape.ts';
import { traceOf } from './trace.ts';
import type { Draw, Drawn } from './values.ts';

/**
 * A port that claims every operation.
 *
 * @example
 * const port: CompletePort = referencePort('1');
 * await port.softmax([0, 0]); // => [0.5, 0.5]
 */
export type CompletePort = PortInfo & Required<Pick<Port, OpName>>;

/**
 * The embedded reference behind the interface that every port has.
 *
 * @param version - as the port gives it
 * @param reference - its modules: those of the reference, or of a copy that was changed
 * @param math - the library that exp, ln, powers, sine and cosine are taken from; `Math` by default
 *
 * @example
 * await referencePort('1').position_loss([0.5, 0.5], 1); // => 0.6931471805599453
 */
export function referencePort(version: string, reference: Reference = REFERENCE, math?: Libm): CompletePort {
  const { autograd, dataset, inference, loss, model, optimizer, parameters, tokenizer, training } = reference;
  const libm = math ?? Math;
  const onFreshTape = (build: (tape: Tape) => readonly Value[]): number[] => {
    const tape = new autograd.Tape(math);
    return read(tape, build(tape));
  };
  return {
    name: 'reference',
    lang: 'TypeScript',
    version,
    dtype: 'f64',
    random: (seed, draws) => {
      const random = new reference.random.Random(seed, math);
      return draws.map((draw) => drawn(random, draw));
    },
    sin: (x) => {
      demandAngles('sin', x);
      return x.map((angle) => libm.sin(angle));
    },
    cos: (x) => {
      demandAngles('cos', x);
      return x.map((angle) => libm.cos(angle));
    },
    documents: dataset.documents,
    tokenizer: tokenizer.tokenizer,
    encode: tokenizer.encode,
    decode: tokenizer.decode,
    exp: (x) => onFreshTape((tape) => leaves(tape, x).map((v) => tape.exp(v))),
    log: (x) => onFreshTape((tape) => leaves(tape, x).map((v) => tape.log(v))),
    pow: (x, exponent) => onFreshTape((tape) => leaves(tape, x).map((v) => tape.pow(v, exponent))),
    autograd: (graph) => {
      demandEarlierNodes(graph);
      return evaluate(new autograd.Tape(math), graph);
    },
    parameters: (config, vocab_size) => {
      demandTokens('parameters', vocab_size);
      return parameters.initialParameters(config, vocab_size, new reference.random.Random(config.seed, math));
    },
    linear: (x, w) => {
      demandColumns(x, w);
      return onFreshTape((tape) =>
        model.linear(
          tape,
          leaves(tape, x),
          w.map((row) => leaves(tape, row)),
        ),
      );
    },
    softmax: (logits) => onFreshTape((tape) => model.softmax(tape, leaves(tape, logits))),
    rmsnorm: (x) => onFreshTape((tape) => model.rmsnorm(tape, leaves(tape, x))),
    forward: (config, state_dict, tokens) => {
      const made = model.createModel(new autograd.Tape(math), config, state_dict);
      const document = loss.documentLoss(made, tokens);
      return {
        loss: made.tape.data[document.loss],
        losses: read(made.tape, document.losses),
        logits: document.logits.map((row) => read(made.tape, row)),
      };
    },
    position_loss: (probs, target) => onFreshTape((tape) => [loss.positionLoss(tape, leaves(tape, probs), target)])[0],
    average_loss: (losses) => onFreshTape((tape) => [loss.averageLoss(tape, leaves(tape, losses))])[0],
    cross_entropy: (logits, target) => {
      const tape = new autograd.Tape(math);
      const inputs = leaves(tape, logits);
      const root = loss.positionLoss(tape, model.softmax(tape, inputs), target);
      tape.backward(root);
      return { loss: tape.data[root], grad: gradients(tape, inputs.length) };
    },
    backward: (config, state_dict, tokens) => {
      const made = model.createModel(new autograd.Tape(math), config, state_dict);
      const root = loss.documentLoss(made, tokens).loss;
      made.tape.backward(root);
      const grad = gradients(made.tape, made.num_params);
      return { loss: made.tape.data[root], grad: unflatten(grad, state_dict) };
    },
    trace: (config, state_dict, tokens) => traceOf(reference, config, state_dict, tokens, math),
    adam: (config, step, data, grad, m, v) => {
      reference.config.checkConfig(config); // a model's shapes check it elsewhere (parameters.14)
      demandStep('adam: step', step, config);
      demandBuffers({ data, grad, m, v });
      const updated = Float64Array.from(data);
      const moments = { m: Float64Array.from(m), v: Float64Array.from(v) };
      optimizer.adam(config, step, updated, Float64Array.from(grad), moments, math);
      return { data: [...updated], m: [...moments.m], v: [...moments.v] };
    },
    train: (config, state_dict, docs, steps) => {
      demandTokens('train', vocabSize(state_dict));
      demandStep('train: steps', steps, config);
      const run = training.startTraining(config, state_dict, math);
      const losses = [...training.train(run, docs, steps)];
      return { losses, state_dict: parametersOf(run.model, state_dict) };
    },
    sampling: (logits, temperature) =>
      onFreshTape((tape) => inference.sampling(tape, leaves(tape, logits), temperature)),
    sample: (config, state_dict, uniforms) => {
      let pos_id = 0;
      const made = model.createModel(new autograd.Tape(math), config, state_dict);
      return inference.sample(made, () => uniformAt(uniforms, pos_id++));
    },
    microgpt: (config, bytes) => {
      const stream = new reference.random.Random(config.seed, math);
      const { docs, state_dict, losses, samples } = reference.microgpt.microgpt(config, bytes, stream, math);
      return { docs, state_dict, losses: [...losses], samples: [...samples] };
    },
  };
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
      demandElements(draw.n);
      const list = Array.from({ length: draw.n }, (_, i) => i);
      random.shuffle(list);
      return list;
    }
  }
}

function parametersOf({ tape, num_params }: Model, like: StateDict): StateDict {
  return unflatten(tape.data.subarray(0, num_params), like);
}
