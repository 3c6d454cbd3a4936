import type { OpName } from '../../port/port.ts';
import type { Draw, GraphNode } from '../../port/values.ts';
import { vocabSize } from '../../reference/parameters.ts';
import type { Answered } from './request.ts';
import {
  beside,
  lanesOf,
  largest,
  modelSizes,
  parameterSizes,
  residualOf,
  type Sizes,
  seedBits,
  smallest,
  spreadOf,
} from './sizes.ts';

/** The dimensions of each operation's inputs: what of a request decides whether a mistake can show. */
export const DIMENSIONS: { readonly [K in OpName]: (request: Answered<K>) => Sizes } = {
  random: ({ args: [seed, draws], inside }) => ({
    'bits of the seed': seedBits(seed),
    'sign of the seed': seed < 0n ? 'negative' : 'none',
    words: inside.words,
    draws: draws.length,
    'kind of draw': draws.map(({ kind }) => kind),
    ...ofDraws(draws),
  }),
  sin: ({ args: [x] }) => ({ angle: x, numbers: x.length }),
  cos: ({ args: [x] }) => ({ angle: x, numbers: x.length }),
  documents: ({ args: [bytes], result }) => ({ ...fileSizes(bytes), documents: result.length }),
  tokenizer: ({ args: [docs], result }) => ({
    documents: docs.length,
    'characters of a document': docs.map((doc) => [...doc].length),
    vocab_size: result.vocab_size,
  }),
  encode: ({ args: [uchars, doc] }) => ({
    characters: [...doc].length,
    'characters of the vocabulary': uchars.length,
    'kind of character': [...doc].map(kindOf),
  }),
  decode: ({ args: [uchars, tokens] }) => ({ tokens: tokens.length, 'characters of the vocabulary': uchars.length }),
  exp: ({ args: [x] }) => ({ argument: x.filter(Number.isFinite), numbers: x.length }),
  log: ({ args: [x] }) => ({ argument: x.filter(Number.isFinite), numbers: x.length }),
  pow: ({ args: [x, exponent] }) => ({ argument: x.filter(Number.isFinite), exponent, numbers: x.length }),
  autograd: ({ args: [graph] }) => ({
    nodes: graph.length,
    depth: depthOf(graph),
    'uses of a node': usesOf(graph),
    'kind of node': graph.map(({ kind }) => kind),
  }),
  parameters: ({ args: [config, vocab_size], result }) => ({
    ...modelSizes(config, vocab_size),
    'numbers drawn': Object.values(result).flat(2).length,
    'bits of the seed': seedBits(config.seed),
    std: beside(config, 'std'),
    std_residual: residualOf(config),
  }),
  linear: ({ args: [x, w] }) => ({
    nin: x.length,
    'nin, by lanes': lanesOf(x.length),
    nout: w.length,
    'nout, by lanes': lanesOf(w.length),
    'largest element': largest(x),
    'smallest element': smallest(x),
  }),
  softmax: ({ args: [x] }) => ({
    logits: x.length,
    'logits, by lanes': lanesOf(x.length),
    'largest logit': largest(x.filter(Number.isFinite)),
    spread: spreadOf(x.filter(Number.isFinite)),
  }),
  rmsnorm: ({ args: [x] }) => ({
    elements: x.length,
    'elements, by lanes': lanesOf(x.length),
    'largest element': largest(x),
    'smallest element': smallest(x),
  }),
  forward: (request) => ({
    ...documentSizes(request),
    'largest logit': largest(request.result.logits.flat()),
    'largest loss': largest(request.result.losses),
  }),
  backward: (request) => ({ ...documentSizes(request), 'largest loss': request.result.loss }),
  trace: (request) => documentSizes(request),
  position_loss: ({ args: [probs, target] }) => ({
    probabilities: probs.length,
    'probability of the target': probs[target],
  }),
  average_loss: ({ args: [losses] }) => ({ losses: losses.length, 'largest loss': largest(losses) }),
  cross_entropy: ({ args: [logits], result }) => ({
    logits: logits.length,
    'logits, by lanes': lanesOf(logits.length),
    spread: spreadOf(logits),
    'largest loss': result.loss,
  }),
  adam: ({ args: [config, step, data, grad, , v] }) => ({
    step,
    parameters: data.length,
    'parameters, by lanes': lanesOf(data.length),
    num_steps: config.num_steps,
    decay: config.decay,
    ...rates(config),
    'largest gradient': largest(grad),
    'smallest gradient': smallest(grad),
    'smallest second moment': smallest(v),
  }),
  train: ({ args: [config, state_dict, documents, steps], inside, result }) => ({
    ...modelSizes(config, vocabSize(state_dict)),
    ...parameterSizes(state_dict),
    positions: documents.map((doc) => Math.min(config.block_size, doc.length - 1)),
    documents: documents.length,
    'ends of a document': documents.map((doc) => endsOf(doc, vocabSize(state_dict) - 1)),
    steps,
    epochs: documents.length === 0 ? 0 : steps / documents.length,
    num_steps: config.num_steps,
    decay: config.decay,
    ...rates(config),
    'spread in a softmax': inside.spread,
    'largest loss': largest(result.losses),
  }),
  sampling: ({ args: [logits, temperature] }) => ({ logits: logits.length, temperature, spread: spreadOf(logits) }),
  sample: ({ args: [config, state_dict], result, inside }) => ({
    ...modelSizes(config, vocabSize(state_dict)),
    ...parameterSizes(state_dict),
    positions: result.probs.length,
    temperature: config.temperature,
    'spread in a softmax': inside.spread,
  }),
  microgpt: ({ args: [config, bytes], result, inside }) => ({
    ...fileSizes(bytes),
    ...modelSizes(config, vocabSize(result.state_dict)),
    documents: result.docs.length,
    'characters of a document': result.docs.map((doc) => [...doc].length),
    'bits of the seed': seedBits(config.seed),
    'words of the stream': inside.words,
    std: beside(config, 'std'),
    std_residual: residualOf(config),
    steps: config.num_steps,
    epochs: config.num_steps / result.docs.length,
    decay: config.decay,
    ...rates(config),
    temperature: config.temperature,
    samples: config.num_samples,
    'characters of a sample': result.samples.map((sample) => [...sample].length),
  }),
};

function documentSizes({ args, inside }: Answered<'forward'> | Answered<'backward'> | Answered<'trace'>): Sizes {
  const [config, state_dict, tokens] = args;
  const cut = tokens.length - 1 - config.block_size;
  return {
    ...modelSizes(config, vocabSize(state_dict)),
    ...parameterSizes(state_dict),
    positions: Math.min(config.block_size, tokens.length - 1),
    'document beside the block': cut > 0 ? 'longer' : cut === 0 ? 'as long' : 'shorter',
    'spread in a softmax': inside.spread,
    'logit in a softmax': inside.logit,
  };
}

function rates(config: Parameters<typeof beside>[0]): Sizes {
  const names = ['learning_rate', 'beta1', 'beta2', 'eps_adam'] as const;
  return Object.fromEntries(names.map((name) => [name, beside(config, name)]));
}

function fileSizes(bytes: Uint8Array): Sizes {
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
  return { bytes: bytes.length, lines: lines.length, 'characters of a line': lines.map((line) => [...line].length) };
}

function ofDraws(draws: readonly Draw[]): Sizes {
  return {
    'k of getrandbits': draws.flatMap((draw) => (draw.kind === 'getrandbits' ? [draw.k] : [])),
    'n of shuffle': draws.flatMap((draw) => (draw.kind === 'shuffle' ? [draw.n] : [])),
    'weights of choices': draws.flatMap((draw) => (draw.kind === 'choices' ? [draw.weights.length] : [])),
    'normals of a stream': draws.filter(({ kind }) => kind === 'gauss').length,
  };
}

function kindOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x80) return 'ASCII';
  return codePoint > 0xffff ? 'astral' : 'beyond ASCII';
}

function depthOf(graph: readonly GraphNode[]): number {
  const depths: number[] = [];
  for (const node of graph) depths.push(1 + Math.max(0, ...childrenOf(node).map((child) => depths[child])));
  return depths.reduce((most, depth) => Math.max(most, depth), 0);
}

function usesOf(graph: readonly GraphNode[]): number {
  const uses = new Array<number>(graph.length).fill(0);
  for (const child of graph.flatMap(childrenOf)) uses[child]++;
  return largest(uses);
}

function childrenOf(node: GraphNode): readonly number[] {
  if (node.kind === 'leaf') return [];
  return 'b' in node ? [node.a, node.b] : [node.a];
}

/** Whether a document has BOS on both sides, as tokenizer.4 has it and a program that trains gives it. */
function endsOf(doc: readonly number[], BOS: number): string {
  return doc.length > 1 && doc[0] === BOS && doc.at(-1) === BOS ? 'BOS' : 'others';
}
