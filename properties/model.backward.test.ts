import fc from 'fast-check';
import type { StateDict } from '../src/port/config.ts';
import { firstMismatch } from '../src/port/mismatch.ts';
import { type ModelCase, stateDict } from './harness/arbitraries.ts';
import { each } from './harness/each.ts';
import { equal, holds } from './harness/expect.ts';
import { flat } from './harness/flat.ts';
import { differential, law } from './harness/law.ts';
import { add, allMeet, type Ball, dot, exact, exacts, meets, scaled, sum, type Vector } from './harness/oracle/ball.ts';
import {
  type Balls,
  EPS_RMSNORM,
  exactMatrices,
  LOCAL,
  positions,
  rmsnorm,
  THROUGHOUT,
} from './harness/oracle/naive.ts';
import { backThrough, naiveGradient, rmsnormBackward } from './harness/oracle/naiveGradient.ts';
import { around, multipleOf, multiplied, roundedGradient } from './harness/oracle/rounded.ts';
import { PAIRED_MODELS } from './harness/pairs.ts';
import {
  deepCases,
  documentsBeside,
  fittingCases,
  LARGE,
  narrow,
  onePosition,
  roomyCases,
  smallParameters,
  TINY,
  wide,
  withLayers,
} from './harness/smallModels.ts';
import { matricesOf, spread } from './harness/spread.ts';
import type { Claiming } from './harness/subject.ts';
import { compared } from './harness/tolerance.ts';
import { embedded, LENGTH, layers, ofOneLength, silenced, zeros } from './harness/transforms.ts';

// Every law here holds for any multiple of the gradient: a mistake in the mean of the losses is no mistake here.

// Catches a scale of RMSNorm that is taken for a constant on the way back (three real ports did), and a missing first norm.
// Large embeddings may be scaled: nothing changes. So their gradient is orthogonal to them.
law(
  'model.23 the gradient of a large embedding is orthogonal to it',
  ['backward'],
  [fittingCases()],
  async (port, model) => {
    const parameters = embedded(smallParameters(model), LARGE);
    const grad = await roundedGradient(port, model, parameters, LOCAL);
    for (const [t, x] of embeddings(model, parameters).entries()) {
      meets(dot(x, grad.wpe[t]), exact(0), `position ${t}: <x, dx> = 0`);
    }
  },
);

// Catches the same, and an epsilon that is another one on the way back or left out of it. For y = s x with
// s = (ms + eps)^-1/2, <x, dx> = eps s^2 <y, dy>; lm_head y are the logits, so that <y, dy> is what lm_head has.
law(
  'model.23 small embeddings: <x, dx> (ms + eps) / eps, over the positions, is <lm_head, its gradient>',
  ['backward'],
  [fittingCases(narrow)],
  async (port, model) => {
    const parameters = embedded(silenced(model, smallParameters(model), 'attn_wo', 'mlp_fc2'), TINY);
    const grad = await roundedGradient(port, model, parameters, THROUGHOUT);
    meets(alongEmbeddings(model, parameters, grad), pairing(parameters, grad, 'lm_head'), 'over all positions');
  },
);

for (const [what, silent, written, read] of [
  ['attention', 'mlp_fc2', 'attn_wo', ['attn_wq', 'attn_wk', 'attn_wv']],
  ['the MLP', 'attn_wo', 'mlp_fc2', ['mlp_fc1']],
] as const) {
  // Catches the scale of the norm inside the block taken for a constant, and a residual that has no gradient. Scaled are:
  // what the first norm gives, what the block adds to it, and lm_head by the inverse; the norm inside sees a scale only
  // by epsilon. All embeddings have one length here, so that it is the same at all positions.
  law(
    `model.23 the norm before ${what} passes no gradient along its input, but for epsilon`,
    ['backward'],
    [fittingCases(narrow)],
    async (port, model) => {
      const parameters = ofOneLength(model, silenced(model, smallParameters(model), silent));
      const grad = await roundedGradient(port, model, parameters, THROUGHOUT);
      const seen = sum(read.map((matrix) => pairing(parameters, grad, `layer0.${matrix}`)));
      const ms = 1 / (1 + EPS_RMSNORM / LENGTH ** 2);
      const left = add(alongEmbeddings(model, parameters, grad), pairing(parameters, grad, `layer0.${written}`));
      const right = add(pairing(parameters, grad, 'lm_head'), scaled(seen, EPS_RMSNORM / (ms + EPS_RMSNORM)));
      meets(left, right, 'scaling of the residual stream');
    },
  );
}

// Catches gradients that are left from another call or row.
law(
  'model.25 rows of wte and wpe that the document does not use have gradient exactly 0',
  ['backward'],
  [fittingCases()],
  async (port, model) => {
    const { grad } = await port.backward(model.config, smallParameters(model), model.tokens);
    const n = positions(model);
    const used = new Set(model.tokens.slice(0, n));
    const unused = [...grad.wte.filter((_, token) => !used.has(token)), ...grad.wpe.slice(n)];
    equal(unused, zeros(unused), 'unused rows');
  },
);

// Catches a softmax over one score that is not constant on the way back.
law(
  'model.25 for a document of one position wq and wk have gradient exactly 0',
  ['backward'],
  [fittingCases({ ...withLayers, ...onePosition })],
  async (port, model) => {
    const { grad } = await port.backward(model.config, smallParameters(model), model.tokens);
    for (const layer of layers(model)) isZero(grad, [`${layer}attn_wq`, `${layer}attn_wk`]);
  },
);

// Catches ReLU'(0) = 1, which no trace shows: there no unit is at 0 exactly.
law(
  'model.25 a unit that is exactly 0 passes no gradient to its row of mlp_fc1',
  ['backward'],
  [fittingCases(withLayers)],
  async (port, model) => {
    const parameters = silenced(model, smallParameters(model), 'mlp_fc1');
    const { grad } = await port.backward(model.config, parameters, model.tokens);
    for (const layer of layers(model)) isZero(grad, [`${layer}mlp_fc1`, `${layer}mlp_fc2`]);
  },
);

// Catches gradients that go round a matrix.
law(
  'model.25 behind zero attn_wo and mlp_fc2 no other matrix of the layer has a gradient',
  ['backward'],
  [fittingCases(withLayers)],
  async (port, model) => {
    const parameters = silenced(model, smallParameters(model), 'attn_wo', 'mlp_fc2');
    const { grad } = await port.backward(model.config, parameters, model.tokens);
    const behind = ['attn_wq', 'attn_wk', 'attn_wv', 'mlp_fc1'];
    isZero(
      grad,
      layers(model).flatMap((layer) => behind.map((matrix) => layer + matrix)),
    );
  },
);

// Catches a residual without gradient, and one that is counted twice. With one position dlm_head = dlogits y^T, so that
// dlogits <y, y> = dlm_head y: the gradient of the embedding follows from that of lm_head.
law(
  'model.26 the residual connections pass the gradient by silent layers unchanged',
  ['backward'],
  [fittingCases({ ...withLayers, ...onePosition })],
  async (port, model) => {
    const parameters = silenced(model, smallParameters(model), 'attn_wo', 'mlp_fc2');
    const grad = await roundedGradient(port, model, parameters, THROUGHOUT);
    const [x] = embeddings(model, parameters);
    const y = rmsnorm(x);
    const dlogits = grad.lm_head.map((row) => dot(row, y));
    const want = rmsnormBackward(x, backThrough(exactMatrices(parameters).lm_head, dlogits));
    allMeet([scaledBy(grad.wpe[0], dot(y, y))], [want], 'dwpe[0] <y, y>');
  },
);

// Catches layers that are gone back through in another order than forward.
law(
  'model.26 among ten layers and more, silent but for two, the gradient does not depend on where these stand',
  ['backward'],
  [deepCases, fc.nat(), fc.nat()],
  async (port, model, pick, other) => {
    const [before, after] = await Promise.all(
      [pick, other].map(async (at) => {
        const { parameters, places } = spread(model, at);
        const { grad } = await port.backward(model.config, parameters, model.tokens);
        const ofTwo = places.flatMap((li, place) => matricesOf(grad, li, place));
        return [grad.wte, grad.wpe, grad.lm_head, ...ofTwo.map(([, rows]) => rows)];
      }),
    );
    equal(after, before, 'gradients of the embeddings, of lm_head and of the two layers');
  },
);

// Catches every wrong derivative, in whichever matrix it first shows: no gradient through attention weights, or the
// scores' scale forgotten on the way back, which no identity sees.
for (const [title, demand, models] of [
  [
    'the gradient is that of the clauses written out by the chain rule, up to a common factor',
    { ops: ['backward'] },
    fittingCases({ ...narrow, n_layer: { min: 0, max: 2 } }),
  ],
  [
    'the gradient of larger models is that of the clauses written out, up to a common factor',
    { ops: ['backward'], heavy: 'larger models' },
    roomyCases(),
  ],
  [
    'the gradient of a wide layer is that of the clauses written out, up to a common factor',
    { ops: ['backward'], heavy: 'larger models' },
    fittingCases(wide),
  ],
] as const) {
  law(`model.27 ${title}`, demand, [models], async (port, model) => {
    const parameters = smallParameters(model);
    const { grad } = await port.backward(model.config, parameters, model.tokens);
    const naive = naiveGradient(model, parameters, THROUGHOUT);
    const multiple = multipleOf(naive, grad);
    holds(multiple.mid > 0, 'lm_head has a gradient', grad.lm_head);
    const want = multiplied(naive, multiple);
    for (const [name, rows] of Object.entries(want)) {
      allMeet(around(grad[name] ?? [], rows, name), rows, `grad.${name}`);
    }
  });
}

// Catches gradients, probabilities or a cache that are left from the document before, in whichever matrix.
law(
  'model.27 a document has the same gradient again, behind a shorter and a longer one',
  ['backward'],
  [fittingCases()],
  async (port, model) => {
    const parameters = smallParameters(model);
    const gradientOf = async (tokens: readonly number[]) =>
      flat((await port.backward(model.config, parameters, tokens)).grad, parameters);
    const first = await gradientOf(model.tokens);
    for (const other of documentsBeside(model)) {
      await gradientOf(other);
      equal(await gradientOf(model.tokens), first, `gradient, behind a document of ${other.length} tokens`);
    }
  },
);

for (const [title, models] of [
  ['random models have', fittingCases()],
  ['larger models have', roomyCases()],
] as const) {
  differential(
    `model.27 ${title} the reference's gradient, up to a common factor`,
    ['backward'],
    [models],
    (port, oracle, model) => agreesWith(oracle, port, model),
  );
}

// Catches a constant that is taken for another, or for none, beside one kind of another constant alone.
differential(
  "model.27 models in which any two kinds of constants meet have the reference's gradient, up to a common factor",
  { ops: ['backward'], free: PAIRED_MODELS.free },
  [],
  (port, oracle) => each(PAIRED_MODELS.inputs, (model) => agreesWith(oracle, port, model)),
);

async function agreesWith(oracle: Claiming<'backward'>, port: Claiming<'backward'>, model: ModelCase): Promise<void> {
  const parameters = stateDict(model, 1 / 4);
  const { grad } = await port.backward(model.config, parameters, model.tokens);
  const want = await oracle.backward(model.config, parameters, model.tokens);
  const { mid } = multipleOf(exactMatrices(want.grad), grad);
  // Against the largest entry of all: where a gradient is a difference of large parts, its own size is no measure.
  const multiple = flat(want.grad).map((x) => mid * x);
  const mismatch = firstMismatch({ type: 'floats', scale: 'array' }, multiple, flat(grad), port.dtype, false, compared);
  holds(mismatch === null, 'the gradient of the reference, times a factor', mismatch);
}

/** x_t = wte[token] + wpe[t] of each position: sums of these parameters are exact. */
function embeddings(model: ModelCase, { wte, wpe }: StateDict): Vector[] {
  return Array.from({ length: positions(model) }, (_, t) => exacts(wte[model.tokens[t]].map((x, j) => x + wpe[t][j])));
}

/** <x, dx> (ms + eps) / eps, summed over the positions: what <y, dy> is behind the first norm. */
function alongEmbeddings(model: ModelCase, parameters: StateDict, grad: Balls): Ball {
  const terms = embeddings(model, parameters).map((x, t) => {
    const ms = scaled(dot(x, x), 1 / x.length);
    return dot(scaledBy(x, scaled(add(ms, exact(EPS_RMSNORM)), 1 / EPS_RMSNORM)), grad.wpe[t]);
  });
  return sum(terms);
}

function scaledBy(x: Vector, factor: Ball): Vector {
  return x.map((xi) => dot([xi], [factor]));
}

/** <W, dW>. */
function pairing(parameters: StateDict, grad: Balls, name: string): Ball {
  return dot(exacts(parameters[name].flat()), grad[name].flat());
}

function isZero(grad: StateDict, names: readonly string[]): void {
  for (const name of names) equal(grad[name], zeros(grad[name]), `grad.${name}`);
}
