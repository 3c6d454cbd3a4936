import { type ModelCase, withMatrix } from './harness/arbitraries.ts';
import { law } from './harness/law.ts';
import { columns } from './harness/lists.ts';
import { allMeet, dot, exact, scaled, sum, type Vector } from './harness/oracle/ball.ts';
import { exactMatrices, LOCAL, positions, THROUGHOUT } from './harness/oracle/naive.ts';
import { roundedGradient } from './harness/oracle/rounded.ts';
import { fittingCases, narrow, smallParameters, withLayers, withTokens } from './harness/smallModels.ts';
import { LENGTH, layers, ofOneLength } from './harness/transforms.ts';

// Every law here holds for any multiple of the gradient: a mistake in the mean of the losses is no mistake here.

// Catches keys of earlier positions without gradient (a detached cache), the scale in one of the two gradients only, and
// a query's gradient from another head. With Wq -> A Wq and Wk -> A^-T Wk nothing changes; A = I + X for small X gives
// <X Wq, dWq> = <X^T Wk, dWk>. The trace is the scaling of q against k, the antisymmetric part their rotation.
law(
  'model.18 in each head Wq dWq^T = dWk Wk^T, whatever the loss',
  ['backward'],
  [fittingCases(withLayers)],
  async (port, model) => {
    const parameters = smallParameters(model);
    const grad = await roundedGradient(port, model, parameters, LOCAL);
    for (const [layer, h] of everyHead(model)) {
      const [wq, wk] = ['attn_wq', 'attn_wk'].map((name) => head(model, exactMatrices(parameters)[layer + name], h));
      const [dwq, dwk] = ['attn_wq', 'attn_wk'].map((name) => head(model, grad[layer + name], h));
      const left = wq.map((w_i) => dwq.map((d_j) => dot(w_i, d_j)));
      const right = dwk.map((d_i) => wk.map((w_j) => dot(d_i, w_j)));
      allMeet(left, right, `${layer} head ${h}: Wq dWq^T = dWk Wk^T`);
    }
  },
);

// Catches values of earlier positions without gradient, wo's gradient transposed, and weights that are taken for 1.
// With Wv -> A Wv and Wo -> Wo A^-1 nothing changes.
law(
  'model.19 in each head Wv dWv^T = dWo^T Wo, whatever the loss',
  ['backward'],
  [fittingCases(withLayers)],
  async (port, model) => {
    const parameters = smallParameters(model);
    const grad = await roundedGradient(port, model, parameters, LOCAL);
    for (const [layer, h] of everyHead(model)) {
      const given = exactMatrices(parameters);
      const [wv, dwv] = [given, grad].map((matrices) => head(model, matrices[`${layer}attn_wv`], h));
      const [wo, dwo] = [given, grad].map((matrices) => head(model, columns(matrices[`${layer}attn_wo`]), h));
      const left = wv.map((w_i) => dwv.map((d_j) => dot(w_i, d_j)));
      const right = dwo.map((d_i) => wo.map((w_j) => dot(d_i, w_j)));
      allMeet(left, right, `${layer} head ${h}: Wv dWv^T = dWo^T Wo`);
    }
  },
);

for (const [activation, power] of [
  ['relu', 1],
  ['relu_squared', 2],
] as const) {
  const overrides = { activation };

  // Catches a slope of ReLU at the output in place of the input, a leak, and units that are mixed up on the way back.
  // With a unit's row of fc1 times c and its column of fc2 times c^-power nothing changes.
  law(
    `model.20 for each unit <fc1 row, its gradient> = ${power === 1 ? '' : '2 '}<fc2 column, its gradient>, with ${activation}`,
    { ops: ['backward'], needs: overrides },
    [fittingCases({ ...withLayers, overrides })],
    async (port, model) => {
      const parameters = smallParameters(model);
      const given = exactMatrices(parameters);
      const grad = await roundedGradient(port, model, parameters, LOCAL);
      for (const layer of layers(model)) {
        const [fc1, dfc1] = [given, grad].map((matrices) => matrices[`${layer}mlp_fc1`]);
        const [fc2, dfc2] = [given, grad].map((matrices) => columns(matrices[`${layer}mlp_fc2`]));
        const incoming = fc1.map((row, r) => dot(row, dfc1[r]));
        const outgoing = fc2.map((column, r) => scaled(dot(column, dfc2[r]), power));
        allMeet([incoming], [outgoing], `${layer}mlp: unit`);
      }
    },
  );
}

// Catches probabilities that do not sum to 1 on the way back, and a target's -1 that is missing or set twice.
law(
  'model.21 the gradient of lm_head sums to 0 over the vocabulary, in every column',
  ['backward'],
  [fittingCases()],
  async (port, model) => {
    const grad = await roundedGradient(port, model, smallParameters(model), LOCAL);
    const nothing = grad.lm_head[0].map(() => exact(0));
    allMeet([columns(grad.lm_head).map(sum)], [nothing], 'sum over the vocabulary');
  },
);

// Catches a gradient that is overwritten where a token occurs again, and a row that is off by one.
law(
  "model.22 the gradient of a token's row of wte is the sum of those of its positions' rows of wpe",
  ['backward'],
  [fittingCases()],
  async (port, model) => {
    const grad = await roundedGradient(port, model, smallParameters(model), LOCAL);
    const tokens = model.tokens.slice(0, positions(model));
    const want = grad.wte.map((row, token) =>
      row.map((_, j) => sum(tokens.flatMap((other, t) => (other === token ? [grad.wpe[t][j]] : [])))),
    );
    allMeet(grad.wte, want, 'dwte');
  },
);

// Catches a softmax whose sum has no gradient: the missing - sum p dp. The same added to all keys changes nothing, so
// where an element of the activations is the same at all positions, its column of wk has none.
law(
  'model.24 an element that is equal at all positions has gradient 0 in its column of wk',
  ['backward'],
  [fittingCases({ ...narrow, ...withTokens })],
  async (port, model) => {
    const signed = ofOneLength(model, smallParameters(model));
    const parameters = withMatrix(signed, 'wte', (x, _, j) => (j === 0 ? LENGTH : x));
    const grad = await roundedGradient(port, model, parameters, THROUGHOUT);
    const column = columns(grad['layer0.attn_wk'])[0];
    allMeet([column], [column.map(() => exact(0))], 'dwk, column 0');
  },
);

function everyHead(model: ModelCase): [layer: string, h: number][] {
  return layers(model).flatMap((layer) =>
    Array.from({ length: model.config.n_head }, (_, h): [string, number] => [layer, h]),
  );
}

/** A head's rows. */
function head({ config }: ModelCase, rows: readonly Vector[], h: number): readonly Vector[] {
  const head_dim = config.n_embd / config.n_head;
  return rows.slice(h * head_dim, (h + 1) * head_dim);
}
