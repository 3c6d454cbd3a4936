import fc from 'fast-check';
import type { Matrix } from '../src/port/config.ts';
import { uniforms } from './harness/arbitraries.ts';
import { equal, holds } from './harness/expect.ts';
import { flat } from './harness/flat.ts';
import { law } from './harness/law.ts';
import { columns, reordered, times } from './harness/lists.ts';
import { allMeet, scaled, sum, type Vector } from './harness/oracle/ball.ts';
import {
  linear,
  naiveForward,
  naiveLogits,
  positions,
  residualStream,
  rmsnorm,
  THROUGHOUT,
} from './harness/oracle/naive.ts';
import { closeLogits, equalLogits, logitsOf, meetLogits, roundedLogits } from './harness/oracle/rounded.ts';
import { fittingCases, narrow, smallParameters, twoDimensions, withLayers, withTokens } from './harness/smallModels.ts';
import {
  headsOf,
  inEachHead,
  inEachLayer,
  inverseTranspose,
  map,
  onColumns,
  permutation,
  powersOfTwo,
  rescaled,
  sharpened,
  silenced,
} from './harness/transforms.ts';
import { widened } from './harness/widened.ts';

// Catches heads that are cut otherwise (interleaved), or attend with another head's queries.
law(
  'model.10 the heads may be in any order, in wq, wk, wv and in the columns of wo',
  ['forward'],
  [fittingCases({ ...narrow, n_head: { min: 2, max: 3 } }), fc.nat()],
  async (port, model, seed) => {
    const before = smallParameters(model);
    const order = permutation(model.config.n_head, seed);
    const permuted = (rows: Matrix) => reordered(headsOf(model.config, rows), order).flat();
    const qkv = (['attn_wq', 'attn_wk', 'attn_wv'] as const).reduce(
      (changed, matrix) => inEachLayer(model, changed, matrix, permuted),
      before,
    );
    const after = inEachLayer(model, qkv, 'attn_wo', (rows) => onColumns(rows, permuted));
    await closeLogits(port, model, before, after);
  },
);

/** Factors with which sums of random parameters stay exact in float32. */
const factor = fc.constantFrom(-2, -1, -1 / 2, 1 / 2, 1, 2);

// Catches a head's scores by anything but the dot product, such as a norm of q and k, or rotary positions. Products of
// shears are all maps of determinant 1, the rotations among them.
law(
  "model.10 an invertible map of a head's queries is undone by its inverse transpose on the keys",
  ['forward'],
  [fittingCases(twoDimensions), factor, factor],
  async (port, model, c, e) => {
    const before = smallParameters(model);
    const mapped = inEachLayer(model, before, 'attn_wq', (rows) => inEachHead(model, rows, map(c, e)));
    const after = inEachLayer(model, mapped, 'attn_wk', (rows) => inEachHead(model, rows, inverseTranspose(c, e)));
    await closeLogits(port, model, before, after);
  },
);

// Catches the same without any rounding: a dimension's product is the same bit for bit.
law(
  'model.10 wq scaled by powers of two, row by row, and wk by their inverses: the same logits exactly',
  ['forward'],
  [fittingCases(withLayers), fc.nat()],
  async (port, model, seed) => {
    const before = smallParameters(model);
    const { up, down } = powersOfTwo(seed);
    const queries = inEachLayer(model, before, 'attn_wq', (rows) => rescaled(rows, up));
    const after = inEachLayer(model, queries, 'attn_wk', (rows) => rescaled(rows, down));
    await equalLogits(port, model, before, after);
  },
);

// Catches scores that are not scaled, or by 1 / head_dim, 1 / sqrt(n_embd) or 1 / sqrt(n_head): the wide model has four
// times the head_dim and eight times the n_embd, filled with zeros, and twice the queries.
law(
  'model.10 four times as many dimensions in a head, with zeros in them, halve its scores',
  { ops: ['forward'], free: ['n_embd', 'n_head'], heavy: 'a model eight times as wide' },
  [fittingCases(narrow)],
  async (port, model) => {
    const before = silenced(model, smallParameters(model), 'mlp_fc1', 'mlp_fc2');
    const { wide, after } = widened(model, before);
    await meetLogits(port, wide, after, await roundedLogits(port, model, before));
  },
);

// Catches everything about attention at once, where the laws above tell what.
law(
  'model.10 with the MLP silent, the logits are those of attention written out',
  ['forward'],
  [fittingCases(twoDimensions)],
  async (port, model) => {
    const parameters = silenced(model, smallParameters(model), 'mlp_fc2');
    await meetLogits(port, model, parameters, naiveLogits(model, parameters));
  },
);

// Catches a missing or shifted mask. Bit-equal, as what a later token adds is 0 or nothing.
law(
  'model.11 later tokens do not change the logits of earlier positions',
  ['forward'],
  [fittingCases({ ...withLayers, ...withTokens }), fc.nat(), fc.nat()],
  async (port, model, pick, seed) => {
    const parameters = smallParameters(model);
    const last = pick % positions(model);
    const uniform = uniforms(seed);
    const other = () => Math.floor(uniform() * model.vocab_size);
    const changed = model.tokens.map((token, t) => (t <= last ? token : other()));
    const [before, after] = [
      await logitsOf(port, model, parameters),
      await logitsOf(port, { ...model, tokens: changed }, parameters),
    ];
    equal(after.slice(0, last + 1), before.slice(0, last + 1), `logits of the positions 0 to ${last}`);
  },
);

// Catches a cache that holds other keys than a pass from scratch would, or that starts anywhere but at position 0.
law(
  'model.11 the first tokens of a document have the logits they have alone',
  ['forward'],
  [fittingCases({ ...narrow, ...withTokens }), fc.nat()],
  async (port, model, pick) => {
    const parameters = smallParameters(model);
    const count = 1 + (pick % positions(model));
    const prefix = { ...model, tokens: model.tokens.slice(0, count + 1) };
    const whole = await roundedLogits(port, model, parameters);
    await meetLogits(port, prefix, parameters, whole);
  },
);

// Catches a cache that is kept from one document to the next, and any other state between calls.
law(
  'model.11 a document has the same logits again, with another one in between',
  ['forward'],
  [fittingCases(), fc.nat()],
  async (port, model, seed) => {
    const parameters = smallParameters(model);
    const uniform = uniforms(seed);
    const other = { ...model, tokens: model.tokens.map(() => Math.floor(uniform() * model.vocab_size)) };
    const first = await logitsOf(port, model, parameters);
    await logitsOf(port, other, parameters);
    equal(await logitsOf(port, model, parameters), first, 'logits');
  },
);

// Catches a score or an entry in the cache beside the position's own, such as a padding of zeros.
law(
  'model.11 position 0 attends to itself alone, so that wq and wk do not matter to it',
  ['forward'],
  [fittingCases(withLayers)],
  async (port, model) => {
    const before = smallParameters(model);
    const after = silenced(model, before, 'attn_wq', 'attn_wk');
    const [first, again] = [await logitsOf(port, model, before), await logitsOf(port, model, after)];
    equal(again[0], first[0], 'logits of position 0');
  },
);

// Catches weights that do not sum to 1 over exactly the positions so far: a sum, an average over block_size, a padding of
// zeros, a first position that sees nothing.
law(
  'model.12 one embedding at all positions: the same logits at all positions',
  ['forward'],
  [fittingCases({ ...narrow, ...withTokens })],
  async (port, model) => {
    const parameters = smallParameters(model);
    const [row] = parameters.wpe;
    const same = { ...parameters, wpe: parameters.wpe.map(() => row) };
    const repeated = { ...model, tokens: model.tokens.map(() => 0) };
    const got = await roundedLogits(port, repeated, same);
    allMeet(got, times(got.length, got[0]), 'logits');
  },
);

// Catches an average over block_size or over all but the last position, a sum, and values that skip the norm.
law(
  'model.12 with wq or wk zero a head gives the mean of the values so far',
  ['forward'],
  [fittingCases(narrow), fc.constantFrom('attn_wq', 'attn_wk')],
  async (port, model, zero) => {
    const parameters = silenced(model, smallParameters(model), zero, 'mlp_fc2');
    const want = residualStream(model, parameters, (x, w, layer) => {
      const values = x.map((row) => linear(rmsnorm(row), w[`${layer}.attn_wv`]));
      return values.map((_, t) => linear(mean(values.slice(0, t + 1)), w[`${layer}.attn_wo`]));
    });
    await meetLogits(port, model, parameters, want);
  },
);

// Catches values of another head, wo transposed, and heads that are summed and not concatenated.
law(
  "model.12 an invertible map of a head's values is undone by its inverse in the columns of wo",
  ['forward'],
  [fittingCases(twoDimensions), factor, factor],
  async (port, model, c, e) => {
    const before = smallParameters(model);
    const undo = (rows: Matrix) => inEachHead(model, rows, inverseTranspose(c, e));
    const mapped = inEachLayer(model, before, 'attn_wv', (rows) => inEachHead(model, rows, map(c, e)));
    const after = inEachLayer(model, mapped, 'attn_wo', (rows) => onColumns(rows, undo));
    await closeLogits(port, model, before, after);
  },
);

// Catches a nonlinearity between the values and wo, without any rounding.
law(
  'model.12 wv scaled by powers of two, and the columns of wo by their inverses: the same logits exactly',
  ['forward'],
  [fittingCases(withLayers), fc.nat()],
  async (port, model, seed) => {
    const before = smallParameters(model);
    const { up, down } = powersOfTwo(seed);
    const values = inEachLayer(model, before, 'attn_wv', (rows) => rescaled(rows, up));
    const after = inEachLayer(model, values, 'attn_wo', (rows) => onColumns(rows, (wo) => rescaled(wo, down)));
    await equalLogits(port, model, before, after);
  },
);

function mean(rows: readonly Vector[]): Vector {
  return columns(rows).map((column) => scaled(sum(column), 1 / rows.length));
}

/** Factors on attn_wq that make scores of hundreds of thousands; what else a port does with them is the same for both. */
const [SHARP, SHARPER] = [2 ** 20, 2 ** 21];

/** Models in which each position's largest score stands alone, so far above the others that their weights are exactly 0. */
const decided = fittingCases(withLayers).filter((model) =>
  naiveForward(model, sharpened(model, smallParameters(model), SHARP), THROUGHOUT).layers.every(({ weights }) =>
    weights.flat(2).every(({ mid }) => mid === 0 || mid === 1),
  ),
);

// Catches attention's own softmax without its maximum, or with a maximum that begins at 0: e to these powers is infinite,
// or all of them are 0. The two models are the port's own, so that it catches nothing else.
law(
  'model.3 where the largest score stands alone, scores twice as large give the same logits exactly',
  ['forward'],
  [decided],
  async (port, model) => {
    const [once, twice] = await Promise.all(
      [SHARP, SHARPER].map((factor) => logitsOf(port, model, sharpened(model, smallParameters(model), factor))),
    );
    holds(once.flat().every(Number.isFinite), 'finite logits', once);
    equal(twice, once, 'logits with attn_wq twice as large');
  },
);

// Catches the same in a backward pass that has a softmax of its own.
law(
  'model.3 where the largest score stands alone, scores twice as large give the same gradient exactly',
  ['backward'],
  [decided],
  async (port, model) => {
    const [once, twice] = await Promise.all(
      [SHARP, SHARPER].map(async (factor) => {
        const { grad } = await port.backward(
          model.config,
          sharpened(model, smallParameters(model), factor),
          model.tokens,
        );
        return flat(grad);
      }),
    );
    holds(once.every(Number.isFinite), 'a finite gradient', once);
    equal(twice, once, 'gradient with attn_wq twice as large');
  },
);
