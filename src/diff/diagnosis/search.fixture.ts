import { COMPILED } from '../../deviations/compiledReference.ts';
import { type DeviantStart, deviantRun } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import { openGolden } from '../../golden/folder.ts';
import { fixed, repr } from '../../golden/runOutput.ts';
import { CANONICAL } from '../../reference/config.ts';
import { lossLines, traceOf } from '../logs.fixture.ts';
import { startFromGolden } from '../replay/start.ts';
import { type Diagnosis, diagnose, type SearchOptions } from './search.ts';
import { type Target, targetOf } from './target.ts';

/** Where Python's run starts. */
export const START: DeviantStart = startFromGolden(openGolden(), CANONICAL);

/** How a log is printed. */
export const PRINTS = { '4 decimals': fixed, '17 digits': repr } as const;
export type Print = keyof typeof PRINTS;

/** Losses of the reference with deviations; of so many steps, if it does not end before. */
export async function deviantLosses(deviations: readonly Deviation[], steps: number): Promise<readonly number[]> {
  const run = await deviantRun(deviations, START, COMPILED);
  const losses: number[] = [];
  for (const loss of run?.losses ?? []) if (losses.push(loss) === steps) break;
  return losses;
}

/** A log of losses; one of 17 digits is of a double, as in `diff`. */
export async function targetFor(losses: readonly number[], print: Print): Promise<Target> {
  const trace = await traceOf(lossLines(losses.map((loss) => PRINTS[print](loss))));
  return targetOf(trace, losses.length, print === '17 digits' ? 'f64' : 'f32');
}

/** What the search says of a log, where nothing of its start is given. */
export async function diagnosed(
  losses: readonly number[],
  print: Print,
  options: Partial<SearchOptions> = {},
): Promise<Diagnosis> {
  const given = { parameters: false, documents: false, dataset: false };
  const usual = { given, quick: false, onProgress: () => {}, compiled: COMPILED };
  return diagnose(START, await targetFor(losses, print), { ...usual, ...options });
}

/** The mistakes of each explanation, by identifier in alphabetical order. */
export function namesOf({ explanations }: Diagnosis): string[] {
  return explanations.map(({ deviations }) =>
    deviations
      .map(({ id }) => id)
      .sort()
      .join('+'),
  );
}
