import fc from 'fast-check';
import { CANONICAL, type Config, configure } from '../../src/port/config.ts';
import { representable } from './arbitraries.ts';
import { LIBM } from './arithmetic.ts';
import { grown } from './sizes.ts';
import { type Claiming, port } from './subject.ts';

/** Adam's constants, and the step to take. */
export interface Moment {
  readonly config: Config;
  /** Counted from 0, less than num_steps. */
  readonly step: number;
}

/** Steps beyond what 16 bits count. */
const longRuns = fc.integer({ min: 40_000, max: grown(100_000, 1_000_000) });

/** Constants and steps of all kinds; a beta is a multiple of 1/256, so that 1 - beta is exact. */
export function moments(overrides: Partial<Config> = {}): fc.Arbitrary<Moment> {
  const ratio = fc.integer({ min: 0, max: 255 }).map((n) => n / 256);
  return fc
    .record({
      beta1: ratio,
      beta2: ratio,
      learning_rate: fc.oneof(
        fc.integer({ min: 1, max: 1024 }).map((n) => n / 1024),
        fc.constant(CANONICAL.learning_rate),
      ),
      eps_adam: fc.integer({ min: 1, max: 30 }).map((k) => 2 ** -k),
      num_steps: fc.oneof(
        { arbitrary: fc.integer({ min: 1, max: 2000 }), weight: 4 },
        { arbitrary: longRuns, weight: 1 },
      ),
      pick: fc.nat(),
    })
    .map(({ pick, ...constants }) => {
      const config = configure({ ...constants, ...overrides, ...port.fixed });
      return { config, step: pick % config.num_steps };
    });
}

/** The usual learning rate, and so many steps that it does not fall in the first of them, whichever way it falls. */
export const STEADY = { learning_rate: CANONICAL.learning_rate, num_steps: 2 ** 30 };

/** One step for one parameter. */
export async function adamOne(
  { adam }: Claiming<'adam'>,
  { config, step }: Moment,
  p: number,
  g: number,
  m: number,
  v: number,
) {
  const after = await adam(config, step, [p], [g], [m], [v]);
  return { p: after.data[0], m: after.m[0], v: after.v[0] };
}

/**
 * Units of u by which lr_t m_hat / (sqrt(v_hat) + eps) may be off, relative to itself, given the new m and v.
 *
 * 1 - beta**t is off by pow's LIBM u, by t u for a beta that was rounded, and by u of its own; each times
 * beta**t / (1 - beta**t), and t beta**t / (1 - beta**t), like the former, is at most 1 / (1 - beta). 1 - step / num_steps
 * is off by two roundings of at most num_steps / (num_steps - step) times its size. learning_rate itself, two divisions,
 * a root, a sum, two products, a division and a difference remain.
 */
export function updateUlps({ config, step }: Moment): number {
  const { beta1, beta2, num_steps } = config;
  const corrections = (LIBM + 2) * (1 / (1 - beta1) + 1 / (1 - beta2));
  return corrections + (2 * num_steps) / (num_steps - step) + LIBM + 8;
}

/**
 * The same where m and v are to be what a constant gradient gives: 3 roundings of m, also as m + (1 - beta1) (g - m),
 * 4 of v, one of each state given here, and 1 - beta off by u.
 */
export const steadyUlps = (moment: Moment) =>
  updateUlps(moment) + 9 + 1 / (1 - moment.config.beta1) + 1 / (1 - moment.config.beta2);

/** Moments after `step` steps with the gradient g. */
export const steadyState = ({ config, step }: Moment, g: number) => ({
  m: representable((1 - config.beta1 ** step) * g),
  v: representable((1 - config.beta2 ** step) * g * g),
});
