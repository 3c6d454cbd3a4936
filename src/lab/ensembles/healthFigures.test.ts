import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { curveHealth } from '../../diff/health/health.ts';
import { readEnsemble } from '../../golden/ensembleFile.ts';
import { openGolden } from '../../golden/folder.ts';
import { lossesOf } from './ensembleRuns.ts';
import { byStep, curveOf, statisticsOf } from './ensembleStatistics.ts';

const golden = openGolden();
const ensemble = readEnsemble();
const isUnusual = (curve: Iterable<number>) => {
  const health = curveHealth(byStep([...curve]), ensemble.num_steps, ensemble);
  return health.kind === 'judged' ? health.unusual : health.reason;
};

describe('from a seed outside the ensemble', () => {
  test.each([1001, 1002])('%d a right run is not unusual', async (seed) => {
    expect(isUnusual(await lossesOf(golden, { seed, kind: 'right' }))).toBe(false);
  });

  test.each(['no-backward', 'loss-sum'])('%s is unusual', async (id) => {
    expect(isUnusual(await lossesOf(golden, { seed: 1001, kind: 'deviation', deviation: id }))).toBe(true);
  });
});

test('a run with noise is near the right one, and in float32 further off, before any kink', async () => {
  const [right, ulp, f32] = [
    await lossesOf(golden, { seed: 1002, kind: 'right' }),
    await lossesOf(golden, { seed: 1002, kind: 'ulp' }),
    await lossesOf(golden, { seed: 1002, kind: 'f32' }),
  ];
  const distance = (noisy: Float64Array) => Math.max(...right.map((loss, step) => Math.abs(loss - noisy[step])));
  expect(distance(ulp)).toBeGreaterThan(0);
  expect(distance(ulp)).toBeLessThan(1e-13);
  expect(distance(f32)).toBeGreaterThan(1e-8);
  expect(distance(f32)).toBeLessThan(1e-5);
});

test('the power is that of known deviations, each of them flagged or missed', () => {
  const { flagged, missed } = ensemble.power;
  const known = CATALOGUE.map(({ id }) => id);
  expect(flagged.length).toBeGreaterThan(0);
  expect([...flagged, ...missed].filter((id) => !known.includes(id))).toEqual([]);
  expect(flagged.filter((id) => missed.includes(id))).toEqual([]);
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
