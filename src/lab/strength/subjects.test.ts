import { expect, test } from 'vitest';
import { CORRECT_VARIANTS } from './correctVariants.ts';
import { portOf, SUBJECTS } from './subjects.ts';
import { turnGroups } from './sweep.ts';

test('the reference has two hundred seeds in double and in single precision, and every other correct port five', () => {
  const seeds = (variant: string) => SUBJECTS.filter(({ reseeded }) => reseeded?.of === variant).length;
  expect([seeds('reference'), seeds('float32')]).toEqual([200, 200]);
  for (const { id } of CORRECT_VARIANTS.filter((variant) => variant.id !== 'float32')) expect(seeds(id), id).toBe(5);
});

test.each([
  ['deviation:rmsnorm-mean', false],
  ['variant:fused-qkv', false],
  ['variant:vectorised', false],
  ['variant:float32', true],
  ['variant:only-trace', true],
])('%s claims trace: %s, for it is read off the form of the reference alone', async (name, has) => {
  expect('trace' in (await portOf(name))).toBe(has);
});

test('each subject is asked once: alone, or in one of the groups that take turns', () => {
  const inTurn = turnGroups().flatMap(({ subjects }) => subjects);
  expect(new Set(inTurn).size).toBe(inTurn.length);
  expect(new Set([...inTurn, ...SUBJECTS.filter(({ alone }) => alone)])).toEqual(new Set(SUBJECTS));
});

test('those that take turns draw as many inputs, and are like one another', () => {
  for (const { subjects, how } of turnGroups()) {
    for (const { reseeded } of subjects) {
      if (reseeded === undefined) continue;
      expect(reseeded.runs).toBe(how.runs);
      const { alone } = CORRECT_VARIANTS.find(({ id }) => id === reseeded.of) ?? {};
      expect(how.like?.id).toBe(alone ? reseeded.of : undefined);
    }
  }
});
