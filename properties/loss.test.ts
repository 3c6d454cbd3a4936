import fc from 'fast-check';
import { modelCases, real, reals, representable, stateDict } from './harness/arbitraries.ts';
import { gamma, LEAST, LIBM, u } from './harness/arithmetic.ts';
import { examples } from './harness/examples.ts';
import { allClose, close, equal, holds, infinite, rejects } from './harness/expect.ts';
import { differential, error, law } from './harness/law.ts';
import { sumOf, times } from './harness/lists.ts';
import { grown } from './harness/sizes.ts';
import { documentsBeside, fittingCases } from './harness/smallModels.ts';
import { vectors } from './harness/vectors.ts';

const probability = real(LEAST, 1);
/** Logits within +-20: exp of their differences neither overflows nor vanishes. */
const RANGE = 20;
const logits = fc.oneof(
  { arbitrary: reals(-RANGE, RANGE, 1, 8), weight: 9 },
  { arbitrary: reals(-RANGE, RANGE, 65, grown(80, 1000)), weight: 1 },
);
const logitsAndTarget = fc.tuple(logits, fc.nat()).map(([x, pick]) => ({ x, target: pick % x.length }));

/**
 * The error of -ln softmax(x)[target], either way it is computed. x_j - max is off by u |x_j - max|, which exp turns into
 * a relative error of u 2 RANGE; exp, the sum of n, the division and ln add LIBM + n + 1 + LIBM roundings; ln turns a
 * relative error of its argument into an absolute one of its result, and adds its own relative to the result.
 */
const crossEntropyBound = (n: number) => gamma(2 * RANGE + 2 * LIBM + n + 2) * (1 + 2 * RANGE);

examples('loss');

// Catches log2, log10 and 1 - p: only a logarithm turns products into sums, and only the natural one has 1 at 1/e.
law(
  'loss.1 the loss of a product of probabilities is the sum of their losses',
  ['position_loss'],
  [fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 100 })],
  async (port, a, k) => {
    // a / 1024 and 2**-k are exact, and so is their product.
    const [p, q] = [a / 1024, 2 ** -k];
    const [lossP, lossQ, both] = await Promise.all([p, q, p * q].map((x) => port.position_loss([x, 1 - x], 0)));
    close(both, lossP + lossQ, (2 * LIBM + 1) * u * (lossP + lossQ), '-ln(p q) = -ln p - ln q');
    close(lossQ, k * Math.LN2, (LIBM + 2) * u * k, '-ln(2**-k) = k ln 2 nats');
  },
);

// Catches log(p + eps): near p = 1 it is off by eps, near 0 by eps / p.
law('loss.1 the loss is the inverse of exp(-x)', ['position_loss'], [real(2 ** -30, 1)], async (port, p) => {
  const loss = await port.position_loss([p, 1 - p], 0);
  // A relative error LIBM u of a loss of at most 30 ln 2 is an absolute one, which exp turns into a relative one.
  close(Math.exp(-loss), p, gamma(LIBM * (30 * Math.LN2 + 1) + LIBM) * p, 'exp(-(-ln p)) = p');
});

// Catches a minus sign that is forgotten.
law('loss.2 the loss is never negative', ['position_loss'], [probability], async (port, p) => {
  const loss = await port.position_loss([p, 1 - p], 0);
  holds(loss >= 0, '-ln p >= 0', loss);
});

// Catches ln(p + eps), which is above 0 where p is near 1.
law('loss.2 the losses of a document are never negative', ['forward'], [modelCases()], async (port, model) => {
  const { losses, loss } = await port.forward(model.config, stateDict(model), model.tokens);
  holds(
    [...losses, loss].every((x) => x >= 0),
    'loss_t >= 0',
    losses,
  );
});

// Catches log(p + eps), which is negative at 1, and label smoothing, which is positive there.
law(
  'loss.3 the loss is 0 exactly where p is 1',
  ['position_loss'],
  [real(LEAST, 1 - u), fc.nat({ max: 5 })],
  async (port, p, others) => {
    const rest = times(others, 0);
    equal(await port.position_loss([1, ...rest], 0), 0, '-ln 1 = 0');
    const loss = await port.position_loss([p, ...rest], 0);
    holds(loss > 0, '-ln p > 0 where p < 1', loss);
  },
);

// Catches ln(p + eps), and a p that is clamped below 1.
law(
  'loss.3 the loss is 0 where p rounds to 1',
  ['cross_entropy'],
  [reals(-RANGE, RANGE, 1, 6), real(128, 700)],
  async (port, x, gap) => {
    const { loss } = await port.cross_entropy([RANGE + gap, ...x], 0);
    equal(loss, 0, 'exp(-128) is lost beside 1, so p = 1');
  },
);

// Catches log(p + 1e-10) and log(max(p, eps)), which are finite, and 0 * -inf, which is NaN.
error(
  'loss.4 a target of probability 0 has no finite loss',
  ['position_loss'],
  [reals(0, 1, 0, 5)],
  async (port, others) => {
    await infinite(() => port.position_loss([0, ...others], 0), '-ln 0 is an error or infinity');
  },
);

// Catches log(max(p, eps)), which is flat below eps, and a bounded loss such as 1 - p, which is not convex enough.
law(
  'loss.5 the loss falls strictly as p grows',
  ['position_loss'],
  [real(LEAST * 2 ** 10, 1), real(2 ** -10, 1 - 2 ** -8)],
  async (port, q, ratio) => {
    const p = representable(q * ratio);
    const [lossP, lossQ] = [await port.position_loss([p], 0), await port.position_loss([q], 0)];
    // -ln of the ratio is at least 2**-8, and the two losses are off by at most LIBM u |ln LEAST| < 2**-12 each.
    holds(lossP > lossQ, `-ln ${p} > -ln ${q}`, [lossP, lossQ]);
  },
);

// Catches a loss that falls ever faster, such as 1 - p^2.
law('loss.5 the loss is convex in p', ['position_loss'], [probability, probability], async (port, p, q) => {
  const middle = representable((p + q) / 2);
  const [a, b, c] = await Promise.all([p, q, middle].map((x) => port.position_loss([x], 0)));
  // Each loss is off by LIBM u of itself; the middle is rounded, by 2 u of itself at the most, and its loss by 2 u.
  holds(c <= (a + b) / 2 + (LIBM + 1) * u * (a + b + c) + 2 * u, '-ln((p + q) / 2) <= (-ln p - ln q) / 2', [a, b, c]);
});

/** Position losses as they occur: from 0 to what the least probability costs. */
const losses = fc.oneof(
  { arbitrary: reals(0, 744, 1, 16), weight: 9 },
  { arbitrary: reals(0, 744, 33, 70), weight: 1 },
);

/**
 * The error of the mean of n losses, which are not negative: n - 1 additions in any order, the rounding of 1 / n and the
 * product. Of losses below the normal numbers, all may be lost, and of their mean.
 */
const meanBound = (n: number, mean: number) => gamma(n + 1) * mean + 2 * LEAST;

// Catches the sum in place of the mean.
law(
  'loss.6 the mean of equal losses is that loss',
  ['average_loss'],
  [real(0, 744), fc.integer({ min: 1, max: 16 })],
  async (port, loss, n) => {
    close(await port.average_loss(times(n, loss)), loss, meanBound(n, loss), '(1 / n) n x = x');
  },
);

// Catches a mean over block_size, and one that leaves the first or the last position out.
law(
  'loss.6 the mean lies between the least and the greatest position loss, and is theirs alone',
  ['average_loss'],
  [losses],
  async (port, list) => {
    const mean = await port.average_loss(list);
    const [n, least, greatest] = [list.length, Math.min(...list), Math.max(...list)];
    holds(mean >= least - meanBound(n, least), 'mean >= least', mean);
    holds(mean <= greatest + meanBound(n, greatest), 'mean <= greatest', mean);
    const naive = sumOf(list.map((x) => x / n)); // n roundings of each part
    close(mean, naive, 2 * meanBound(n, naive), 'mean = sum of x / n');
  },
);

// Catches a mean that leaves out the first or the last position, or weighs them.
law('loss.6 the mean does not depend on the order of the positions', ['average_loss'], [losses], async (port, list) => {
  const mean = await port.average_loss(list);
  const reversed = await port.average_loss([...list].reverse());
  close(reversed, mean, 2 * meanBound(list.length, mean), 'mean(reversed) = mean');
});

// Catches the sum, and a mean over another count: of tokens, of characters, of block_size.
law(
  "loss.6 a document's loss is the mean of its position losses",
  ['forward'],
  [modelCases({ length: { min: 0, max: 8 } })],
  async (port, model) => {
    const { losses, loss } = await port.forward(model.config, stateDict(model), model.tokens);
    const n = losses.length;
    const mean = sumOf(losses.map((x) => x / n));
    // Losses and mean may be rounded to the port's type as they are given, that is once more each.
    close(loss, mean, 2 * meanBound(n + 1, mean), 'loss = (1 / n) sum of losses');
  },
);

// Catches a last target that is dropped, a document that is not cut, and one that is cut a position early.
law(
  'loss.7 n is min(block_size, len(tokens) - 1)',
  ['forward'],
  [modelCases({ length: { min: 0, max: 9 } })],
  async (port, model) => {
    const { losses, logits } = await port.forward(model.config, stateDict(model), model.tokens);
    const n = Math.min(model.config.block_size, model.tokens.length - 1);
    equal([losses.length, logits.length], [n, n], 'positions');
  },
);

// Catches a target that is not shifted by one, or shifted the other way.
law(
  'loss.7 the target of position t is the token at t + 1',
  ['forward', 'cross_entropy'],
  [modelCases({ length: { min: 0, max: 6 } })],
  async (port, model) => {
    const { losses, logits } = await port.forward(model.config, stateDict(model), model.tokens);
    for (let t = 0; t < losses.length; t++) {
      const { loss } = await port.cross_entropy(logits[t], model.tokens[t + 1]);
      // The same logits both times; what they are off by is no matter here.
      const spread = Math.max(...logits[t]) - Math.min(...logits[t]);
      const bound = gamma(spread + 2 * LIBM + logits[t].length + 2) * 2 * (1 + spread);
      close(losses[t], loss, bound, `loss at ${t} = -ln softmax(logits)[tokens[t + 1]]`);
    }
  },
);

// Catches a document whose end is not trained on: what follows the cut must not matter, what stands before it must.
law(
  'loss.7 what lies beyond block_size does not count',
  ['forward'],
  [modelCases({ length: { min: 7, max: 9 } }), fc.nat()],
  async (port, model, pick) => {
    const { config, vocab_size, tokens } = model;
    const other = tokens.map((token, t) => (t > config.block_size ? (token + pick) % vocab_size : token));
    const state_dict = stateDict(model);
    const loss = (await port.forward(config, state_dict, tokens)).loss;
    equal((await port.forward(config, state_dict, other)).loss, loss, 'loss of the cut document');
  },
);

for (const op of ['forward', 'backward'] as const) {
  // Catches keys and values that stay in the cache from one document to the next, and losses that do.
  law(
    `loss.8 the loss that ${op} gives does not depend on the document before, be it shorter or longer`,
    [op],
    [fittingCases({ n_layer: { min: 1, max: 2 } })],
    async (port, model) => {
      const state_dict = stateDict(model);
      const lossOf = async (tokens: readonly number[]) => (await port[op](model.config, state_dict, tokens)).loss;
      const first = await lossOf(model.tokens);
      for (const other of [...documentsBeside(model), [...model.tokens].reverse()]) {
        await lossOf(other);
        equal(await lossOf(model.tokens), first, `loss, behind a document of ${other.length} tokens`);
      }
    },
  );
}

// Catches the same in a training run, where the model outlives the document: no step moves a parameter here.
law(
  'loss.8 a document that comes again in a run has the loss that it had',
  { ops: ['train'], needs: { learning_rate: 0 } },
  [modelCases({ n_layer: { min: 1, max: 2 } })],
  async (port, model) => {
    const config = { ...model.config, learning_rate: 0 };
    const { losses } = await port.train(config, stateDict(model), [model.tokens], 2);
    equal(losses[1], losses[0], 'the loss of the same document, one step later');
  },
);

// Catches log2, and a softmax that is left out.
law(
  'loss.9 equal logits over V tokens cost ln V',
  ['cross_entropy'],
  [real(-RANGE, RANGE), fc.integer({ min: 1, max: 30 }), fc.nat()],
  async (port, x, V, pick) => {
    const { loss } = await port.cross_entropy(times(V, x), pick % V);
    close(loss, Math.log(V), gamma(2 * LIBM + V + 2) * (1 + Math.log(V)), 'loss = ln V');
  },
);

// Catches another base of the logarithm, an eps inside it, and a softmax that is not of all logits.
law(
  'loss.9 the loss is ln of the sum of exp(x_j - x_target)',
  ['cross_entropy'],
  [logitsAndTarget],
  async (port, { x, target }) => {
    const { loss } = await port.cross_entropy(x, target);
    const naive = Math.log(x.reduce((total, xj) => total + Math.exp(xj - x[target]), 0));
    close(loss, naive, 2 * crossEntropyBound(x.length), '-ln softmax(x)[t] = ln sum exp(x_j - x_t)');
  },
);

// Catches a target's logit that is left out of the sum: then a better prediction than the truth exists.
law(
  "loss.9 no prediction beats the truth on average (Gibbs' inequality)",
  ['cross_entropy'],
  [fc.array(fc.tuple(real(-8, 8), real(-8, 8)), { minLength: 1, maxLength: 6 })],
  async (port, pairs) => {
    const [truth, model] = [pairs.map(([t]) => t), pairs.map(([, m]) => m)];
    const exps = truth.map((t) => Math.exp(t));
    const total = sumOf(exps);
    let [entropy, crossEntropy] = [0, 0];
    for (let i = 0; i < pairs.length; i++) {
      entropy += (exps[i] / total) * (await port.cross_entropy(truth, i)).loss;
      crossEntropy += (exps[i] / total) * (await port.cross_entropy(model, i)).loss;
    }
    holds(crossEntropy >= entropy - 2 * crossEntropyBound(pairs.length), 'H(q, p) >= H(q)', [crossEntropy, entropy]);
  },
);

/**
 * The error of p_i = softmax(x)_i, in units of u relative to itself. x_j - max is off by u |x_j - max|, which exp turns into
 * a relative error, to add LIBM of its own; the sum has the error of its terms, and n - 1 additions; the quotient adds 1,
 * and as a product with the reciprocal 2.
 */
const probabilityUlps = (x: readonly number[]) => 2 * (Math.max(...x) - Math.min(...x) + LIBM) + x.length + 1;

/**
 * What the way of the chain rule adds. With e_i = exp(x_i - max), the target's derivative is -(1 / p_t) (1 / total) e_t = -1
 * and a part through the total, as everyone's: (1 / p_t) e_t total^-2 e_i = p_i. In either part p_t, its inverse and the
 * total's power are off by LIBM each, p_t once more; three products and the sum of the parts follow. Errors of e_t are in
 * 1 / p_t too, and cancel. p_i - 1 itself is rounded once.
 */
const CHAIN_ULPS = 3 * LIBM + 5;

/** The error of each p_i - [i = target], of which the target's first part is 1. */
const gradientBounds = (x: readonly number[], target: number, p: readonly number[]) =>
  p.map((p_i, i) => gamma(probabilityUlps(x) + CHAIN_ULPS) * p_i + (i === target ? gamma(CHAIN_ULPS) : 0));

/** softmax(x), written out. */
function softmaxOf(x: readonly number[]): number[] {
  const most = Math.max(...x);
  const exps = x.map((xi) => Math.exp(xi - most));
  const sum = sumOf(exps);
  return exps.map((e) => e / sum);
}

// Catches a gradient that lacks the softmax's part, or has its sign turned.
law(
  'loss.10 the gradient is the softmax less 1 at the target',
  ['cross_entropy'],
  [logitsAndTarget],
  async (port, { x, target }) => {
    const { grad } = await port.cross_entropy(x, target);
    const p = softmaxOf(x);
    const naive = p.map((p_i, i) => p_i - Number(i === target));
    const bounds = gradientBounds(x, target, p).map((bound) => 2 * bound); // it is computed here too
    allClose(grad, naive, bounds, 'd loss / d x_i = p_i - [i = target]');
  },
);

// Catches softmax without - onehot, and a onehot that is scaled otherwise than softmax.
law('loss.10 the gradient sums to 0', ['cross_entropy'], [logitsAndTarget], async (port, { x, target }) => {
  const { grad } = await port.cross_entropy(x, target);
  // The n - 1 additions here are of magnitudes that sum to 2 at most.
  const bound = sumOf(gradientBounds(x, target, softmaxOf(x))) + 2 * gamma(x.length);
  close(sumOf(grad), 0, bound, 'sum of p_i - onehot_i');
});

/** A step along the gradient, in which the loss rises by far more than rounding. */
const h = 2 ** -8;

// Catches a backward pass that is not the forward pass's: the two are asked apart, and only their loss is compared.
law(
  'loss.10 the loss rises along its gradient',
  ['cross_entropy'],
  [reals(-4, 4, 2, 6), fc.nat()],
  async (port, x, pick) => {
    const target = pick % x.length;
    const { loss, grad } = await port.cross_entropy(x, target);
    const moved = x.map((xi, i) => representable(xi + h * grad[i]));
    const rise = (await port.cross_entropy(moved, target)).loss - loss;
    // Convexity: the rise is at least h <G, g>, G being the derivative itself. Off are the two losses; each x_i, by u of at
    // most 4 + 2 h, which moves the loss by |G_i| times that, and all |G_i| sum to 2 at most; g, by its bounds, times h |g_i|.
    const ofGradient = h * sumOf(gradientBounds(x, target, softmaxOf(x)));
    const slack = 2 * crossEntropyBound(x.length) + 2 * u * (4 + 2 * h) + ofGradient;
    holds(rise >= h * sumOf(grad.map((g) => g * g)) - slack, 'loss(x + h g) - loss(x) >= h |g|^2', rise);
  },
);

error(
  'loss.11 a target beyond the probabilities is rejected',
  ['position_loss'],
  [reals(0.25, 1, 1, 5), fc.nat({ max: 3 })],
  async (port, probs, beyond) => {
    await rejects(() => port.position_loss(probs, probs.length + beyond), 'target >= V');
  },
);

// Catches a Brier score or label smoothing, which look at all probabilities.
law(
  'loss.12 the other probabilities do not matter',
  ['position_loss'],
  [probability, reals(0, 1, 0, 6), reals(0, 1, 0, 6)],
  async (port, p, some, others) => {
    equal(await port.position_loss([p, ...some], 0), await port.position_loss([p, ...others], 0), '-ln p');
  },
);

vectors('loss');

differential(
  'loss.9 cross-entropy agrees with the reference',
  ['cross_entropy'],
  [logitsAndTarget],
  async (port, oracle, { x, target }) => {
    const [got, want] = [await port.cross_entropy(x, target), await oracle.cross_entropy(x, target)];
    close(got.loss, want.loss, 2 * crossEntropyBound(x.length), 'loss');
    const bounds = gradientBounds(x, target, softmaxOf(x)).map((bound) => 2 * bound);
    allClose(got.grad, want.grad, bounds, 'grad');
  },
);
