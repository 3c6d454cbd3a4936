import { jsonFloat } from '../../port/json.ts';
import type { Dtype } from '../../port/precision.ts';
import { type Finding, findingsOf, shownByOf } from './findings.ts';
import type { JudgedStep } from './judgeStep.ts';
import { placeOfAll } from './place.ts';
import type { Difference, StageResult } from './stageResult.ts';

/** What `diff --step --json` writes of the steps. */
export function stepsJson(steps: readonly JudgedStep[], dtype: Dtype): object {
  return {
    dtype,
    steps: steps.map(({ step, stages, doubts, lookOf }) => ({
      step,
      doubts: doubts(),
      findings: findingsOf(stages).map((finding) => findingJson(finding, stages, lookOf)),
      stages: stages.map(stageJson),
    })),
  };
}

function findingJson(
  { part, shownBy, places, forward, stage }: Finding,
  stages: readonly StageResult[],
  lookOf: JudgedStep['lookOf'],
): object {
  const { lines, clause } = placeOfAll(part, places);
  const values = stages
    .filter((other) => other.part === part && shownByOf(other) === shownByOf(stage))
    .flatMap(numbersJson);
  const inDoubt = part === 'backward' ? { forward } : {};
  return { part, shownBy, places, ...inDoubt, lines, clause, stage: stage.name, look: lookOf(stage), values };
}

/** All numbers of a wrong stage, row by row, each with what is due and by how much it may differ. */
function numbersJson(stage: StageResult): object[] {
  if (stage.status !== 'wrong') return [];
  const { own, due, columns } = stage.numbers;
  return [
    {
      ...{ stage: stage.name, columns, own: own.map(jsonFloat) },
      ...{ due: due.map(({ mid }) => jsonFloat(mid)), tolerance: due.map(({ rad }) => jsonFloat(2 * rad)) },
    },
  ];
}

function stageJson(stage: StageResult): object {
  if (stage.status !== 'wrong') return stage;
  const { part, name, status, difference, fault } = stage;
  return { part, name, status, ...(fault === undefined ? {} : { fault }), difference: differenceJson(difference) };
}

function differenceJson({ times, wrong, all, largest }: Difference): object {
  return {
    times: jsonFloat(times),
    wrong,
    all,
    largest: largest.map(({ at, got, due }) => ({ at, got: jsonFloat(got), due: jsonFloat(due) })),
  };
}
