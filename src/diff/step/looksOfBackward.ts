import { type Balls, exact, exacts, type Vector } from '../../port/balls.ts';
import { type BackwardRule, CHANGED_AT, type Norm, type Pair, RIGHT_RULE } from './backwardRule.ts';
import { explains } from './explains.ts';
import type { LayerValues } from './forwardStages.ts';
import type { Probe, RuleProbe } from './probe.ts';
import type { StepDump } from './stepDump.ts';
import { all, known, type Row, type Rows, type StepModel } from './stepModel.ts';

const SIDES = { q: 'query', k: 'key', v: 'value' } as const;

/** Gradients that come out by one other rule at one place of the way back. */
export const BACKWARD_PROBES: readonly (Probe | RuleProbe)[] = [
  ...[
    logitsOf('target-missing', 'the 1 is not taken away at the target', ({ p }) => p),
    logitsOf('at-input', 'the 1 is taken away at the token of the position itself, not at its target', (at) =>
      lessOne(at, at.tokens[at.t]),
    ),
    logitsOf('at-token-after-target', 'the 1 is taken away at the token after the target', (at) =>
      lessOne(at, at.tokens[at.t + 2] ?? at.tokens[at.t + 1]),
    ),
    logitsOf('probs-of-next-position', 'each position takes the probs of the next one', (at) =>
      lessOne({ ...at, p: at.probs[Math.min(at.t + 1, at.probs.length - 1)] }, at.target),
    ),
    logitsOf('probs-of-position-before', 'each position takes the probs of the one before', (at) =>
      lessOne({ ...at, p: at.probs[Math.max(at.t - 1, 0)] }, at.target),
    ),
    logitsOf('target-alone', 'only the logit of the target has a gradient, (p - 1) / n', (at) =>
      lessOne(at, at.target).map((x, i) => (i === at.target ? x : exact(0))),
    ),
    logitsOf('sum-of-softmax-constant', "softmax's sum is taken for a constant: -1 / n at the target, else 0", (at) =>
      at.p.map((_, i) => exact(i === at.target ? -1 : 0)),
    ),
    logitsOf('logarithm-squared', 'the derivative of ln p is taken for 1 / p^2', (at) => {
      const p = at.p[at.target];
      const inverse = { mid: 1 / p.mid, rad: p.rad / p.mid ** 2 + at.balls.rounding(1, 1 / p.mid) };
      return lessOne(at, at.target).map((x) => at.balls.mul(x, inverse));
    }),
    logitsOf('logarithm-missing', 'the loss is taken for 1 - p', (at) =>
      lessOne(at, at.target).map((x) => at.balls.mul(x, at.p[at.target])),
    ),
    logitsOf('by-own-loss', 'the gradient of each position is multiplied by its own loss', (at) => {
      const p = at.p[at.target];
      const loss = -Math.log(p.mid);
      const ball = { mid: loss, rad: p.rad / p.mid + at.balls.rounding(1, loss) };
      return lessOne(at, at.target).map((x) => at.balls.mul(x, ball));
    }),
    ...somePositions((kept, id, words) =>
      logitsOf(`loss-of-${id}`, `of the losses, or of the terms in its sum over positions, ${words} counts`, (at) =>
        lessOne(at, at.target).map((x) => (kept(at.t, at.probs.length) ? x : exact(0))),
      ),
    ),
  ],
  ...somePositions((kept, id, words) =>
    byRule(`product-of-${id}`, `in its sum over positions ${words} counts`, {
      product: (model, name, d, x) => {
        const rows = [...d.keys()].filter((t) => kept(t, d.length));
        const [own, of] = [rows.map((t) => d[t]), rows.map((t) => x[t])];
        return own.length === 0 ? [] : RIGHT_RULE.product(model, name, own, of);
      },
    }),
  ),
  productWith('product-of-next-position', 'each position is multiplied by the value of the next', 1),
  productWith('product-of-position-before', 'each position is multiplied by the value of the one before', -1),
  {
    id: 'product-with-another-value',
    part: 'backward',
    fault: 'product',
    sentence: 'It is the gradient that comes out where {} stands in its product.',
    holds: ({ stage, dump, backward }) => {
      let positions = 0;
      let product: ((x: Rows) => Vector) | null = null;
      const keep: BackwardRule['product'] = (model, name, d, x) => {
        if (`grad.${name}` === stage.name) {
          positions = d.length;
          product = (rows) => {
            const other = all(rows);
            const fits = other?.every((row, t) => row.length === x[t].length) === true;
            return fits ? RIGHT_RULE.product(model, name, d, other) : [];
          };
        }
        return RIGHT_RULE.product(model, name, d, x);
      };
      backward.dueUnder({ ...RIGHT_RULE, product: keep }, stage.name, null);
      const made = product as ((x: Rows) => Vector) | null; // the compiler does not see keep called
      const names = new Set([...dump.trace.keys()].map((name) => name.replace(/^pos\d+\./, '')));
      for (const other of made === null ? [] : names) {
        const rows = Array.from({ length: positions }, (_, t) => dump.trace.get(`pos${t}.${other}`));
        const due = made?.(rows.map((row) => (row === undefined ? null : exacts(row)))) ?? null;
        if (explains(stage.numbers, due)) return other;
      }
      return null;
    },
  },
  {
    id: 'of-another-matrix',
    part: 'backward',
    fault: 'product',
    sentence: 'It is the gradient that is due for {}.',
    holds: ({ stage, dump, backward }) => {
      const name = stage.name.replace('grad.', '');
      const others = Object.keys(dump.params ?? {}).filter(
        (other) => other !== name && shapeOf(dump, other) === shapeOf(dump, name),
      );
      return (
        others.find((other) =>
          explains(stage.numbers, backward.dueUnder(RIGHT_RULE, `grad.${other}`, stage.numbers.own)),
        ) ?? null
      );
    },
  },
  byRule('activation-passed', 'it comes back through the activation as it is', { activation: (_model, _z, d) => d }),
  byRule('activation-inverted', 'it comes back through the activation where its argument is not positive', {
    activation: (model, hidden, d, t) => masked(model, hidden[t], d, (z) => (z > 0 ? 0 : 1)),
  }),
  byRule('activation-slope-1', 'the slope of the squared ReLU is taken for that of ReLU', {
    activation: (model, hidden, d, t) => masked(model, hidden[t], d, (z) => (z > 0 ? 1 : 0)),
  }),
  byRule('activation-slope-halved', 'the slope of the squared ReLU is taken for z, not 2 z', {
    activation: (model, hidden, d, t) => masked(model, hidden[t], d, (z) => Math.max(0, z)),
  }),
  byRule('activation-of-last-position', 'every position is masked by the signs of the last one', {
    activation: (model, hidden, d) => model.activationBack(hidden[hidden.length - 1], d),
  }),
  byRule('activation-of-first-position', 'every position is masked by the signs of the first one', {
    activation: (model, hidden, d) => model.activationBack(hidden[0], d),
  }),
  ...normOf('passed', 'hands the gradient on as it is', (_, _x, dy) => [...dy]),
  ...normOf('scale-constant', 'takes its scale s for a constant: s dy', (at, x, dy) => normed(at, x, dy, { along: 0 })),
  ...normOf('along-added', 'adds the part that goes through its scale, which is taken away', (at, x, dy) =>
    normed(at, x, dy, { along: -1 }),
  ),
  ...normOf('along-halved', 'has half of the part that goes through its scale', (at, x, dy) =>
    normed(at, x, dy, { along: 0.5 }),
  ),
  ...normOf('along-summed', 'takes the sum of x dy for its mean', (at, x, dy) =>
    normed(at, x, dy, { along: x.length }),
  ),
  ...normOf('along-mean-twice', 'divides the part that goes through its scale by the width twice', (at, x, dy) =>
    normed(at, x, dy, { along: 1 / x.length }),
  ),
  ...normOf('power-2', 'has s^2 for s^3 in the part that goes through its scale s', (at, x, dy) =>
    normed(at, x, dy, { power: 2 }),
  ),
  ...normOf('power-1', 'has s for s^3 in the part that goes through its scale s', (at, x, dy) =>
    normed(at, x, dy, { power: 1 }),
  ),
  ...normOf('scale-missing', 'does not multiply dy by its scale', (at, x, dy) => normed(at, x, dy, { first: 0 })),
  ...normOf('at-output', 'is taken at what it gives, not at what it was given', ({ model }, x, dy) =>
    model.rmsnormBack(model.rmsnorm([...x]), [...dy]),
  ),
  ...normOf('normed-in-along', 'has its output for x in the part that goes through its scale', (at, x, dy) =>
    normed(at, x, dy, { power: 5 }),
  ),
  ...normOf('normed-once', 'has its output for x once in the part that goes through its scale', (at, x, dy) =>
    normed(at, x, dy, { power: 4 }),
  ),
  scoresOf('mean-missing', 'dp is not lessened by its mean under the weights', ({ balls }, p, dp) =>
    p.map((x, s) => balls.mul(x, dp[s])),
  ),
  scoresOf('weight-missing', 'the difference of dp and its mean is not multiplied by the weight', (model, p, dp) =>
    less(model, dp, model.balls.dot(p, dp)),
  ),
  scoresOf('passed', 'it goes back through softmax as it is', (_, _p, dp) => dp),
  scoresOf('mean-unweighted', 'the mean of dp is not weighted', (model, p, dp) =>
    less(model, dp, model.balls.scaled(model.balls.sum(dp), 1 / dp.length)).map((x, s) => model.balls.mul(p[s], x)),
  ),
  scoresOf('diagonal', 'only the diagonal p (1 - p) of its derivative is taken', ({ balls }, p, dp) =>
    p.map((x, s) => balls.mul(balls.mul(x, balls.add(exact(1), balls.scaled(x, -1))), dp[s])),
  ),
  byRule('scores-unscaled', 'the attention logits hand it on without the factor head_dim^-0.5', {
    scores: (model, p, dp) => RIGHT_RULE.scores(model, p, dp).map((x) => model.balls.scaled(x, model.head_dim ** 0.5)),
  }),
  byRule('scores-scaled-twice', 'the attention logits hand it on by 1 / head_dim, not its root', {
    scores: (model, p, dp) => RIGHT_RULE.scores(model, p, dp).map((x) => model.balls.scaled(x, model.head_dim ** -0.5)),
  }),
  ...pairsOf('own-position', 'only the own position', (t, s) => t === s),
  ...pairsOf('last-query', 'only the last position', (t, _, n) => t === n - 1, ['k', 'v']),
  ...pairsOf('first-key', 'only the first position', (_, s) => s === 0, ['q']),
  ...pairsOf('other-positions', 'every position but the own', (t, s) => t !== s),
  byRule(
    'earlier-positions-missing',
    "nothing comes through earlier positions' keys and values",
    { pair: (side, t, s) => side === 'q' || t === s },
    ['attn_logits', 'head_out'],
  ),
  byRule('first-score-missing', 'the attention logits of position 0 hand nothing on, but those of position 0 itself', {
    pair: (side, t, s) => side === 'v' || s > 0 || t === 0,
  }),
  byRule('weights-1', 'the values are handed it whole, not by their weight', { weight: (p) => p.map(() => exact(1)) }),
  byRule('heads-shifted-up', 'each head takes the gradient of the next one, the last that of head 0', {
    head: (h, n_head) => (h + 1) % n_head,
  }),
  byRule('heads-shifted-down', 'each head takes the gradient of the one before, head 0 that of the last', {
    head: (h, n_head) => (h + n_head - 1) % n_head,
  }),
  byRule('heads-reversed', 'the heads take the gradients in reverse order', { head: (h, n_head) => n_head - 1 - h }),
  byRule('head-0-for-all', 'all heads take the gradient of head 0', { head: () => 0 }),
  byRule('last-head-missing', 'nothing comes back through the last head', {
    head: (h, n_head) => (h === n_head - 1 ? null : h),
  }),
  byRule('first-head-missing', 'nothing comes back through head 0', { head: (h) => (h === 0 ? null : h) }),
  byRule(
    'query-and-key-swapped',
    "the product's two local gradients are swapped: the query has the query, the key the key",
    {
      partner: (model, of, layer, at) =>
        of === 'weights'
          ? RIGHT_RULE.partner(model, of, layer, at)
          : model.head(of === 'q' ? layer.q[at.t] : layer.k[at.s], at.h),
    },
  ),
  partnerOf(
    'queries-for-keys',
    'the gradient of the query is multiplied by queries, not keys',
    'q',
    (model, { q }, at) => model.head(q[at.s], at.h),
  ),
  partnerOf('keys-for-queries', 'the gradient of the key is multiplied by keys, not queries', 'k', (model, { k }, at) =>
    model.head(k[at.t], at.h),
  ),
  partnerOf(
    'keys-of-head-0',
    'the gradient of the query takes the keys of head 0 for every head',
    'q',
    (model, { k }, { s }) => model.head(k[s], 0),
  ),
  partnerOf(
    'queries-of-head-0',
    'the gradient of the key takes the queries of head 0 for every head',
    'k',
    (model, { q }, { t }) => model.head(q[t], 0),
  ),
  partnerOf(
    'keys-for-values',
    'the gradient of a weight is multiplied by keys, not values',
    'weights',
    (model, { k }, { s, h }) => model.head(k[s], h),
  ),
  partnerOf(
    'values-of-head-0',
    'the gradient of a weight takes the values of head 0 for every head',
    'weights',
    (model, { v }, { s }) => model.head(v[s], 0),
  ),
  ...(['mlp_residual', 'attn_residual'] as const).flatMap((at) => [
    joinedAt(at, 'around-missing', 'goes back through the block alone, not around it', (_, _a, b) => b),
    joinedAt(at, 'block-missing', 'goes back around the block alone, not through it', (_, a) => a),
    joinedAt(at, 'around-twice', 'goes back around the block twice', (model, a, b) =>
      model.added(a, model.added(a, b)),
    ),
    joinedAt(at, 'block-twice', 'goes back through the block twice', (model, a, b) =>
      model.added(b, model.added(a, b)),
    ),
  ]),
  byRule('around-missing-everywhere', 'it comes back through the blocks alone, not around them', {
    joined: (model, a, b, at) => (at === 'attn_norm' ? model.added(a, b) : b),
  }),
  {
    id: 'back-through-nothing',
    part: 'backward',
    fault: 'flow',
    sentence: 'It is the gradient that comes out where nothing comes back through {}.',
    holds: ({ stage, dump, backward }) => {
      for (const kind of kindsOf(dump.params)) {
        const due = backward.dueUnder(
          {
            ...RIGHT_RULE,
            back: (model, name, d) => {
              const dx = model.back(name, d);
              return kindOf(name) === kind ? (dx?.map(() => exact(0)) ?? null) : dx;
            },
          },
          stage.name,
          stage.numbers.own,
        );
        if (explains(stage.numbers, due)) return kind;
      }
      return null;
    },
  },
  {
    id: 'back-untransposed',
    part: 'backward',
    fault: 'flow',
    sentence: 'It is the gradient that comes out where {} is not transposed on the way back: w dy for w^T dy.',
    holds: ({ stage, dump, backward }) => {
      for (const kind of kindsOf(dump.params)) {
        if (!/attn_w[qkvo]$/.test(kind)) continue;
        const due = backward.dueUnder(
          {
            ...RIGHT_RULE,
            back: (model, name, d) => (kindOf(name) === kind ? model.linear(name, d) : model.back(name, d)),
          },
          stage.name,
          stage.numbers.own,
        );
        if (explains(stage.numbers, due)) return kind;
      }
      return null;
    },
  },
  {
    id: 'back-through-another-matrix',
    part: 'backward',
    fault: 'flow',
    sentence: 'It is the gradient that comes out where {} on the way back.',
    holds: ({ stage, dump, model, backward }) => {
      const kinds = kindsOf(dump.params);
      for (const kind of kinds) {
        for (const other of [...kinds, `layer0.${kind}`]) {
          const replaced = (name: string) => {
            if (kindOf(name) !== kind) return name;
            if (other.startsWith('layer0.') || !name.startsWith('layer')) return other;
            return /^layer\d+\./.exec(name)?.[0] + other;
          };
          if (other === kind || !fits(model, kind, other)) continue;
          const due = backward.dueUnder(
            { ...RIGHT_RULE, back: (of, name, d) => of.back(replaced(name), d) },
            stage.name,
            stage.numbers.own,
          );
          if (explains(stage.numbers, due)) return `${other} stands for ${kind}`;
        }
      }
      return null;
    },
  },
  byRule('token-last-place', 'only the last place of a token adds to its row', {
    token: (tokens, t, n) => (tokens.lastIndexOf(tokens[t], n - 1) === t ? tokens[t] : null),
  }),
  byRule('token-first-place', 'only the first place of a token adds to its row', {
    token: (tokens, t) => (tokens.indexOf(tokens[t]) === t ? tokens[t] : null),
  }),
  byRule('token-first-missing', 'position 0 adds nothing', { token: (tokens, t) => (t === 0 ? null : tokens[t]) }),
  byRule('token-last-missing', 'the last position adds nothing', {
    token: (tokens, t, n) => (t === n - 1 ? null : tokens[t]),
  }),
  byRule('token-of-target', 'each position adds to the row of its target', { token: (tokens, t) => tokens[t + 1] }),
  byRule('position-0-for-all', 'all positions add to row 0', { position: () => 0 }),
  byRule('position-of-next', 'each position adds to the row of the next, the last one to its own', {
    position: (t, n) => Math.min(t + 1, n - 1),
  }),
];

function shapeOf({ params }: StepDump, name: string): string {
  return `${params?.[name]?.length} ${params?.[name]?.[0]?.length}`;
}

/** What the gradient of a position's logits is made of, but for the factor 1 / n. */
interface LogitsAt {
  readonly balls: Balls;
  readonly p: Vector;
  readonly probs: readonly Vector[];
  readonly tokens: readonly number[];
  readonly t: number;
  readonly target: number;
}

/** @param at - whose computation is another, where that is less than what the change can be of */
function byRule(id: string, words: string, change: Partial<BackwardRule>, at?: readonly string[]): RuleProbe {
  const rule = { ...RIGHT_RULE, ...change };
  return {
    id,
    rule,
    at: at ?? (Object.keys(change) as (keyof BackwardRule)[]).flatMap((part) => CHANGED_AT[part]),
    part: 'backward',
    sentence: `It is the gradient that comes out where ${words}.`,
    fault: change.product === undefined ? 'flow' : 'product',
    holds: ({ stage, backward }) => {
      // Where lm_head's gradient is right, so is that of the logits.
      if (change.logits !== undefined && stage.through?.includes('probs') !== true) return null;
      return explains(stage.numbers, backward.dueUnder(rule, stage.name, stage.numbers.own)) ? '' : null;
    },
  };
}

function logitsOf(id: string, words: string, make: (at: LogitsAt) => Vector): RuleProbe {
  return byRule(`logits-${id}`, words, {
    logits: ({ balls }, probs, tokens, t) =>
      make({ balls, p: probs[t], probs, tokens, t, target: tokens[t + 1] }).map((x) =>
        balls.scaled(x, 1 / probs.length),
      ),
  });
}

/** p less the one-hot of a token. */
function lessOne({ balls, p }: LogitsAt, token: number): Vector {
  return p.map((x, i) => (i === token ? balls.add(x, exact(-1)) : x));
}

type Kept = (t: number, n: number) => boolean;

function somePositions(make: (kept: Kept, id: string, words: string) => RuleProbe): RuleProbe[] {
  return [
    make((t, n) => t < n - 1, 'all-but-last', 'every position but the last'),
    make((t) => t > 0, 'all-but-first', 'every position but the first'),
    make((t, n) => t === n - 1, 'last', 'the last position alone'),
    make((t) => t === 0, 'first', 'the first position alone'),
  ];
}

function productWith(id: string, words: string, k: number): RuleProbe {
  return byRule(id, words, {
    product: (model, name, d, x) => {
      const last = x.length - 1;
      return RIGHT_RULE.product(
        model,
        name,
        d,
        x.map((_, t) => x[Math.max(0, Math.min(last, t + k))]),
      );
    },
  });
}

function masked({ balls }: StepModel, hidden: Row, d: Row, slope: (z: number) => number): Row {
  return known([hidden, d], (z, dy) => dy.map((x, i) => balls.mul(x, { mid: slope(z[i].mid), rad: z[i].rad })));
}

interface NormAt {
  readonly model: StepModel;
}

/** One probe for each norm, and one for all of them. */
function normOf(id: string, words: string, make: (at: NormAt, x: Vector, dy: Vector) => Row): readonly RuleProbe[] {
  const at = (norms: readonly Norm[], where: string) =>
    byRule(
      `norm-${id}-${norms.length > 1 ? 'all' : norms[0]}`,
      `${where} ${words}`,
      {
        norm: (model, x, dy, by) =>
          norms.includes(by) ? known([x, dy], (row, d) => make({ model }, row, d) ?? []) : model.rmsnormBack(x, dy),
      },
      norms,
    );
  return [
    at(['mlp_norm'], 'the RMSNorm before the MLP'),
    at(['attn_norm'], 'the RMSNorm before attention'),
    at(['x'], 'the RMSNorm behind the embedding'),
    // Of several norms on the way to a gradient.
    at(['mlp_norm', 'attn_norm', 'x'], 'RMSNorm'),
  ];
}

/** s^first dy - along x s^power mean(x dy). */
function normed(
  { model }: NormAt,
  x: Vector,
  dy: Vector,
  { first = 1, along = 1, power = 3 }: { first?: number; along?: number; power?: number },
): Vector {
  const { balls } = model;
  const s = model.scaleOf(x);
  let part = balls.scaled(balls.dot(x, dy), -along / x.length);
  for (let i = 0; i < power; i++) part = balls.mul(part, s);
  return dy.map((d, i) => balls.add(first === 0 ? d : balls.mul(s, d), balls.mul(part, x[i])));
}

function scoresOf(id: string, words: string, make: (model: StepModel, p: Vector, dp: Vector) => Vector): RuleProbe {
  return byRule(`attention-softmax-${id}`, `in the derivative of the attention weights ${words}`, {
    scores: (model, p, dp) => make(model, p, dp).map((x) => model.balls.scaled(x, model.head_dim ** -0.5)),
  });
}

function less({ balls }: StepModel, dp: Vector, mean: Vector[number]): Vector {
  return dp.map((x) => balls.add(x, balls.scaled(mean, -1)));
}

function pairsOf(
  id: string,
  words: string,
  kept: (t: number, s: number, n: number) => boolean,
  sides: readonly (keyof typeof SIDES)[] = ['q', 'k', 'v'],
): RuleProbe[] {
  return sides.map((of) =>
    byRule(
      `${SIDES[of]}-from-${id}`,
      `of the sum over positions in the gradient of the ${SIDES[of]} ${words} is taken`,
      {
        pair: (side, t, s, n) => side !== of || kept(t, s, n),
      },
      [of === 'v' ? 'head_out' : 'attn_logits'],
    ),
  );
}

function partnerOf(
  id: string,
  words: string,
  side: 'q' | 'k' | 'weights',
  make: (model: StepModel, layer: LayerValues, at: Pair) => Row,
): RuleProbe {
  return byRule(
    id,
    words,
    {
      partner: (model, of, layer, at) =>
        of === side ? make(model, layer, at) : RIGHT_RULE.partner(model, of, layer, at),
    },
    [side === 'weights' ? 'head_out' : 'attn_logits'],
  );
}

function joinedAt(
  at: 'mlp_residual' | 'attn_residual',
  id: string,
  words: string,
  make: (model: StepModel, around: Row, through: Row) => Row,
): RuleProbe {
  return byRule(
    `${at}-${id}`,
    `at ${at} it ${words}`,
    { joined: (model, a, b, by) => (by === at ? make(model, a, b) : model.added(a, b)) },
    [at],
  );
}

/** `attn_wq` of `layer1.attn_wq`. */
function kindOf(name: string): string {
  return name.replace(/^layer\d+\./, '');
}

function kindsOf(params: Readonly<Record<string, unknown>> | null): readonly string[] {
  return [...new Set(Object.keys(params ?? {}).map(kindOf))].filter((kind) => kind !== 'wpe');
}

/** Whether two matrices of a model have one shape. */
function fits(model: StepModel, a: string, b: string): boolean {
  const [one, other] = [a, b].map((name) => model.matrix(name) ?? model.matrix(`layer0.${name}`));
  return one !== null && other !== null && one.length === other.length && one[0]?.length === other[0]?.length;
}
