import fc from 'fast-check';
import type { Arithmetic } from '../../../src/exact/arithmetic.ts';
import { SUM_FORMS } from '../../../src/exact/sums.ts';
import { fulls } from './numbers.ts';
import type { Form, Probe } from './probe.ts';

type Losses = readonly number[];

const fromLeft = (losses: Losses, { round }: Arithmetic) => losses.reduce((sum, loss) => round(sum + loss), 0);

const divided: Form<Losses> = {
  words: 'a division, sum / n, in place of (1 / n) * sum',
  compute: (losses, arithmetic) => [arithmetic.round(fromLeft(losses, arithmetic) / losses.length)],
};

const sums: readonly Form<Losses>[] = SUM_FORMS.map(({ words, dot }) => ({
  words,
  compute: (losses, arithmetic) => {
    const { round } = arithmetic;
    return [
      round(
        round(1 / losses.length) *
          dot(
            losses,
            losses.map(() => 1),
            arithmetic,
          ),
      ),
    ];
  },
}));

const LINE = 'line 169';

/** Whole numbers, whose sum is exact, and any. */
export const MEAN_PROBES: readonly Probe<Losses>[] = [
  {
    operation: 'the factor of the sum, 1 / n',
    line: LINE,
    inputs: fc
      .constantFrom(3, 5, 6, 7, 11, 13)
      .chain((n) => fc.array(fc.integer({ min: 1, max: 99 }), { minLength: n, maxLength: n })),
    forms: [divided],
  },
  {
    operation: 'the sum of the losses',
    line: LINE,
    inputs: fulls(8, 3, 40).map((losses) => losses.map(Math.abs)),
    forms: [...sums, divided],
  },
];
