import fc from 'fast-check';
import { real, reals } from './harness/arbitraries.ts';
import { gamma, LEAST } from './harness/arithmetic.ts';
import { examples } from './harness/examples.ts';
import { allClose, holds, notFinite } from './harness/expect.ts';
import { differential, error, law } from './harness/law.ts';
import { largest } from './harness/lists.ts';
import { grown } from './harness/sizes.ts';
import { vectors } from './harness/vectors.ts';

/** Logits are within this: even at the lowest temperature below, no probability underflows in float32. */
const RANGE = 10;
const logits = fc.oneof(
  { arbitrary: reals(-RANGE, RANGE, 1, 8), weight: 9 },
  { arbitrary: reals(-RANGE, RANGE, 65, grown(80, 1000)), weight: 1 },
);
const temperature = real(1 / 4, 4);

/**
 * The relative error of a probability: l / T, as a division or with the rounded 1 / T, is off by at most 2 roundings, the
 * maximum likewise, and their difference by one more; exp turns that into a relative error, of itself and of the sum,
 * to which it adds 4 ulp, the sum n, and the division 3. Doubled, because two computations are compared.
 */
const probabilityBound = (x: readonly number[], T: number) => gamma((4 * 6 * largest(x)) / T + 4 * (x.length + 12));

examples('inference');

// Catches a temperature that is ignored, multiplied, or applied to probabilities in place of logits.
law(
  'inference.1 the probabilities are exp(logit / temperature) over their sum',
  ['sampling'],
  [logits, temperature],
  async (port, x, T) => {
    const powers = x.map((logit) => Math.exp(logit / T));
    const total = powers.reduce((sum, power) => sum + power);
    const want = powers.map((power) => power / total);
    const bounds = want.map((p) => probabilityBound(x, T) * p + LEAST);
    allClose(await port.sampling(x, T), want, bounds, 'exp(l / T) / sum');
  },
);

// Catches a temperature that is added to something, and one that is clamped.
law('inference.1 a temperature of 1 is softmax', ['sampling', 'softmax'], [logits], async (port, x) => {
  const want = await port.softmax(x);
  const bounds = want.map((p) => probabilityBound(x, 1) * p);
  allClose(await port.sampling(x, 1), want, bounds, 'softmax(l / 1)');
});

// Catches a top-k or nucleus filter, and a penalty on single tokens.
law(
  'inference.1 a larger logit never has a smaller probability',
  ['sampling'],
  [logits, temperature],
  async (port, x, T) => {
    const probs = await port.sampling(x, T);
    const order = x.map((_, i) => i).sort((a, b) => x[a] - x[b]);
    for (const [i, place] of order.slice(1).entries()) {
      // A library's exp and 1 / x need not be monotone, but they are within 2 ulp, that is 4 u, of what is.
      const before = probs[order[i]] * (1 - gamma(2 * (4 + 4 + 1)));
      holds(probs[place] >= before, `logit ${x[place]} >= ${x[order[i]]}`, probs);
    }
  },
);

// Catches a temperature with an epsilon or a lower limit, and a division that is done in two places.
law(
  'inference.6 logits and temperature, both doubled k times, give the same probabilities',
  ['sampling'],
  [logits, temperature, fc.nat({ max: 60 })],
  async (port, x, T, k) => {
    const scale = 2 ** k;
    const scaled = await port.sampling(
      x.map((logit) => logit * scale),
      T * scale,
    );
    const want = await port.sampling(x, T);
    const bounds = want.map((p) => 2 * probabilityBound(x, T) * p); // a subnormal quotient is not doubled exactly
    allClose(scaled, want, bounds, 'powers of two are exact');
  },
);

// Catches a division by the temperature's inverse.
law(
  'inference.7 a lower temperature is never less certain',
  ['sampling'],
  [logits, temperature, temperature],
  async (port, x, one, other) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const [sharp, flat] = [await port.sampling(x, low), await port.sampling(x, high)];
    const bound = probabilityBound(x, low);
    holds(Math.max(...sharp) >= Math.max(...flat) * (1 - bound), 'the largest probability grows', [sharp, flat]);
    // A relative error r of each p changes the entropy by at most r (1 + H), to first order; H <= ln 8.
    const slack = bound * (1 + 2 * Math.log(x.length));
    holds(entropy(sharp) <= entropy(flat) + slack, 'the entropy falls', [entropy(sharp), entropy(flat)]);
  },
);

/** Whole logits: those that differ do so by at least 1. */
const wholes = fc.array(fc.integer({ min: -RANGE, max: RANGE }), { minLength: 1, maxLength: 8 });

// Catches a lower limit on the temperature, and an epsilon added to the probabilities.
law(
  'inference.8 near temperature 0 the largest logits share all of the probability',
  ['sampling'],
  [wholes, fc.integer({ min: 10, max: 60 })],
  async (port, x, k) => {
    const most = Math.max(...x);
    const winners = x.filter((logit) => logit === most).length;
    // A gap of 1 is at least 2**10 of exp's argument: nothing is left, in float64 below -746.
    const want = x.map((logit) => (logit === most ? 1 / winners : 0));
    const bounds = want.map((p) => gamma(4) * p);
    allClose(await port.sampling(x, 2 ** -k), want, bounds, 'one in as many as are largest');
  },
);

// Catches an upper limit on the temperature.
law(
  'inference.8 at a very high temperature all tokens are alike',
  { ops: ['sampling'], reach: 'both' },
  [logits, fc.oneof(fc.constant(60), fc.integer({ min: 60, max: 100 }))],
  async (port, x, k) => {
    const want = x.map(() => 1 / x.length);
    // exp of at most 20 / 2**60 is 1.
    allClose(await port.sampling(x, 2 ** k), want, gamma(x.length + 4), '1 / vocab_size');
  },
);

vectors('inference');

differential(
  'inference.1 the probabilities agree with the reference',
  ['sampling'],
  [logits, temperature],
  async (port, oracle, x, T) => {
    const want = await oracle.sampling(x, T);
    const bounds = want.map((p) => probabilityBound(x, T) * p);
    allClose(await port.sampling(x, T), want, bounds, 'sampling');
  },
);

// Catches temperature 0 as a name for argmax, and max(temperature, eps): microgpt.py divides by 0.
error('inference.9 a temperature of 0 gives no probabilities', ['sampling'], [logits], async (port, x) => {
  await notFinite(() => port.sampling(x, 0), 'logit / 0');
});

function entropy(probs: readonly number[]): number {
  return probs.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
}
