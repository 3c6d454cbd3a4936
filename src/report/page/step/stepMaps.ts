import { findingsOf, shownByOf } from '../../../diff/step/findings.ts';
import type { JudgedStep } from '../../../diff/step/judgeStep.ts';
import { ofAllMatrices } from '../../../diff/step/ofAllMatrices.ts';
import type { Markup } from '../markup.ts';
import { differenceGrid, type WrongStage } from './differenceGrid.ts';
import { differenceMap } from './differenceMap.ts';
import { byValue, keyOf } from './tally.ts';

/** Characters of all maps of a page together. */
const MOST_CHARACTERS = 1_200_000;

/** The maps of a step by the value; null for one that the page has no room for. */
export type StepMaps = ReadonlyMap<string, Markup | null>;

/** The maps of the wrong values of some steps. Where the page has no room for all, those of what is wrong by itself come first. */
export function stepMaps(steps: readonly JudgedStep[]): readonly StepMaps[] {
  let left = MOST_CHARACTERS;
  const maps = steps.map(() => new Map<string, Markup | null>());
  const make = (step: number, key: string, stages: readonly WrongStage[]) => {
    if (stages.length === 0 || maps[step].has(key)) return;
    const [{ numbers }] = stages;
    const shown = stages[0].part === 'forward' ? shownByOf(stages[0]) : stages[0].name;
    const map = left > 0 && numbers.own.length > 0 ? differenceMap(shown, differenceGrid(stages)) : null;
    const fits = map !== null && map.text.length <= left;
    // None is made behind the first that does not fit: making them takes longer than all else.
    left = fits ? left - map.text.length : map === null ? left : 0;
    maps[step].set(key, fits ? map : null);
  };
  const values = steps.map(({ stages }) => byValue(stages));
  const wrongOf = (step: number, key: string) =>
    (values[step].get(key) ?? []).filter((stage): stage is WrongStage => stage.status === 'wrong');
  for (const [i, { stages }] of steps.entries()) {
    for (const { stage } of ofAllMatrices(findingsOf(stages), stages)) {
      const key = keyOf(stage);
      make(i, key, wrongOf(i, key));
    }
  }
  for (const i of steps.keys()) {
    for (const key of values[i].keys()) make(i, key, wrongOf(i, key));
  }
  return maps;
}
