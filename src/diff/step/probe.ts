import type { Vector } from '../../port/balls.ts';
import type { MomentsBefore } from './adamStages.ts';
import type { BackwardRule } from './backwardRule.ts';
import type { BackwardStages } from './backwardStages.ts';
import type { Numbers, Part, StageResult } from './stageResult.ts';
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

/** So many entries at least must tell a guess from what is due. */
const DECIDING = 3;
/** Above this share of what rounding may cost a difference decides. */
const APART = 4;
/** What the deciding entries must say together: they agree by chance once in 2 to this power. */
const BITS = 40;

/**
 * Whether every entry is what a guess makes of it, within rounding, and enough of them tell the guess from what is due.
 *
 * @param guess - with the rounding of its own computation
 */
export function explains({ own, due }: Numbers, guess: Vector | null): boolean {
  if (guess === null || guess.length !== own.length) return false;
  if (!own.every((x, i) => Math.abs(x - guess[i].mid) <= 2 * guess[i].rad)) return false;
  const ratios = own
    .map((x, i) => Math.abs(x - due[i].mid) / (guess[i].rad + due[i].rad + Number.MIN_VALUE))
    .filter((ratio) => ratio > APART);
  const bits = ratios.reduce((sum, ratio) => sum + Math.log2(ratio / 2), 0);
  return ratios.length >= DECIDING && bits >= BITS;
}
