import { CATALOGUE } from '../../deviations/catalogue.ts';
import { type DeviantStart, deviantRun } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { CompiledReference } from '../../deviations/patched.ts';
import { otherTemperature } from './temperature.ts';

/**
 * Names the known mistakes in sampling that explain samples which the reference, trained as far, does not give.
 *
 * @param trained - a start whose parameters are those after training
 * @param samples - the log's names by their index, counted from 1
 * @param compiled - the reference, to make the mistakes in
 * @returns those that give all of them
 */
export async function diagnoseSamples(
  trained: DeviantStart,
  samples: ReadonlyMap<number, string>,
  compiled: CompiledReference,
): Promise<readonly Deviation[]> {
  const explaining: Deviation[] = [];
  const isOf = (names: readonly string[]) => [...samples].every(([index, name]) => names[index - 1]?.trim() === name);
  for (const deviation of CATALOGUE.filter(inSampling)) {
    const names = (await deviantRun([deviation], trained, compiled))?.samples() ?? [];
    if (isOf(names)) explaining.push(deviation);
  }
  if (explaining.length > 0) return explaining;
  const temperature = await otherTemperature(trained, isOf, compiled);
  return temperature === null ? [] : [temperature];
}

function inSampling({ shows, edits }: Deviation): boolean {
  return (
    (shows === 'samples' || shows === 'law') && edits.some(({ file }) => file === 'inference' || file === 'random')
  );
}
