import type { Vector } from '../../port/balls.ts';
import type { MomentsBefore } from './adamStages.ts';
import type { BackwardStages } from './backwardStages.ts';
import type { Numbers, Part, StageResult } from './stageResult.ts';
import type { StepDump } from './stepDump.ts';
import type { StepModel } from './stepModel.ts';

/** What a difference looks like. */
export interface Look {
  /** Of the probe that holds. */
  readonly id: string;
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
  /** What is so where it holds; `{}` stands for what the probe itself finds. */
  readonly sentence: string;
  /** @returns what stands in the sentence, '' where nothing does; null where it does not hold */
  holds(context: LookContext): string | null;
}

/** So many entries at least must tell a guess from what is due. */
const DECIDING = 3;
/** How far apart, in what rounding may cost, two numbers are that do not agree by chance. */
const APART = 2 ** 6;

/**
 * Whether every entry is what a guess makes of it, within rounding, and enough of them tell the guess from what is due and from 0.
 *
 * @param guess - with the rounding of its own computation
 */
export function explains({ own, due }: Numbers, guess: Vector | null): boolean {
  if (guess === null || guess.length !== own.length) return false;
  if (!own.every((x, i) => Math.abs(x - guess[i].mid) <= 2 * guess[i].rad)) return false;
  const deciding = own.filter((x, i) => {
    const bound = APART * (guess[i].rad + due[i].rad);
    return Math.abs(x - due[i].mid) > bound && (Math.abs(x) > bound || Math.abs(due[i].mid) > bound);
  });
  return deciding.length >= DECIDING;
}
