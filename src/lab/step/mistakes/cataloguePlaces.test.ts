import { expect, test } from 'vitest';
import { CATALOGUE } from '../../../deviations/catalogue.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { referenceDumps } from '../dumpOf.ts';
import { firstWrong } from '../firstWrong.ts';
import { TWO_LAYERS } from '../starts.ts';
import { CATALOGUE_PLACES } from './cataloguePlaces.ts';
import { shownIn } from './shownIn.ts';

/** Of the largest number of its row or matrix: the smallest epsilon of the catalogue shows above it. */
const SHARE = 1e-13;

/** Those that start or train on something else: on what they are given, their steps are right. */
const OTHER_START = [
  'uniform-one-word',
  'gauss-log-u',
  'gauss-swapped',
  'gauss-sine-first',
  'gauss-second-dropped',
  'bos-start-missing',
  'bos-end-missing',
  'bos-zero',
  'eos-separate',
  'vocabulary-unsorted',
  'std-0.02',
  'std-0.8',
  'std-variance',
  'std-residual-0',
  'std-residual-undrawn',
  'early-revision',
  'init-layers-first',
  'init-lm-head-last',
  'init-alphabetical',
  'init-by-columns',
  'stream-restarted',
  'lm-head-tied',
  'first-skipped',
  'f32',
  'f32-parameters',
];

test('every deviation shows first in what its place names, at its step; those without one start elsewhere or show nothing', async () => {
  const right = (await referenceDumps([], TWO_LAYERS)) ?? [];
  const found: string[] = [];
  for (const entry of CATALOGUE.filter(({ needsDataset }) => !needsDataset)) {
    const dumps = (await referenceDumps([entry], TWO_LAYERS)) ?? [];
    const first = firstWrong(dumps, comparable(right, dumps), SHARE);
    const due = CATALOGUE_PLACES.get(entry.id);
    if (due === undefined) {
      expect(first !== null, entry.id).toBe(OTHER_START.includes(entry.id));
      continue;
    }
    found.push(entry.id);
    const { place, from } = due;
    expect(first, entry.id).toMatchObject({ step: from, stage: place.stage });
    const names = [place.name, ...place.or].flatMap((name) => shownIn({ ...place, name }));
    expect(names, entry.id).toContain(first?.name);
  }
  expect([...CATALOGUE_PLACES.keys()].toSorted()).toEqual(found.toSorted());
});

/** The right steps as far as the port has them: what it does not compute is not compared. */
function comparable(right: readonly StepDump[], dumps: readonly StepDump[]): StepDump[] {
  return dumps.map((dump, i) => {
    const trace = [...right[i].trace].filter(([name]) => dump.trace.has(name));
    return { ...right[i], trace: new Map(trace) };
  });
}
