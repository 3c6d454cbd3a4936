import type { MomentsBefore } from './adamStages.ts';
import type { BackwardRule } from './backwardRule.ts';
import type { BackwardStages } from './backwardStages.ts';
import type { Part, StageResult } from './stageResult.ts';
import type { StepDump } from './stepDump.ts';
import type { StepModel } from './stepModel.ts';

/** What a difference looks like. */
export interface Look {
  /** Of the probe that holds. */
  readonly id: string;
  /** The stage whose numbers they are. */
  readonly at: string;
  /** One sentence about the port's numbers. */
  readonly sentence: string;
}

/** A wrong stage, and what it is computed from. */
export interface LookContext {
  readonly stage: StageResult & { readonly status: 'wrong' };
  readonly dump: StepDump;
  /** The dump of the step before; null where there is none. */
  readonly previous: StepDump | null;
  readonly before: MomentsBefore | null;
  readonly model: StepModel;
  readonly backward: BackwardStages;
}

/** A guess about a wrong stage that its numbers confirm or refute. */
export interface Probe {
  /** Stable, in kebab-case. */
  readonly id: string;
  /** Of which stages it is a guess; absent where of all. */
  readonly part?: Part;
  /** Of which gradients it is a guess first: those whose derivative is wrong before the matrix, or whose product alone is. */
  readonly fault?: 'flow' | 'product';
  /** What is so where it holds; `{}` stands for what the probe itself finds. */
  readonly sentence: string;
  /** @returns what stands in the sentence, '' where nothing does; null where it does not hold */
  holds(context: LookContext): string | null;
}

/** A guess about a gradient that is one other rule. */
export interface RuleProbe extends Probe {
  readonly rule: BackwardRule;
  /** Through whose computation it comes back by that rule, without layer; empty where only the matrix's own gradient is made by it. */
  readonly at: readonly string[];
}
