import fc from 'fast-check';
import { type ModelCase, modelCases, stateDict, uniforms, withMatrix } from './harness/arbitraries.ts';
import { each } from './harness/each.ts';
import { equal, notFinite } from './harness/expect.ts';
import { agrees } from './harness/golden.ts';
import { differential, error, law } from './harness/law.ts';
import { reordered, times } from './harness/lists.ts';
import { allMeet, exacts, scaled } from './harness/oracle/ball.ts';
import { added, naiveLogits, positions, residualStream } from './harness/oracle/naive.ts';
import { closeLogits, equalLogits, logitsOf, meetLogits, roundedLogits } from './harness/oracle/rounded.ts';
import { PAIRED_MODELS } from './harness/pairs.ts';
import {
  deepCases,
  fittingCases,
  LARGE,
  narrow,
  roomyCases,
  smallParameters,
  TINY,
  withLayers,
} from './harness/smallModels.ts';
import { spread } from './harness/spread.ts';
import type { Claiming } from './harness/subject.ts';
import { cleared, embedded, permutation, silenced } from './harness/transforms.ts';

// Catches a position embedding that is left out or is another position's, a token embedding that is scaled by
// sqrt(n_embd), and the target's embedding in place of the token's. Sums of these parameters are exact.
law(
  'model.8 what moves from the embeddings of positions to those of their tokens changes no logit',
  ['forward'],
  [fittingCases(), fc.nat()],
  async (port, model, seed) => {
    const before = smallParameters(model);
    const uniform = uniforms(seed);
    const moved = before.wte.map((row) => row.map(() => Math.round(uniform() * 2 ** 12) / 2 ** 12));
    const there = withMatrix(before, 'wte', (x, token, j) => x + moved[token][j]);
    const after = withMatrix(there, 'wpe', (x, t, j) => x - (moved[model.tokens[t]]?.[j] ?? 0));
    await equalLogits(port, model, before, after);
  },
);

// Catches a row that is off by one.
law(
  'model.8 rows of wte and wpe that the document does not use have no influence',
  ['forward'],
  [fittingCases()],
  async (port, model) => {
    const before = smallParameters(model);
    const n = positions(model);
    const used = new Set(model.tokens.slice(0, n));
    const tokens = withMatrix(before, 'wte', (x, token) => (used.has(token) ? x : x + 1));
    const after = withMatrix(tokens, 'wpe', (x, t) => (t < n ? x : x - 1));
    await equalLogits(port, model, before, after);
  },
);

// Catches the missing first norm: without it the residual stream grows with the embeddings.
law(
  'model.9 large embeddings have the same logits as embeddings 16 times as large',
  ['forward'],
  [fittingCases(narrow)],
  async (port, model) => {
    const parameters = smallParameters(model);
    await closeLogits(port, model, embedded(parameters, LARGE), embedded(parameters, 16 * LARGE));
  },
);

// Catches a block that adds something of its own, such as a bias, and a cache or matrix that layers share.
law(
  'model.13 where attn_wo and mlp_fc2 of a layer are zero, its other matrices do not matter',
  ['forward'],
  [fittingCases(withLayers), fc.nat()],
  async (port, model, pick) => {
    const layer = `layer${pick % model.config.n_layer}`;
    const before = cleared(smallParameters(model), [`${layer}.attn_wo`, `${layer}.mlp_fc2`]);
    const rest = ['attn_wq', 'attn_wk', 'attn_wv', 'mlp_fc1'].map((matrix) => `${layer}.${matrix}`);
    equal(await logitsOf(port, model, cleared(before, rest)), await logitsOf(port, model, before), 'logits');
  },
);

// Catches a residual that is taken behind the norm, and matrices of one layer that are used in another: a residual stream
// that passes by a silent layer is the same bit for bit.
law(
  'model.13 a layer whose attn_wo and mlp_fc2 are zero may stand before or behind another',
  { ops: ['forward'], needs: { n_layer: 2 } },
  [fittingCases({ n_layer: { min: 2, max: 2 } })],
  async (port, model) => {
    const parameters = smallParameters(model);
    const before = cleared(embedded(parameters, TINY), ['layer0.attn_wo', 'layer0.mlp_fc2']);
    const swapped = Object.entries(before).map(([name, rows]) => [
      name.replace(/\d/, (li) => `${1 - Number(li)}`),
      rows,
    ]);
    const after = { ...before, ...Object.fromEntries(swapped) };
    await equalLogits(port, model, before, after);
  },
);

// Catches layers that run in the order of their sorted names, layer10 before layer2, or that share what they keep.
law(
  'model.13 among ten layers and more, silent but for two, these may stand anywhere, in their order',
  ['forward'],
  [deepCases, fc.nat(), fc.nat()],
  async (port, model, pick, other) => {
    const [before, after] = [pick, other].map((places) => spread(model, places).parameters);
    await equalLogits(port, model, before, after);
  },
);

// Catches a missing residual, and one that is taken behind the norm: the embeddings are so small that each norm shows.
law(
  'model.13 with attn_wo and mlp_fc2 zero the logits are lm_head rmsnorm(wte + wpe)',
  ['forward'],
  [fittingCases(withLayers)],
  async (port, model) => {
    const parameters = embedded(silenced(model, smallParameters(model), 'attn_wo', 'mlp_fc2'), TINY);
    const want = residualStream(model, parameters, (x) => x.map((row) => exacts(row.map(() => 0))));
    await meetLogits(port, model, parameters, want);
  },
);

// Catches a document that is not cut off, and one that is cut a position early.
law(
  'model.16 there are logits for the first block_size positions, and tokens behind them do not matter',
  ['forward'],
  [modelCases()],
  async (port, model) => {
    const parameters = smallParameters(model);
    const { block_size } = model.config;
    const long = { ...model, tokens: [...model.tokens, ...times(block_size, 0)] };
    const longer = { ...model, tokens: [...long.tokens.slice(0, block_size), ...model.tokens] };
    const got = await logitsOf(port, long, parameters);
    const widths = got.map((row) => row.length);
    equal(widths, times(block_size, model.vocab_size), 'shape');
    equal(await logitsOf(port, longer, parameters), got, 'logits');
  },
);

error(
  'model.16 a token that is not in the vocabulary is rejected wherever it stands',
  ['forward'],
  [fittingCases(), fc.integer({ min: 0, max: 1000 }), fc.nat()],
  async (port, model, beyond, pick) => {
    const parameters = smallParameters(model);
    const token = model.vocab_size + beyond;
    const tokens = model.tokens.with(pick % model.tokens.length, token);
    await notFinite(() => port.forward(model.config, parameters, tokens), `token ${token} of ${model.vocab_size}`);
  },
);

// Catches lm_head tied to wte, a bias, and logits that are capped or divided.
law(
  'model.17 logits are linear in lm_head: twice the matrix gives twice the logits exactly',
  ['forward'],
  [fittingCases()],
  async (port, model) => {
    const parameters = smallParameters(model);
    const doubled = withMatrix(parameters, 'lm_head', (x) => 2 * x);
    const want = (await logitsOf(port, model, parameters)).map((row) => row.map((x) => 2 * x));
    equal(await logitsOf(port, model, doubled), want, 'logits');
  },
);

// Catches logits that are clipped. All rows of lm_head are alike, so that no probability rounds to 0.
law(
  'model.17 logits of any size: lm_head times a power of two gives them times it exactly',
  ['forward'],
  [fittingCases({ anyActivation: true }), fc.integer({ min: 6, max: 12 })],
  async (port, model, exponent) => {
    const small = smallParameters(model);
    const parameters = { ...small, lm_head: times(model.vocab_size, small.lm_head[0]) };
    const large = withMatrix(parameters, 'lm_head', (x) => 2 ** exponent * x);
    const want = (await logitsOf(port, model, parameters)).map((row) => row.map((x) => 2 ** exponent * x));
    equal(await logitsOf(port, model, large), want, `logits with lm_head times 2^${exponent}`);
  },
);

// Catches a token that is treated in its own way, and logits in another order than the rows of lm_head.
law(
  'model.17 tokens may be numbered in any order, in wte, lm_head and the document',
  ['forward'],
  [fittingCases(), fc.nat()],
  async (port, model, seed) => {
    const before = smallParameters(model);
    const BOS = model.vocab_size - 1;
    const order = [...permutation(BOS, seed), BOS];
    const renumbered = { ...model, tokens: model.tokens.map((token) => order.indexOf(token)) };
    const after = { ...before, wte: reordered(before.wte, order), lm_head: reordered(before.lm_head, order) };
    const want = (await logitsOf(port, model, before)).map((row) => reordered(row, order));
    equal(await logitsOf(port, renumbered, after), want, 'logits');
  },
);

// Catches a norm behind the last layer: then what its MLP writes would not add up.
law(
  'model.17 there is no norm behind the last layer: logits are affine in its mlp_fc2',
  ['forward'],
  [fittingCases(narrow)],
  async (port, model) => {
    const parameters = smallParameters(model);
    const last = `layer${model.config.n_layer - 1}.mlp_fc2`;
    const scaledBy = (c: number) => withMatrix(parameters, last, (x) => c * x);
    const once = await roundedLogits(port, model, parameters);
    const none = await roundedLogits(port, model, scaledBy(0));
    const twice = await roundedLogits(port, model, scaledBy(2));
    const sum = none.map((row, t) => added(row, twice[t]));
    const doubled = once.map((row) => row.map((x) => scaled(x, 2)));
    allMeet(sum, doubled, 'logits with fc2 twice and not at all, added');
  },
);

// Catches every mistake in the forward pass that is larger than rounding, in more than one layer too.
law('model.17 the logits are those of the clauses written out', ['forward'], [fittingCases()], async (port, model) => {
  const parameters = smallParameters(model);
  await meetLogits(port, model, parameters, naiveLogits(model, parameters));
});

// Catches a loop over layers, heads, positions or tokens that ends at a size, and what is left over of blocks of 4 and 8.
law(
  'model.17 the logits of larger models are those of the clauses written out',
  { ops: ['forward'], heavy: 'larger models' },
  [roomyCases()],
  async (port, model) => {
    const parameters = smallParameters(model);
    await meetLogits(port, model, parameters, naiveLogits(model, parameters));
  },
);

for (const [title, models] of [
  ['random models have', fittingCases()],
  ['larger models have', roomyCases()],
] as const) {
  differential(`model.17 ${title} the reference's logits`, ['forward'], [models], (port, oracle, model) =>
    agreesWith(oracle, port, model),
  );
}

// Catches a constant that is taken for another, or for none, beside one kind of another constant alone.
differential(
  "model.17 models in which any two kinds of constants meet have the reference's logits",
  { ops: ['forward'], free: PAIRED_MODELS.free },
  [],
  (port, oracle) => each(PAIRED_MODELS.inputs, (model) => agreesWith(oracle, port, model)),
);

async function agreesWith(oracle: Claiming<'forward'>, port: Claiming<'forward'>, model: ModelCase): Promise<void> {
  const parameters = stateDict(model, 1 / 4);
  const want = await oracle.forward(model.config, parameters, model.tokens);
  agrees('forward', { logits: want.logits }, await port.forward(model.config, parameters, model.tokens), 'forward');
}
