import { madeFor, SMALL_RUNS, smallRun } from './harness/golden.ts';
import { differential, law, vector } from './harness/law.ts';
import { columns } from './harness/lists.ts';
import { allMeet, dot, softmax, sum, type Vector } from './harness/oracle/ball.ts';
import { activated, added, linear, rmsnorm, scores } from './harness/oracle/naive.ts';
import { meetsTrace } from './harness/oracle/naiveTrace.ts';
import { roundedLogits } from './harness/oracle/rounded.ts';
import { fittingCases, roomyCases, smallParameters, withLayers } from './harness/smallModels.ts';
import { type At, Traced } from './harness/traced.ts';

// Each value is held against the port's own values before it, so that a mistake shows where it is made and nowhere behind it.

/** What a law says of each traced model. */
function traced(title: string, demand: (trace: Traced) => void, cases = fittingCases(withLayers)): void {
  law(title, ['trace'], [cases], async (port, model) => {
    demand(await Traced.of(port, model, smallParameters(model)));
  });
}

// Catches the embedding of another position, or of the target.
traced(
  "model.8 in a trace, the embedding is the sum of the token's row of wte and the position's of wpe",
  (trace) =>
    trace.positions((t) => {
      trace.is('embedding', [t, null], added(trace.w.wte[trace.model.tokens[t]], trace.w.wpe[t]));
    }),
  fittingCases(),
);

// Catches a first norm that is left out, or has another epsilon.
traced(
  'model.9 in a trace, x is the norm of the embedding',
  (trace) =>
    trace.positions((t) => {
      trace.is('x', [t, null], rmsnorm(trace.own('embedding', [t, null])));
    }),
  fittingCases(),
);

// Catches a norm that is left out in one of the blocks, or is taken of what another block had.
traced('model.6 in a trace, attention and MLP get the norm of the residual stream before them', (trace) =>
  trace.layers((at) => {
    trace.is('attn_norm', at, rmsnorm(trace.before(at)));
    trace.is('mlp_norm', at, rmsnorm(trace.own('attn_residual', at)));
  }),
);

// Catches queries and keys of another matrix, or by its columns.
traced('model.10 in a trace, queries and keys are attn_wq and attn_wk applied to the norm', (trace) =>
  trace.layers((at) => {
    const attn_norm = trace.own('attn_norm', at);
    trace.is('q', at, linear(attn_norm, trace.matrix('attn_wq', at)));
    trace.is('k', at, linear(attn_norm, trace.matrix('attn_wk', at)));
  }),
);

// Catches heads that are cut otherwise, scores without their scale or by another, and keys of other positions.
traced("model.10 in a trace, scores are products of the head's query and keys, divided by sqrt(head_dim)", (trace) =>
  trace.heads((at, h, cut) => {
    trace.is(`head${h}.attn_logits`, at, scores(trace.model, cut(trace.own('q', at)), trace.upTo('k', at).map(cut)));
  }),
);

// Catches a softmax over the heads or over all positions of the block.
traced('model.11 in a trace, the attention weights are the softmax of the scores of the positions so far', (trace) =>
  trace.heads((at, h) => {
    trace.is(`head${h}.attn_weights`, at, softmax(trace.own(`head${h}.attn_logits`, at)));
  }),
);

// Catches weights that were masked behind the softmax, and another base. The sum of n rounded shares is 1 to the rounding of n additions.
traced(
  'model.2 in a trace, the probabilities are the softmax of the logits, and they and the attention weights sum to 1',
  (trace) => {
    const sumsToOne = (name: string, at: At, shares: Vector) => {
      const own = trace.own(name, at).map(({ mid }, i) => ({ mid, rad: shares[i].rad }));
      allMeet([[sum(own)]], [[{ mid: 1, rad: 0 }]], `the sum of ${name}`);
    };
    trace.heads((at, h) => {
      sumsToOne(`head${h}.attn_weights`, at, softmax(trace.own(`head${h}.attn_logits`, at)));
    });
    trace.positions((t) => {
      const shares = softmax(trace.own('logits', [t, null]));
      sumsToOne('probs', [t, null], shares);
      trace.is('probs', [t, null], shares);
    });
  },
);

// Catches values of other positions, weights of another head, and heads in another order.
traced(
  'model.12 in a trace, a head gives the mean of its values by its weights, and attn_wo is applied to all',
  (trace) => {
    trace.layers((at) => {
      trace.is('v', at, linear(trace.own('attn_norm', at), trace.matrix('attn_wv', at)));
      trace.is('attn_out', at, linear(trace.own('x_attn', at), trace.matrix('attn_wo', at)));
    });
    trace.heads((at, h, cut) => {
      const weights = trace.own(`head${h}.attn_weights`, at);
      const mean = columns(trace.upTo('v', at).map(cut)).map((column) => dot(weights, column));
      trace.is(`head${h}.head_out`, at, mean);
    });
    trace.layers((at) => {
      const heads = Array.from({ length: trace.model.config.n_head }, (_, h) => trace.own(`head${h}.head_out`, at));
      trace.is('x_attn', at, heads.flat());
    });
  },
);

// Catches a residual that is left out, taken behind the norm, or scaled.
traced('model.13 in a trace, what attention and MLP give is added to the stream as it was before their norm', (trace) =>
  trace.layers((at) => {
    trace.is('attn_residual', at, added(trace.own('attn_out', at), trace.before(at)));
    trace.is('mlp_residual', at, added(trace.own('mlp_out', at), trace.own('attn_residual', at)));
  }),
);

// Catches another activation, and an MLP that is given the stream without its norm.
traced(
  'model.14 in a trace, the MLP is mlp_fc2 of the activation of mlp_fc1 of the norm',
  (trace) =>
    trace.layers((at) => {
      trace.is('mlp_hidden', at, linear(trace.own('mlp_norm', at), trace.matrix('mlp_fc1', at)));
      trace.is('mlp_relu', at, activated(trace.model, trace.own('mlp_hidden', at)));
      trace.is('mlp_out', at, linear(trace.own('mlp_relu', at), trace.matrix('mlp_fc2', at)));
    }),
  fittingCases({ ...withLayers, anyActivation: true }),
);

// Catches a final norm, a bias, and tied embeddings.
traced(
  'model.17 in a trace, the logits are lm_head of what the last layer left',
  (trace) =>
    trace.positions((t) => {
      trace.is('logits', [t, null], linear(trace.final(t), trace.w.lm_head));
    }),
  fittingCases(),
);

// Catches a trace that is of another pass than the one that the port runs.
law(
  'model.17 the logits of a trace are those of forward',
  ['trace', 'forward'],
  [fittingCases({ anyActivation: true })],
  async (port, model) => {
    const parameters = smallParameters(model);
    const trace = await Traced.of(port, model, parameters);
    const rounded = await roundedLogits(port, model, parameters);
    const own = rounded.map((row, t) => trace.own('logits', [t, null]).map(({ mid }, i) => ({ mid, rad: row[i].rad })));
    allMeet(own, rounded, 'logits');
  },
);

differential(
  "model.17 every value of a trace agrees with the reference's",
  { ops: ['trace'], heavy: 'larger models' },
  [roomyCases({ anyActivation: true })],
  async (port, oracle, model) => {
    const { config, tokens } = model;
    const parameters = smallParameters(model);
    const want = await oracle.trace(config, parameters, tokens);
    meetsTrace(model, parameters, await port.trace(config, parameters, tokens), want);
  },
);

for (const name of SMALL_RUNS) {
  const run = smallRun(name);
  vector(
    `model.17 golden: small/${name}, every value of the first step`,
    { ops: ['trace'], needs: madeFor(run) },
    async (port) => {
      const { config, initial, uchars, steps } = run;
      const [{ tokens, trace = [] }] = steps;
      const model = { config, tokens, vocab_size: uchars.length + 1, parameters: 0 };
      const want = Object.fromEntries(trace.map(({ name, value }) => [name, value]));
      meetsTrace(model, initial, await port.trace(config, initial, tokens), want);
    },
  );
}
