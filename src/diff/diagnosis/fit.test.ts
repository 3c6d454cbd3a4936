import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviationOf } from '../../deviations/catalogue.ts';
import { COMPILED } from '../../deviations/compiledReference.ts';
import { deviationWith, FAMILIES, type Family } from '../../deviations/families.ts';
import { followed } from './course.ts';
import { type Fit, fitted, fittedAround } from './fit.ts';
import { deviantLosses, type Print, START, targetFor } from './search.fixture.ts';
import type { Target } from './target.ts';
import { Trials } from './trials.ts';

const STEPS = 30;
/** How near an edge is found, in parts of its distance from the best value: 0.05 of the measure, and some for its curve. */
const MARGIN = 0.1;
const NONE = { best: Number.NaN, least: Number.NaN, most: Number.NaN };

const familyOf = (id: string) => FAMILIES.filter((family) => family.id === id);

/** A value of each family that nobody would guess, and one with two digits. */
const HIDDEN: readonly (readonly [family: string, value: number])[] = [
  ['std', 0.05],
  ['rmsnorm-eps', 1e-4],
  ['rmsnorm-eps', 3.217e-3],
  ['attention-factor', 0.33],
  ['attention-factor', 0.1768],
  ['leaky-relu-slope', 0.2],
  ['softmax-epsilon', 1e-3],
  ['log-eps', 1e-4],
  ['learning_rate', 0.02],
  ['learning_rate', 0.003718],
  ['beta1', 0.87],
  ['beta2', 0.995],
  ['beta2', 0.9713],
  ['eps_adam', 1e-4],
  ['eps_adam', 2.718e-5],
  ['weight-decay', 0.03],
  ['weight-decay', 0.2371],
];
const PRINTED = HIDDEN.flatMap(([family, value]) =>
  (['4 decimals', '17 digits'] as const).map((print) => ({ family, value, print })),
);

/** What the search finds of one family in a log. */
async function fitOf(family: Family, losses: readonly number[], print: Print): Promise<Fit | null> {
  const { trials, ground } = await trialsOf(await targetFor(losses, print));
  trials.seekValue(family, { ground, parts: [] });
  return trials.found[0]?.fit?.fit ?? null;
}

async function trialsOf(target: Target) {
  const trials = new Trials(START, target, { compiled: COMPILED, onProgress: () => {} });
  const ground = await trials.ground([]);
  if (ground === null) throw new Error('the start has no room');
  return { trials, ground };
}

describe('a value is found in a log', () => {
  test.each(PRINTED)('$family $value, $print', async ({ family: id, value, print }) => {
    const [family] = familyOf(id);
    const losses = await deviantLosses([deviationWith(family, value)], STEPS);
    const fit = await fitOf(family, losses, print);
    expect(fit).not.toBeNull();
    const { best, least, most } = fit ?? NONE;
    expect(value).toBeGreaterThanOrEqual(least - MARGIN * (best - least));
    expect(value).toBeLessThanOrEqual(most + MARGIN * (most - best));
  });

  test.each(HIDDEN)('%s %d: values far beyond what fits do not agree', async (id, value) => {
    const [family] = familyOf(id);
    const losses = await deviantLosses([deviationWith(family, value)], STEPS);
    const target = await targetFor(losses, '4 decimals');
    const fit = await fitOf(family, losses, '4 decimals');
    const agrees = async (other: number) =>
      followed(target, await deviantLosses([deviationWith(family, other)], STEPS)).agreement !== null;
    expect(fit).not.toBeNull();
    const { best, least, most } = fit ?? NONE;
    expect(await agrees(best)).toBe(true);
    expect(await agrees(least - 0.3 * (best - least) - 1e-9 * value)).toBe(false);
    expect(await agrees(most + 0.3 * (most - best) + 1e-9 * value)).toBe(false);
  });
});

describe('a log of another mistake has no value', () => {
  const others = ['rmsnorm-mean', 'cache-detached', 'bias-correction'].flatMap((id) =>
    FAMILIES.map((family) => ({ id, family })),
  );

  test.each(others)('$id is no $family.id', async ({ id, family }) => {
    const losses = await deviantLosses([deviationOf(id)], STEPS);
    expect(await fitOf(family, losses, '4 decimals')).toBeNull();
  });
});

/** Numbers from 1e-14 to 1, and 0; runs of them are made up. */
const MADE_UP: Family = {
  ...{ id: 'made-up', clause: 'model.7', title: 'made up', right: null, shows: 'forward' },
  ...{ least: 1e-14, most: 1, scale: 'value', zero: true, change: () => ({ edits: [] }) },
};
const LOSSES = 12;
const weights = Array.from({ length: LOSSES }, (_, i) => 1 + Math.sin(i));

/** Losses by the logarithm of a number. */
const evenly = (value: number) => weights.map((w, i) => 3 + 0.01 * (i + 1) * Math.log(value) * w);
/** The same, but those of step 1 turn at 1e-6, so that two numbers give each of them. */
const turning = (value: number) =>
  evenly(value).map((loss, i) => (i === 0 ? 3 + 0.002 * (Math.log(value) - Math.log(1e-6)) ** 2 : loss));
/** Losses that a small number hardly changes. */
const flat = (value: number) => weights.map((w) => 3 + w * value);

/** Not where losses turn: there those of step 1 miss on one side only. */
const exponent = fc.oneof(
  fc.double({ min: -13.9, max: -7, noNaN: true }),
  fc.double({ min: -5, max: -0.2, noNaN: true }),
);

describe.each([
  ['even', evenly],
  ['turning', turning],
])('in %s losses', (_name, run) => {
  test.each(['4 decimals', '17 digits'] as const)('any value is found in %s', async (print) => {
    await fc.assert(
      fc.asyncProperty(exponent, async (power) => {
        const value = 10 ** power;
        const target = await targetFor(run(value), print);
        const fit = fitted(MADE_UP, run, target);
        expect(fit).not.toBeNull();
        const { best, least, most } = fit ?? NONE;
        expect(followed(target, run(best)).agreement).not.toBeNull();
        for (const end of [least, most]) expect(followed(target, run(end)).agreement).not.toBeNull();
        expect(value).toBeGreaterThanOrEqual(least - MARGIN * (best - least) - 1e-9 * value);
        expect(value).toBeLessThanOrEqual(most + MARGIN * (most - best) + 1e-9 * value);
      }),
      { numRuns: 50 },
    );
  });

  test('losses of no value have none', async () => {
    await fc.assert(
      fc.asyncProperty(exponent, fc.integer({ min: 1, max: LOSSES - 1 }), async (power, from) => {
        const losses = run(10 ** power).map((loss, i) => (i < from ? loss : loss + 0.5));
        expect(fitted(MADE_UP, run, await targetFor(losses, '4 decimals'))).toBeNull();
      }),
      { numRuns: 50 },
    );
  });
});

describe('in losses that are flat near 0', () => {
  test('a value too small to show fits from 0 on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: -13, max: -7, noNaN: true }), async (power) => {
        const fit = fitted(MADE_UP, flat, await targetFor(flat(10 ** power), '4 decimals'));
        expect(fit?.least).toBe(0);
        expect(fit?.most).toBeGreaterThan(1e-5);
        expect(fit?.most).toBeLessThan(1e-4);
      }),
      { numRuns: 30 },
    );
  });

  test('where 0 is no value, they fit from the least on', async () => {
    const fit = fitted({ ...MADE_UP, zero: false }, flat, await targetFor(flat(1e-9), '4 decimals'));
    expect(fit?.least).toBeCloseTo(MADE_UP.least, 20);
  });

  test('a value that shows is found, and 0 does not fit', async () => {
    const fit = fitted(MADE_UP, flat, await targetFor(flat(0.0123), '4 decimals'));
    expect(fit?.least).toBeGreaterThan(0.0121);
    expect(fit?.most).toBeLessThan(0.0125);
  });

  test('the fewer values fit, the more the log tells apart', async () => {
    const values = async (print: Print) => fitted(MADE_UP, flat, await targetFor(flat(0.0123), print))?.values ?? 0;
    expect(await values('17 digits')).toBeGreaterThan(1e4 * (await values('4 decimals')));
  });
});

test('around a value that agrees are those that agree as well', async () => {
  const target = await targetFor(evenly(1e-6), '4 decimals');
  const { best, least, most } = fittedAround(MADE_UP, 1e-6, evenly, target);
  expect(best).toBe(1e-6);
  expect(least).toBeLessThan(1e-6);
  expect(most).toBeGreaterThan(1e-6);
  expect(followed(target, evenly(least)).agreement).not.toBeNull();
  expect(followed(target, evenly(most)).agreement).not.toBeNull();
  expect(most / least).toBeLessThan(1.01);
});
