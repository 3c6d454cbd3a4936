import { reals } from './harness/arbitraries.ts';
import { LIBM, u } from './harness/arithmetic.ts';
import { allClose } from './harness/expect.ts';
import { law } from './harness/law.ts';

/** Below 2 pi, and a number of float32: of a stream, 2 pi times a uniform, and of half a cosine, from 0 to pi. */
const MOST = 6.25;
const angles = reals(0, MOST, 1, 8);
/** Of a value up to 1: the port's own library and the one here, and the rounding of an angle that is none of the port's type. */
const BOUND = (2 * LIBM + MOST) * u;

// Catches sine and cosine exchanged, degrees, a polynomial, and float32 in a port that says f64.
law('random.7 sin is the sine of an angle in radians', ['sin'], [angles], async ({ sin }, x) =>
  allClose(await sin(x), x.map(Math.sin), BOUND, 'sin x'),
);

// Catches the same.
law('random.6 cos is the cosine of an angle in radians', ['cos'], [angles], async ({ cos }, x) =>
  allClose(await cos(x), x.map(Math.cos), BOUND, 'cos x'),
);
