import fc from 'fast-check';
import type { Matrix, StateDict } from '../src/port/config.ts';
import type { ModelCase } from './harness/arbitraries.ts';
import { law } from './harness/law.ts';
import { reordered } from './harness/lists.ts';
import { type Ball, mul } from './harness/oracle/ball.ts';
import { residualStream, rmsnorm } from './harness/oracle/naive.ts';
import { closeLogits, equalLogits, meetLogits } from './harness/oracle/rounded.ts';
import { fittingCases, narrow, onePosition, smallParameters, TINY, withLayers } from './harness/smallModels.ts';
import {
  cleared,
  embedded,
  identity,
  inEachLayer,
  onColumns,
  permutation,
  powersOfTwo,
  rescaled,
  silenced,
} from './harness/transforms.ts';

// Catches units that are mixed up, and an activation over more than one unit.
law(
  'model.14 the units of the MLP may be in any order',
  ['forward'],
  [fittingCases(narrow), fc.nat()],
  async (port, model, seed) => {
    const before = smallParameters(model);
    const permuted = (rows: Matrix) => reordered(rows, permutation(rows.length, seed));
    const units = inEachLayer(model, before, 'mlp_fc1', permuted);
    const after = inEachLayer(model, units, 'mlp_fc2', (rows) => onColumns(rows, permuted));
    await closeLogits(port, model, before, after);
  },
);

// Catches an MLP that reads the residual stream as it was before the attention, or that runs before it.
law(
  'model.14 the MLP comes behind the attention: the two may be spread over two layers',
  { ops: ['forward'], needs: { n_layer: 2 } },
  [fittingCases({ n_layer: { min: 2, max: 2 } })],
  async (port, model) => {
    const parameters = smallParameters(model);
    const apart = cleared(parameters, ['layer0.mlp_fc2', 'layer1.attn_wo']);
    const together = {
      ...cleared(parameters, ['layer1.attn_wo', 'layer1.mlp_fc2']),
      'layer0.mlp_fc1': parameters['layer1.mlp_fc1'],
      'layer0.mlp_fc2': parameters['layer1.mlp_fc2'],
    };
    await equalLogits(port, model, apart, together);
  },
);

// Catches a norm that is missing before one of the two blocks, and a block without its residual: with one position,
// attention with wv = wo = I adds rmsnorm(x) to x, and so does an MLP with a unit for each element and one for its negative.
law(
  'model.14 with one position the MLP can do what attention does',
  { ops: ['forward'], needs: { activation: 'relu' } },
  [fittingCases({ ...narrow, ...onePosition, overrides: { activation: 'relu' } })],
  async (port, model) => {
    const silent = silenced(model, embedded(smallParameters(model), TINY), 'attn_wo', 'mlp_fc2');
    const values = inEachLayer(model, silent, 'attn_wv', identity);
    await closeLogits(port, model, inEachLayer(model, values, 'attn_wo', identity), inPairs(model, silent));
  },
);

// A power of two scales a ReLU exactly; its square may go through pow, which need not be rounded correctly.
for (const [clause, activation, power, sameLogits] of [
  ['model.14', 'relu', 1, equalLogits],
  ['model.15', 'relu_squared', 2, closeLogits],
] as const) {
  const overrides = { activation };

  // Catches GELU, tanh and every other activation that is not homogeneous, and the other dialect's.
  law(
    `${clause} a unit's row of mlp_fc1 scaled by c > 0, and its column of mlp_fc2 by c^-${power}: the same logits`,
    { ops: ['forward'], needs: overrides },
    [fittingCases({ ...withLayers, overrides }), fc.nat()],
    async (port, model, seed) => {
      const before = smallParameters(model);
      const { up, down } = powersOfTwo(seed);
      const rows = inEachLayer(model, before, 'mlp_fc1', (fc1) => rescaled(fc1, up));
      const undo = (columnsOfFc2: Matrix) => rescaled(columnsOfFc2, (unit) => down(unit) ** power);
      const after = inEachLayer(model, rows, 'mlp_fc2', (fc2) => onColumns(fc2, undo));
      await sameLogits(port, model, before, after);
    },
  );

  // Catches a leak of negative values, GELU, an MLP without its norm, and its residual left out.
  law(
    `${clause} with a unit for each element and one for its negative, the MLP gives ${power === 1 ? 'y' : 'y |y|'}, y = rmsnorm(x)`,
    { ops: ['forward'], needs: overrides },
    [fittingCases({ ...narrow, overrides })],
    async (port, model) => {
      const silent = embedded(silenced(model, smallParameters(model), 'attn_wo'), TINY);
      const parameters = inPairs(model, silent);
      const want = residualStream(model, parameters, (x) =>
        x.map((row) => rmsnorm(row).map((y) => signedPower(y, power))),
      );
      await meetLogits(port, model, parameters, want);
    },
  );
}

/** Gives the MLP a unit for each element of its input and one for its negative, which it gives back: [I; -I; 0]. */
function inPairs(model: ModelCase, parameters: StateDict): StateDict {
  const pairs = (rows: Matrix) =>
    rows.map((row, unit) => row.map((_, j) => Number(unit === j) - Number(unit === row.length + j)));
  const units = inEachLayer(model, parameters, 'mlp_fc1', pairs);
  return inEachLayer(model, units, 'mlp_fc2', (rows) => onColumns(rows, pairs));
}

/** y for power 1, y |y| for power 2. */
function signedPower(y: Ball, power: 1 | 2): Ball {
  return power === 1 ? y : mul(y, { mid: Math.abs(y.mid), rad: y.rad });
}
