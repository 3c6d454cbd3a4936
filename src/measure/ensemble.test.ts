import { describe, expect, test } from 'vitest';
import { deviationOf } from '../deviations/catalogue.ts';
import { readEnsemble } from '../golden/ensemble.ts';
import { openGolden } from '../golden/folder.ts';
import { curveHealth } from '../golden/health.ts';
import { seededCurve, TRIED } from './ensemble.ts';
import { byStep, curveOf, statisticsOf } from './ensembleStatistics.ts';

const golden = openGolden();
const ensemble = readEnsemble();
const wordOn = (curve: readonly number[]) => {
  const health = curveHealth(byStep(curve), ensemble.num_steps, ensemble);
  return health.kind === 'judged' ? health.word : health.reason;
};

describe('from a seed outside the ensemble', () => {
  test.each([1001, 1002])('%d the reference looks healthy', async (seed) => {
    expect(wordOn(await seededCurve(golden, seed, []))).toBe('looks healthy');
  });

  test.each(['no-backward', 'loss-sum'])('%s looks unusual', async (id) => {
    expect(wordOn(await seededCurve(golden, 1001, [deviationOf(id)]))).toBe('looks unusual');
  });
});

test('the power is that of the deviations there are', () => {
  const { power } = ensemble;
  const ids = TRIED.map(({ id }) => id);
  expect(power.of).toBe(ids.length);
  expect(power.flagged + power.missed.length).toBe(ids.length);
  expect(power.missed.filter((id) => !ids.includes(id))).toEqual([]);
});

describe('the statistics of an ensemble', () => {
  const lines = [1, 3, 5].map((loss) => new Array<number>(1000).fill(loss));
  const curve = curveOf(lines);

  test('its curve is the mean of the runs, from the first step to near the last', () => {
    expect(new Set(curve.map(({ loss }) => loss))).toEqual(new Set([3]));
    const steps = curve.map(({ step }) => step);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps[0]).toBe(1);
  });

  test('are means, their deviation from run to run, and that from step to step', () => {
    const [level] = statisticsOf(lines, curve);
    expect(level).toMatchObject({ of: 'level', mean: 3, sd: 2, stepSd: 2 });
    expect(statisticsOf(lines, curve).at(-1)).toMatchObject({ of: 'scatter', mean: 1.333, sd: 1.155 });
  });
});
