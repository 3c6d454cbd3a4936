import { type DeviantStart, deviantRun } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { CompiledReference } from '../../deviations/patched.ts';

/** Temperatures that are tried: twentieths up to 2, and more above. */
const TRIED = [...Array.from({ length: 40 }, (_, i) => (i + 1) / 20), 2.5, 3, 4, 5, 10];
/** How often an end of the interval is halved. */
const HALVINGS = 8;

/**
 * Another temperature with which the reference draws the samples of a log (inference.1).
 *
 * @param trained - a start whose parameters are those after training
 * @param isOf - whether the log has these names
 * @returns as a deviation, with the temperatures between which all samples are the same; null where none gives them
 */
export async function otherTemperature(
  trained: DeviantStart,
  isOf: (names: readonly string[]) => boolean,
  compiled: CompiledReference,
): Promise<Deviation | null> {
  const fits = async (temperature: number) => {
    const run = await deviantRun([deviationAt(temperature, '')], trained, compiled);
    return isOf(run?.samples() ?? []);
  };
  for (const [i, temperature] of TRIED.entries()) {
    if (temperature === trained.config.temperature || !(await fits(temperature))) continue;
    const low = await edge(temperature, TRIED[i - 1] ?? temperature / 2, fits);
    const high = await edge(temperature, TRIED[i + 1] ?? temperature * 2, fits);
    return deviationAt(temperature, ` near ${temperature} (${digits(low)} to ${digits(high)} give the same samples)`);
  }
  return null;
}

/** The last value that fits, towards one that need not. */
async function edge(fitting: number, other: number, fits: (value: number) => Promise<boolean>): Promise<number> {
  let [good, bad] = [fitting, other];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (good + bad) / 2;
    if (await fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function deviationAt(temperature: number, title: string): Deviation {
  return {
    id: 'temperature-value',
    clause: 'inference.1',
    title: `temperature${title}`,
    explanation: 'The logits are divided by another temperature. It is 0.5 in microgpt.py.',
    shows: 'samples',
    edits: [],
    config: { temperature },
  };
}
