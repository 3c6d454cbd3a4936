import type { Dtype } from '../../port/precision.ts';
import type { Config } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { judgeAdam, type MomentsBefore } from './adamStages.ts';
import { BackwardStages } from './backwardStages.ts';
import { doubtsOf } from './doubts.ts';
import { forwardInDoubt } from './forwardInDoubt.ts';
import { judgeForward } from './forwardStages.ts';
import { lackingIn } from './lacking.ts';
import { lookOf } from './looks.ts';
import type { Look, LookContext } from './probe.ts';
import { SampledBalls } from './sampledBalls.ts';
import { withSecondMistakes } from './secondMistakes.ts';
import type { StageResult } from './stageResult.ts';
import { Stages, withoutPosition } from './stages.ts';
import type { StepDump } from './stepDump.ts';
import { StepModel } from './stepModel.ts';

/** A step and how its stages were judged, in the order of execution. */
export interface JudgedStep {
  readonly step: number;
  readonly stages: readonly StageResult[];
  /** What the dump itself seems to have wrong, a sentence each with what to write. */
  readonly doubts: () => readonly string[];
  /** What the dump lacks of what its other values are judged by. */
  readonly lacking: readonly string[];
  /** What the difference of one of them looks like, there or at another position of the same value; null where no probe holds. */
  readonly lookOf: (stage: StageResult) => Look | null;
}

/**
 * Judges dumped steps of one run, stage by stage, each from the port's own values before it.
 *
 * @param dumps - of steps of one run, in their order
 * @param config - the port's constants
 * @param dtype - the arithmetic that it computes in
 */
export function judgeSteps(dumps: readonly StepDump[], config: Config, dtype: Dtype): JudgedStep[] {
  const balls = new SampledBalls(dtype);
  return dumps.map((dump, i) => {
    const model = new StepModel(config, dump.params, balls);
    const stages = new Stages();
    const values = judgeForward(model, dump, stages);
    const backward = new BackwardStages(model, dump, values, stages);
    const gradients = withSecondMistakes(backward.judge(), dump, backward, stages.wrongForward);
    const inDoubt = forwardInDoubt(stages.results, gradients, dtype);
    const ofBackward = gradients.map((one) =>
      one.status === 'wrong' && inDoubt.length > 0 ? { ...one, forward: inDoubt } : one,
    );
    const before = momentsBefore(dump, dumps.slice(0, i), config);
    const adam = judgeAdam(model, dump, before);
    const previous = dumps.slice(0, i).findLast(({ step }) => step === dump.step - 1) ?? null;
    const all = [...stages.results, ...ofBackward, ...adam];
    const context = { dump, previous, before, model, backward };
    // A look may try many rules: each is worked out once, for whoever asks.
    const looks = new Map<StageResult, Look | null>();
    const look = (stage: StageResult) => {
      const known = looks.get(stage);
      const found = known === undefined ? firstLook(alike(stage, all), context) : known;
      looks.set(stage, found);
      return found;
    };
    let found: readonly string[] | null = null;
    const doubts = () => (found ??= doubtsOf(dump, all, config));
    return { step: dump.step, stages: all, doubts, lacking: lackingIn(dump, all, config), lookOf: look };
  });
}

/** A wrong stage, and those of the forward pass that show the same value wrong at other positions and heads. */
function alike(stage: StageResult, all: readonly StageResult[]): readonly LookContext['stage'][] {
  const others = stage.part !== 'forward' ? [] : all.filter(({ part }) => part === 'forward');
  const name = withoutPosition(stage.name);
  return [stage, ...others.filter((other) => other !== stage && withoutPosition(other.name) === name)].filter(
    (one): one is LookContext['stage'] => one.status === 'wrong',
  );
}

function firstLook(stages: readonly LookContext['stage'][], context: Omit<LookContext, 'stage'>): Look | null {
  for (const stage of stages) {
    const look = lookOf({ ...context, stage });
    if (look !== null) return look;
  }
  return null;
}

/**
 * The moments before a step: 0 before the first; else those behind the step before it, or what the gradients of all steps before
 * make them.
 */
function momentsBefore(dump: StepDump, before: readonly StepDump[], { beta1, beta2 }: Config): MomentsBefore | null {
  const last = before.at(-1);
  const shape = dump.grad ?? dump.params;
  if (shape === null) return null;
  const zero = mapped(shape, () => 0);
  if (dump.step === 1) return { m: zero, v: zero };
  if (last?.step !== dump.step - 1) return null;
  if (last.m !== null && last.v !== null) return { m: last.m, v: last.v };
  if (before.length !== dump.step - 1 || before.some(({ grad }) => grad === null)) return null;
  return before.reduce<MomentsBefore>(
    ({ m, v }, { grad }) => ({
      m: mapped(m, (x, name, i, j) => beta1 * x + (1 - beta1) * (grad?.[name]?.[i][j] ?? Number.NaN)),
      v: mapped(v, (x, name, i, j) => beta2 * x + (1 - beta2) * (grad?.[name]?.[i][j] ?? Number.NaN) ** 2),
    }),
    { m: zero, v: zero },
  );
}

function mapped(dict: StateDict, change: (x: number, name: string, i: number, j: number) => number): StateDict {
  return Object.fromEntries(
    Object.entries(dict).map(([name, rows]) => [name, rows.map((row, i) => row.map((x, j) => change(x, name, i, j)))]),
  );
}
