import { describe, expect, test } from 'vitest';
import { canonicalLosses } from '../../golden/canonical.ts';
import { type Ensemble, expectedLoss } from '../../golden/ensemble.ts';
import { readEnsemble } from '../../golden/ensembleFile.ts';
import { openGolden } from '../../golden/folder.ts';
import { curveHealth, FALSE_ALARMS } from './health.ts';

const ensemble = readEnsemble();
/** Every so manyth step. */
const every = (distance: number, last = ensemble.num_steps) =>
  Array.from({ length: Math.floor(last / distance) }, (_, i) => (i + 1) * distance);
const scatter = ensemble.statistics.find(({ of }) => of === 'scatter')?.mean ?? NaN;
/** The mean curve with as much scatter as there is, its losses above and below in turns; and then changed. */
const curveOf = (steps: readonly number[], change: (loss: number, step: number) => number = (loss) => loss) =>
  new Map(
    steps.map((step, i) => {
      const loss = expectedLoss(ensemble.curve, step) + (i % 2 === 0 ? scatter : -scatter);
      return [step, change(loss, step)];
    }),
  );
const judged = (losses: ReadonlyMap<number, number>) => {
  const health = curveHealth(losses, ensemble.num_steps, ensemble);
  return health.kind === 'judged' ? { unusual: health.unusual, ids: health.statistics.map(({ id }) => id) } : health;
};

describe('the expected loss', () => {
  const curve: Ensemble['curve'] = [
    { step: 1, loss: 4 },
    { step: 10, loss: 3 },
    { step: 1000, loss: 2 },
  ];
  test.each([
    [0.5, 4],
    [1, 4],
    [10, 3],
    [100, 2.5],
    [1000, 2],
    [2000, 2],
  ])('of step %d is %d', (step, loss) => expect(expectedLoss(curve, step)).toBeCloseTo(loss, 12));
});

describe('a curve like the mean of the ensemble is not unusual', () => {
  const ids = ensemble.statistics.map(({ id }) => id);

  test.each([
    ['every step', every(1).slice(1), ids.slice(1)],
    ['every 10th step', every(10), ids.slice(2)],
    ['every 100th step', every(100), ids.slice(-2)],
    ['steps 1 to 12', every(1, 12), ids.slice(0, 2)],
  ])('where the log has %s', (_, steps, used) => {
    expect(judged(curveOf(steps))).toEqual({ unusual: false, ids: used });
  });
});

test('training.14 the curve of the golden run itself is not unusual', () => {
  const losses = canonicalLosses(openGolden()).map((loss, i): [number, number] => [i + 1, loss]);
  expect(judged(new Map(losses))).toEqual({ unusual: false, ids: ensemble.statistics.map(({ id }) => id) });
});

describe('a curve unlike the ensemble is unusual', () => {
  test.each<[string, (loss: number, step: number) => number]>([
    ['it lies higher throughout', (loss) => loss + 0.1],
    ['it lies lower throughout', (loss) => loss - 0.1],
    ['it never falls', () => Math.log(27)],
    ['it is smooth, as a mean of several steps is', (_, step) => expectedLoss(ensemble.curve, step)],
    ['a loss is NaN', (loss, step) => (step === 500 ? NaN : loss)],
    ['a loss is infinite', (loss, step) => (step === 500 ? Infinity : loss)],
  ])('where %s', (_, change) => expect(judged(curveOf(every(1), change))).toMatchObject({ unusual: true }));

  test('a statistic says by how many standard errors, and how often that happens', () => {
    const health = curveHealth(new Map([[1, 5]]), ensemble.num_steps, ensemble);
    const [{ mean, sd }] = ensemble.statistics;
    const runs = ensemble.seeds.last - ensemble.seeds.first + 1;
    // Of one step sd and stepSd are the same, and the rest, tau^2, is sd^2 / 1000.
    const z = (5 - mean) / (sd * Math.sqrt(1 + 1 / 1000 + 1 / 1000 + 1 / runs));
    expect(health).toMatchObject({
      kind: 'judged',
      statistics: [{ id: 'loss of step 1', steps: 1, value: 5, expected: mean }],
    });
    expect(health.kind === 'judged' && health.statistics[0].z).toBeCloseTo(z, 2);
    expect(health.kind === 'judged' && health.statistics[0].p).toBeLessThan(FALSE_ALARMS);
  });
});

describe('nothing is judged', () => {
  test.each([500, 10000, null])('on a run of %s steps', (num_steps) => {
    expect(curveHealth(curveOf(every(1)), num_steps, ensemble)).toEqual({
      kind: 'not-judged',
      reason: 'the run is not one of 1000 steps, so its rates are others',
    });
  });

  test.each([[[]], [[2, 3, 4]], [[1000]]])('on the steps %j alone', (steps) => {
    expect(judged(curveOf(steps))).toEqual({ kind: 'not-judged', reason: 'the log has too few losses' });
  });
});
