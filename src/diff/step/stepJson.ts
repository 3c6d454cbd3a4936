import { jsonFloat } from '../../port/json.ts';
import type { Dtype } from '../../port/precision.ts';
import { type Finding, findingsOf } from './findings.ts';
import type { JudgedStep } from './judgeStep.ts';
import { placeOfAll } from './place.ts';
import type { Difference, StageResult } from './stageResult.ts';

/** What `diff --step --json` writes of the steps. */
export function stepsJson(steps: readonly JudgedStep[], dtype: Dtype): object {
  return {
    dtype,
    steps: steps.map(({ step, stages, lookOf }) => ({
      step,
      findings: findingsOf(stages).map((finding) => findingJson(finding, lookOf)),
      stages: stages.map(stageJson),
    })),
  };
}

function findingJson({ part, shownBy, places, stage }: Finding, lookOf: JudgedStep['lookOf']): object {
  const { lines, clause } = placeOfAll(part, places);
  return { part, shownBy, places, lines, clause, stage: stage.name, look: lookOf(stage) };
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
