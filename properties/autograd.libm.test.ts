import { accuracy, EXP, LOG, POWERS, type Probe, probeArguments } from '../src/libm/probe.ts';
import { reals } from './harness/arbitraries.ts';
import { u } from './harness/arithmetic.ts';
import { allClose, equal, holds, notFinite } from './harness/expect.ts';
import { error, law } from './harness/law.ts';
import { noteLibm } from './harness/libmNotes.ts';
import { port } from './harness/subject.ts';

/**
 * A library's exp, ln and powers are off by less than 1 ulp where they are made with care (glibc, fdlibm, musl, Go);
 * OpenCL allows 3 for its full profile. Beyond that it is no rounding any more but another function.
 */
const MOST_ULPS = 3;

/** Notes how far the results are from correct rounding, also where that is too far, and demands that it is not. */
function near(probe: Probe, args: readonly number[], results: readonly number[]): void {
  equal(results.length, args.length, `${probe.function}: number of results`);
  const found = accuracy(probe, port.dtype, args, results);
  noteLibm(found);
  holds(found.maxUlps <= MOST_ULPS, `${probe.function} within ${MOST_ULPS} ulps of its value`, found.maxUlps);
}

// Catches a polynomial for exp, exp2, and float32 in a port that says f64.
law('autograd.6 exp is its value, nearly correctly rounded', ['exp'], [], async ({ exp }) => {
  const args = probeArguments(EXP, port.dtype);
  near(EXP, args, await exp(args));
});

/** Of which e to the power is a normal number, its inverse too. */
const FAR = port.dtype === 'f64' ? 700 : 85;

// Catches a power of e that is taken for 0 or capped, far from where a model's logits usually are.
law(
  'autograd.6 exp is its value from the smallest normal number to the largest',
  ['exp'],
  [reals(-FAR, FAR, 1, 8)],
  async ({ exp }, x) => {
    const want = x.map(Math.exp);
    // A library's ulps, those of the one here, and the rounding of x where it is none of the port's type.
    allClose(
      await exp(x),
      want,
      want.map((y) => (2 * MOST_ULPS + 1) * 2 * u * y),
      'e^x',
    );
  },
);

// Catches log2, log10, ln(x + eps), and float32 in a port that says f64.
law('autograd.5 ln is its value, nearly correctly rounded', ['log'], [], async ({ log }) => {
  const args = probeArguments(LOG, port.dtype);
  near(LOG, args, await log(args));
});

// Catches exp(c ln x) without the digits that it needs, and a fast inverse root.
law('autograd.4 powers are their values, nearly correctly rounded', ['pow'], [], async ({ pow }) => {
  for (const power of POWERS) {
    const args = probeArguments(power, port.dtype);
    near(power, args, await pow(args, power.exponent));
  }
});

error('autograd.4 pow rejects what Python rejects', ['pow'], [], async ({ pow }) => {
  await notFinite(() => pow([0], -1), '0 ** -1');
  await notFinite(() => pow([-4], -0.5), '(-4) ** -0.5');
});

error('autograd.5 log rejects what Python rejects', ['log'], [], async ({ log }) => {
  for (const x of [0, -1]) await notFinite(() => log([x]), `ln ${x}`);
});

error('autograd.6 exp rejects what Python rejects', ['exp'], [], ({ exp }) =>
  notFinite(() => exp([1000]), 'e ** 1000'),
);
