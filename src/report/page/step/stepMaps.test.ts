import { expect, test } from 'vitest';
import type { JudgedStep } from '../../../diff/step/judgeStep.ts';
import { Numbers, type StageResult } from '../../../diff/step/stageResult.ts';
import { stepMaps } from './stepMaps.ts';

const ENTRIES = 64 * 64;
const MOST_OF_A_PAGE = 1_200_000;

/** A gradient that is wrong in every entry, by itself or by what another is wrong by. */
function wrong(name: string, fault: 'product' | 'flow'): StageResult {
  const numbers = new Numbers(
    Array.from({ length: ENTRIES }, (_, i) => Math.sin(i)),
    Array.from({ length: ENTRIES }, () => ({ mid: 0, rad: 1e-16 })),
    64,
  );
  const difference = { times: 2, wrong: ENTRIES, all: ENTRIES, largest: [] };
  return { part: 'backward', name, status: 'wrong', difference, numbers, fault, through: ['logits'] };
}

test('a page has maps as long as there is room, of what is wrong by itself first, in all steps', () => {
  const first = Array.from({ length: 9 }, (_, i) => wrong(`grad.layer${i}.mlp_fc1`, 'flow'));
  const steps: JudgedStep[] = [
    { step: 1, stages: first, doubts: () => [], lacking: [], lookOf: () => null },
    { step: 2, stages: [wrong('grad.lm_head', 'product')], doubts: () => [], lacking: [], lookOf: () => null },
  ];
  const maps = stepMaps(steps);
  const made = maps.map((own) => [...own].filter(([, map]) => map !== null).map(([key]) => key));
  expect(made[0][0]).toBe('backward layer0.mlp_fc1');
  expect(made[1]).toEqual(['backward lm_head']);
  expect([made[0].length < first.length, maps[0].size]).toEqual([true, first.length]);
  const characters = maps.flatMap((own) => [...own.values()]).reduce((sum, map) => sum + (map?.text.length ?? 0), 0);
  expect(characters).toBeLessThanOrEqual(MOST_OF_A_PAGE);
});
