import fc from 'fast-check';
import { law } from './harness/check.ts';
import { examples } from './harness/examples.ts';
import { holds } from './harness/expect.ts';
import { forAll } from './harness/forAll.ts';

examples('loss');

law('loss.2 the loss is never negative', ['position_loss'], ({ position_loss }) =>
  forAll(
    fc.asyncProperty(fc.double({ min: 2 ** -1022, max: 1, noNaN: true }), async (p) => {
      const loss = await position_loss([p, 1 - p], 0);
      holds(loss >= 0, '-ln p >= 0', loss);
    }),
  ),
);
