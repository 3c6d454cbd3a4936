import type { Deviation } from '../deviation.ts';

const LOG_OF_P = 'tape.log(p)';

/** Deviations in the loss of a position. */
export const LOGARITHM: readonly Deviation[] = [
  {
    id: 'log2',
    clause: 'loss.1',
    title: 'loss in bits: log2 in place of ln',
    explanation:
      'The logarithm is the one to base 2, so every loss is 1.443 times as large, and the gradient with it; Adam hardly notices. Use the natural logarithm.',
    shows: 'forward',
    edits: [{ file: 'loss', find: 'return tape.neg(', replace: 'return tape.mul(tape.leaf(-Math.LOG2E), ' }],
  },
  {
    id: 'log10',
    clause: 'loss.1',
    title: 'log10 in place of ln',
    explanation:
      'The logarithm is the one to base 10, as log is in some languages, so every loss is 0.434 times as large. Use the natural logarithm.',
    shows: 'forward',
    edits: [{ file: 'loss', find: 'return tape.neg(', replace: 'return tape.mul(tape.leaf(-Math.LOG10E), ' }],
  },
  logEpsilon('0.000001', '1e-6'),
  logEpsilon('1e-8', '1e-8'),
  logEpsilon('1e-10', '1e-10'),
  logEpsilon('1e-12', '1e-12'),
  {
    id: 'log-clamp',
    clause: 'loss.4',
    title: 'log(max(p, 1e-10))',
    explanation:
      'Probabilities below 1e-10 count as 1e-10, so that p = 0 has a finite loss and no gradient. No target of the canonical run is as unlikely. Leave the guard out.',
    shows: 'law',
    edits: [
      {
        file: 'loss',
        find: LOG_OF_P,
        replace: 'tape.log(tape.data[p] > 1e-10 ? p : tape.leaf(1e-10))',
      },
    ],
  },
];

function logEpsilon(name: string, eps: string): Deviation {
  return {
    id: `log-eps-${name}`,
    clause: 'loss.1',
    title: `log(p + ${eps})`,
    explanation: `${eps} is added to the probability to guard the logarithm. It makes every loss a little smaller, by ${eps} / p, and p = 0 a finite one. Leave the guard out.`,
    shows: 'forward',
    edits: [{ file: 'loss', find: LOG_OF_P, replace: `tape.log(tape.add(p, tape.leaf(${eps})))` }],
  };
}
