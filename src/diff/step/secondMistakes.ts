import { RIGHT_RULE } from './backwardRule.ts';
import type { BackwardStages } from './backwardStages.ts';
import { explains } from './explains.ts';
import { BACKWARD_PROBES } from './looksOfBackward.ts';
import type { RuleProbe } from './probe.ts';
import { judged, type StageResult } from './stageResult.ts';
import type { StepDump } from './stepDump.ts';

/** Not of a matrix's own sum over positions: a wrong value that leaves a position out makes the same. */
const RULES = BACKWARD_PROBES.filter((probe): probe is RuleProbe => 'rule' in probe && probe.at.length > 0);
/** A value that is next to a wrong one may go back otherwise because of it. */
const APART = 2;

/**
 * Gradients that come back through a wrong value, and of which another mistake is told all the same: they are just what microgpt.py's
 * way back through that value gives, but for one other rule at another place, which no wrong value of the first place makes.
 *
 * @param results - of the gradients, in the order in which they are reached
 * @param wrong - values of the forward pass by their names without position
 */
export function withSecondMistakes(
  results: readonly StageResult[],
  dump: StepDump,
  backward: BackwardStages,
  wrong: ReadonlySet<string>,
): readonly StageResult[] {
  return results.map((result) => {
    if (result.status !== 'not judged' || result.behind === undefined) return result;
    const own = dump.grad?.[result.name.replace('grad.', '')] ?? [];
    const due = backward.dueUnder(RIGHT_RULE, result.name, null);
    const beside = judged('backward', result.name, own.flat(), due, own[0]?.length ?? 0);
    if (beside.status !== 'wrong') return result;
    for (const rule of RULES) {
      const places = placesOf(rule, result.behind, wrong);
      if (places.length === 0) continue;
      const guess = backward.dueUnder(rule.rule, result.name, beside.numbers.own);
      if (explains(beside.numbers, guess)) return { ...beside, places };
    }
    return result;
  });
}

/** Where a rule is another one, as far as no wrong value is near; empty where one is. */
function placesOf({ at }: RuleProbe, behind: readonly string[], wrong: ReadonlySet<string>): readonly string[] {
  const places = behind.filter((value) => at.includes(value.replace(/^layer\d+\./, '')));
  const isNear = (value: string) => wrong.has(value) && places.some((place) => distance(behind, place, value) < APART);
  return behind.some(isNear) ? [] : places;
}

function distance(way: readonly string[], a: string, b: string): number {
  return Math.abs(way.indexOf(a) - way.indexOf(b));
}
