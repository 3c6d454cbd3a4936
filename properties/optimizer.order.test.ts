import { ADAM_PROBES, COSINE_PROBES, type Update } from './harness/exact/adam.ts';
import { exact } from './harness/exact/own.ts';
import { holdsBitForBit } from './harness/exact/probe.ts';
import { type Claiming, port } from './harness/subject.ts';

/** The number of an update that is looked at. */
async function numberOf({ adam }: Claiming<'adam'>, update: Update): Promise<readonly number[]> {
  const { part, config, step, data, grad, m, v } = update;
  return (await adam(config, step, [data], [grad], [m], [v]))[part];
}

// Catches g * g for g ** 2, a square root, fused moments, and a rate or a quotient in another order.
exact('optimizer.5 order=python: moments and parameters after a step are the same numbers', ['adam'], (asked, own) =>
  holdsBitForBit(
    "a step of Adam is microgpt.py's",
    own,
    ADAM_PROBES,
    (oracle, update) => numberOf(oracle, update),
    (update) => numberOf(asked, update),
  ),
);

const COSINE_IN_DOUBLE =
  port.dtype === 'f32' ? "rates are mostly taken in float64, and the port's cos is of float32" : null;

// Catches an angle that is reduced by num_steps before it is multiplied by pi, and a rate from its end.
exact(
  'optimizer.8 order=python: the rate of half a cosine is the same number',
  ['adam', 'cos'],
  (asked, own) =>
    holdsBitForBit(
      "half a cosine is the early revision's",
      own,
      COSINE_PROBES,
      (oracle, update) => numberOf(oracle, update),
      (update) => numberOf(asked, update),
    ),
  COSINE_IN_DOUBLE,
);
