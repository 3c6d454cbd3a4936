import fc from 'fast-check';
import { real, reals } from './harness/arbitraries.ts';
import { gamma, LEAST } from './harness/arithmetic.ts';
import { allClose, close, equal, holds, notFinite } from './harness/expect.ts';
import { error, law } from './harness/law.ts';
import { reordered, sumOf } from './harness/lists.ts';
import { port } from './harness/subject.ts';
import { permutation } from './harness/transforms.ts';

/** Logits such that float32 has them, their differences, and sums with integers up to 1000, exactly: n / 256. */
const lattice = fc.array(
  fc.integer({ min: -40 * 256, max: 40 * 256 }).map((n) => n / 256),
  { minLength: 1, maxLength: 8 },
);

/** Half the largest number of either type, so that no difference of two overflows. */
const HALF_MAX = port.dtype === 'f64' ? 2 ** 1022 : 2 ** 126;

/** What exp and a division may be off by, in roundings: exp 4, the division as a product with a reciprocal 4. */
const EXP_AND_DIVISION = 8;

// Catches a sum that leaves out a term, an epsilon in the denominator, and a division by n.
law(
  'model.2 the probabilities sum to 1, up to rounding',
  ['softmax'],
  [fc.oneof({ arbitrary: reals(-40, 40, 1, 32), weight: 9 }, { arbitrary: reals(-40, 40, 257, 300), weight: 1 })],
  async ({ softmax }, logits) => {
    const total = (await softmax(logits)).reduce((a, b) => a + b, 0);
    // The n - 1 additions of the denominator, the division, and the additions here: exp's error is in both sides.
    close(total, 1, gamma(2 * logits.length + EXP_AND_DIVISION), 'sum p');
  },
);

// Catches 2^x for e^x, a temperature, and |x| or x^2 in the exponent.
law(
  'model.2 the ratio of two probabilities is e to the difference of their logits',
  ['softmax'],
  [lattice],
  async ({ softmax }, logits) => {
    const probs = await softmax(logits);
    const most = logits.indexOf(Math.max(...logits));
    const want = logits.map((x) => probs[most] * Math.exp(x - logits[most]));
    // Differences are exact on this lattice; exp and division of each of the two, and exp here.
    const bound = want.map((p) => gamma(3 * EXP_AND_DIVISION) * p);
    allClose(probs, want, bound, 'p_i = p_max exp(x_i - max)');
  },
);

// Catches a softmax over one element less, and 1 / n by another way than the sum.
law(
  'model.2 n equal logits have probability 1 / n, and one logit has probability 1',
  ['softmax'],
  [real(-HALF_MAX, HALF_MAX), fc.oneof(fc.integer({ min: 1, max: 32 }), fc.constantFrom(65, 256, 300))],
  async ({ softmax }, x, n) => {
    const want = Array.from({ length: n }, () => 1 / n);
    // e^0 is 1 and the sum n exactly; one division.
    allClose(await softmax(want.map(() => x)), want, gamma(EXP_AND_DIVISION) / n, '1 / n');
    equal(await softmax([x]), [1], 'one logit');
  },
);

// Catches the missing subtraction of the maximum: e^1000 overflows. No trace shows that, trained logits are small.
law(
  'model.3 softmax is invariant under a shift of all logits, up to +-1000',
  ['softmax'],
  [lattice, fc.integer({ min: -1000, max: 1000 })],
  async ({ softmax }, logits, shift) => {
    const [probs, shifted] = [await softmax(logits), await softmax(logits.map((x) => x + shift))];
    // Sums and differences are exact on this lattice, so that only exp, the n additions and the division round.
    const bound = probs.map((p) => 2 * gamma(logits.length + 2 * EXP_AND_DIVISION) * p);
    allClose(shifted, probs, bound, `p with every logit ${shift} higher`);
  },
);

// Catches overflow and NaN wherever exp is taken of a logit itself, and a maximum that starts at 0.
law(
  'model.3 logits of any finite size give probabilities in [0, 1] that sum to 1',
  { ops: ['softmax'], reach: 'both' },
  [reals(-HALF_MAX, HALF_MAX, 1, 16)],
  async ({ softmax }, logits) => {
    const probs = await softmax(logits);
    holds(
      probs.every((p) => p >= 0 && p <= 1),
      '0 <= p <= 1',
      probs,
    );
    const bound = gamma(2 * logits.length + EXP_AND_DIVISION);
    close(sumOf(probs), 1, bound, 'sum p');
  },
);

// Catches exp(-x), sorting, and a result in another order than the logits'.
law(
  'model.4 a larger logit has a larger probability, equal logits have equal ones',
  ['softmax'],
  [lattice],
  async ({ softmax }, logits) => {
    const probs = await softmax(logits);
    // Logits that differ do so by 1/256 or more, which exp shows in any type.
    for (const [i, x] of logits.entries()) {
      equal(
        probs.map((p) => Math.sign(p - probs[i])),
        logits.map((y) => Math.sign(y - x)),
        `order around x[${i}]`,
      );
    }
  },
);

// Catches a last or first logit that is treated in another way, such as a maximum over all but one.
law(
  'model.4 permuted logits have permuted probabilities',
  ['softmax'],
  [reals(-100, 100, 1, 12), fc.nat()],
  async ({ softmax }, logits, seed) => {
    const order = permutation(logits.length, seed);
    const [probs, permuted] = [await softmax(logits), await softmax(reordered(logits, order))];
    // Only the n additions of the denominator are done in another order.
    const bound = reordered(probs, order).map((p) => 2 * gamma(logits.length) * p + LEAST);
    allClose(permuted, reordered(probs, order), bound, 'permuted p');
  },
);

error('model.5 softmax of no logits is rejected', ['softmax'], [], ({ softmax }) =>
  notFinite(() => softmax([]), 'softmax([])'),
);
