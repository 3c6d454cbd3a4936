import type { Deviation } from '../deviation.ts';
import { EVERYTHING, PARAMETERS } from '../float32.ts';

/** Other arithmetic: no mistake, but another precision class. */
export const NUMBERS: readonly Deviation[] = [
  {
    id: 'f32',
    clause: 'training.14',
    title: 'everything in float32',
    explanation:
      'The port computes in single precision. That is a class of its own, within about 1e-5 of the losses: declare dtype f32.',
    shows: 'forward',
    edits: EVERYTHING,
  },
  {
    id: 'f32-parameters',
    clause: 'training.14',
    title: 'only the parameters in float32',
    explanation:
      'The port computes in double precision and keeps its parameters in single precision. It belongs to the class f32.',
    shows: 'forward',
    edits: PARAMETERS,
  },
];
