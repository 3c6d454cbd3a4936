import { describe, expect, test } from 'vitest';
import { deviationOf } from '../../../deviations/catalogue.ts';
import { judgeSteps } from '../../../diff/step/judgeStep.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { referenceDumps } from '../dumpOf.ts';
import { mistakenDumps } from '../mistakes/mistakenDumps.ts';
import { placed } from '../placed.ts';
import { TWO_LAYERS } from '../starts.ts';
import { CATALOGUED, REPLAYED_MISTAKES } from './replayedMistakes.ts';
import { replayedCases } from './replayedPorts.ts';

/** Another order of additions differs by less. */
const CLOSE = 1e-10;

const cases = replayedCases();
const right = cases.filter(({ places }) => places.length === 0);

describe.each(cases.filter(({ places }) => places.length > 0))('$name, from $at, in $precision', (one) => {
  test('each mistake is placed, one of them first, and nothing else is said to be wrong', async () => {
    const result = await placed(one, one.precision);
    expect(result).toMatchObject({ missed: [], first: true, accused: [] });
  });
});

test.each(right)('a step of this one is right: $name, from $at', async ({ dumps, start, precision }) => {
  const stages = judgeSteps((await dumps(precision)) ?? [], start.config, precision).flatMap(({ stages }) => stages);
  expect(stages.length).toBeGreaterThan(0);
  expect(stages.filter(({ status }) => status !== 'held')).toEqual([]);
});

test.each(Object.entries(CATALOGUED))('%s is %s of the catalogue', async (id, entry) => {
  const mistake = REPLAYED_MISTAKES.filter((one) => one.id === id);
  const [hand, reference] = [
    await mistakenDumps(mistake, TWO_LAYERS),
    await referenceDumps([deviationOf(entry)], TWO_LAYERS),
  ].map((dumps) => (dumps ?? []).flatMap(numbersOf));
  expect(hand.length).toBeGreaterThan(0);
  expect(hand.length).toBe(reference.length);
  expect(Math.max(...hand.map((x, i) => Math.abs(x - reference[i])))).toBeLessThan(CLOSE);
});

function numbersOf({ losses, grad, updated }: StepDump): number[] {
  return [...(losses ?? []), ...[grad, updated].flatMap((dict) => Object.values(dict ?? {}).flat(2))];
}
