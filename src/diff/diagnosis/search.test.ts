import { describe, expect, test } from 'vitest';
import { deviationOf } from '../../deviations/catalogue.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import { deviantLosses, diagnosed, namesOf, PRINTS, type Print } from './search.fixture.ts';

/** Steps of the runs in these tests. */
const STEPS = 100;
const EACH_PRINT = Object.keys(PRINTS) as Print[]; // the keys of a constant

/** Mistakes of different chapters, by identifier in alphabetical order. */
const TOGETHER: readonly (readonly [ids: string, print: Print])[] = [
  ['adam-eps-inside', '4 decimals'],
  ['rmsnorm-mean', '17 digits'],
  ['log2+rmsnorm-mean', '4 decimals'],
  ['gradient-overwritten+learning-rate', '17 digits'],
  ['attention-unscaled+learning-rate+loss-sum', '4 decimals'],
];

/** Mistakes that the catalogue does not have. */
const OUTSIDE: readonly Deviation[] = [
  mistake('forward', 'model', 'tape.sum(exps)', 'tape.mul(tape.sum(exps), tape.leaf(1.01))'),
  mistake('update', 'optimizer', 'data[i] -= ', 'data[i] *= i % 2 === 0 ? 0.999 : 1;\n        data[i] -= '),
];

describe('known mistakes are named', () => {
  test.each(TOGETHER)('%s, %s', async (ids, print) => {
    const diagnosis = await diagnosed(await deviantLosses(deviationsOf(ids), STEPS), print);
    expect(namesOf(diagnosis)).toEqual([ids]);
  });
});

describe('mistakes in the start are named', () => {
  test.each([
    'init-alphabetical',
    'init-lm-head-last',
    'init-layers-first',
    'lm-head-tied',
    'std-0.02',
  ])('%s', async (id) => {
    const diagnosis = await diagnosed(await deviantLosses([deviationOf(id)], STEPS), '17 digits', { quick: true });
    expect(namesOf(diagnosis)).toContain(id);
  });
});

describe('no wrong name is given', () => {
  const cases = OUTSIDE.flatMap((deviation) => EACH_PRINT.map((print) => ({ deviation, print })));

  test.each(cases)('$deviation.id has none, $print', async ({ deviation, print }) => {
    const diagnosis = await diagnosed(await deviantLosses([deviation], STEPS), print, { quick: true });
    expect(diagnosis).toMatchObject({ explanations: [], weak: 0, extent: 'singles', more: true });
  });

  test('what agrees in f32 alone does not explain a log of doubles', async () => {
    const losses = await deviantLosses([deviationOf('learning-rate')], STEPS);
    const near = losses.map((loss, i) => loss * (1 + (i % 2 === 0 ? 1e-7 : -1e-7)));
    expect(namesOf(await diagnosed(near, '4 decimals', { quick: true }))).toContain('learning-rate');
    expect(namesOf(await diagnosed(near, '17 digits', { quick: true }))).toEqual([]);
  });

  test('a run that parts by far more than rounding has no name', async () => {
    const losses = await deviantLosses([deviationOf('learning-rate')], STEPS);
    expect(namesOf(await diagnosed(losses.map(slightlyOff), '17 digits', { quick: true }))).toEqual([]);
  });

  test('a log that says too little is not searched', async () => {
    const losses = await deviantLosses([deviationOf('learning-rate')], 1);
    expect(await diagnosed(losses, '4 decimals')).toMatchObject({ explanations: [], weak: 0, extent: 'too-short' });
  });

  test('a mistake whose losses differ by less than 32 units of the digits is counted, not named', async () => {
    const losses = await deviantLosses([deviationOf('log-eps-1e-8')], STEPS);
    const inFull = await diagnosed(losses, '17 digits', { quick: true });
    expect([namesOf(inFull), inFull.weak]).toEqual([['log-eps-1e-8'], 0]);
    const inFour = await diagnosed(losses, '4 decimals', { quick: true });
    expect(namesOf(inFour)).toEqual([]);
    expect(inFour.weak).toBeGreaterThan(0);
  });
});

describe('what was tried', () => {
  test('is told as the search goes on, and is the same however slow the machine', async () => {
    const losses = await deviantLosses(deviationsOf('log2+rmsnorm-mean'), STEPS);
    const told: number[] = [];
    const slow = await diagnosed(losses, '4 decimals', {
      onProgress: (tried) => {
        told.push(tried);
        wait();
      },
    });
    expect(slow).toEqual(await diagnosed(losses, '4 decimals'));
    expect(told.length).toBeGreaterThan(1);
    expect(told.toSorted((a, b) => a - b)).toEqual(told);
    expect(slow.tried).toBeGreaterThanOrEqual(told[told.length - 1]);
  });

  test('is less where only single mistakes are looked for, and what is left out is said', async () => {
    const losses = await deviantLosses(deviationsOf('log2+rmsnorm-mean'), STEPS);
    const [quick, full] = [
      await diagnosed(losses, '4 decimals', { quick: true }),
      await diagnosed(losses, '4 decimals'),
    ];
    expect(quick).toMatchObject({ explanations: [], extent: 'singles', more: true });
    expect(full).toMatchObject({ extent: 'combinations', more: false });
    expect(quick.tried).toBeLessThan(full.tried);
  });
});

/** The first half of a run, and behind it another. */
function slightlyOff(loss: number, i: number): number {
  return i < STEPS / 2 ? loss : loss + 1e-3;
}

/** Burns some time, as a machine that is busy with other things does. */
function wait(): void {
  const end = performance.now() + 5;
  while (performance.now() < end);
}

function deviationsOf(ids: string): readonly Deviation[] {
  return ids.split('+').map(deviationOf);
}

function mistake(shows: Deviation['shows'], file: 'model' | 'optimizer', find: string, replace: string): Deviation {
  const about = { clause: `${file}.1`, title: replace, explanation: 'Of no port.' };
  return { id: `outside-${shows}`, ...about, shows, edits: [{ file, find, replace }] };
}
