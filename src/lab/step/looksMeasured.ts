import { findingsOf } from '../../diff/step/findings.ts';
import { judgeSteps } from '../../diff/step/judgeStep.ts';
import type { Look } from '../../diff/step/probe.ts';
import { mistakenDumps } from './mistakes/mistakenDumps.ts';
import type { StepMistake } from './mistakes/stepMistake.ts';
import { SQUARED, TWO_LAYERS } from './starts.ts';

/** The first finding of a mistake's three steps, and what is said of its difference. */
export interface SaidOf {
  readonly shownBy: string;
  readonly look: Look | null;
}

/** @returns null where nothing is found */
export async function saidOf(mistake: StepMistake, precision: 'f64' | 'f32' = 'f64'): Promise<SaidOf | null> {
  const start = mistake.needs === 'squared ReLU' ? SQUARED : TWO_LAYERS;
  const dumps = (await mistakenDumps([mistake], start, precision)) ?? [];
  for (const judged of judgeSteps(dumps, start.config, precision)) {
    const [finding] = findingsOf(judged.stages);
    if (finding !== undefined) return { shownBy: finding.stage.name, look: judged.lookOf(finding.stage) };
  }
  return null;
}
