import { CLASS_TOLERANCE } from '../../port/precision.ts';
import { CANONICAL } from '../../reference/config.ts';
import { type Difference, HALF_STEPS } from './difference.ts';
import type { ClassRow, MistakeRow, NoiseRow } from './measurements.ts';

/** f64 is judged by all steps; f32 by the first half, since float32 can fall on the other side of a ReLU later on. */
export function classRow(dtype: 'f64' | 'f32', noise: readonly NoiseRow[], mistakes: readonly MistakeRow[]): ClassRow {
  const delta = ({ maxDelta, halfDelta }: Difference) => (dtype === 'f64' ? maxDelta : halfDelta);
  const tolerance = CLASS_TOLERANCE[dtype];
  const loudest = noise.filter((row) => row.dtype === dtype).reduce((a, b) => (delta(b) > delta(a) ? b : a));
  const steps = dtype === 'f64' ? CANONICAL.num_steps : HALF_STEPS;
  const isSeen = ({ firstBeyondF64, firstBeyondF32 }: Difference) =>
    ((dtype === 'f64' ? firstBeyondF64 : firstBeyondF32) ?? Infinity) <= steps;
  const seen = mistakes.filter(isSeen);
  const weakest = seen.reduce((a, b) => (delta(b) < delta(a) ? b : a));
  return {
    dtype,
    tolerance,
    steps,
    ceiling: delta(loudest),
    ceilingOf: loudest.title,
    floor: delta(weakest),
    floorOf: weakest.title,
    unseen: mistakes.filter((row) => !isSeen(row)).map(({ title }) => ({ title })),
  };
}
