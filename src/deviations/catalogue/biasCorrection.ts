import type { Deviation } from '../deviation.ts';

/** Deviations in the bias correction of Adam's moments. */
export const BIAS_CORRECTION: readonly Deviation[] = [
  {
    id: 'no-bias-correction',
    clause: 'optimizer.4',
    title: 'no bias correction',
    explanation:
      'The update takes m and v as they are. At first both are too small, v by more, so the first steps are too large. Divide m by 1 - beta1^(step + 1), v likewise.',
    shows: 'update',
    edits: [
      { file: 'optimizer', find: 'm[i] / correction1', replace: 'm[i]' },
      { file: 'optimizer', find: 'v[i] / correction2', replace: 'v[i]' },
    ],
  },
  {
    id: 'bias-correction-m-only',
    clause: 'optimizer.4',
    title: 'bias correction of m only',
    explanation: 'v is taken as it is, so the first steps are up to ten times too large. Correct both moments.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: 'v[i] / correction2', replace: 'v[i]' }],
  },
  {
    id: 'bias-correction-v-only',
    clause: 'optimizer.4',
    title: 'bias correction of v only',
    explanation:
      'm is taken as it is, so the first steps are too small, the very first 0.15 of the right one. Correct both moments.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: 'm[i] / correction1', replace: 'm[i]' }],
  },
  {
    id: 'bias-correction',
    clause: 'optimizer.4',
    title: 'both bias corrections one step ahead',
    explanation:
      'The exponent is step + 2, as where a step counted from 1 gets another 1. With the step counted from 0 it is step + 1.',
    shows: 'update',
    edits: exponents('step + 2'),
  },
  {
    id: 'bias-correction-behind',
    clause: 'optimizer.4',
    title: 'both bias corrections one step behind',
    explanation:
      'The exponent is the step counted from 0, made 1 at step 0, where it would divide by 0. It is step + 1.',
    shows: 'update',
    edits: exponents('Math.max(step, 1)'),
  },
  {
    id: 'bias-correction-v',
    clause: 'optimizer.4',
    title: 'bias correction of v one step ahead',
    explanation: 'The exponent of beta2 is step + 2, that of beta1 is right. Both are step + 1.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: 'power(beta2, step + 1,', replace: 'power(beta2, step + 2,' }],
  },
  {
    id: 'bias-correction-m',
    clause: 'optimizer.4',
    title: 'bias correction of m one step ahead',
    explanation: 'The exponent of beta1 is step + 2, that of beta2 is right. Both are step + 1.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: 'power(beta1, step + 1,', replace: 'power(beta1, step + 2,' }],
  },
];

function exponents(exponent: string): Deviation['edits'] {
  return ['beta1', 'beta2'].map((beta) => ({
    file: 'optimizer',
    find: `power(${beta}, step + 1,`,
    replace: `power(${beta}, ${exponent},`,
  }));
}
