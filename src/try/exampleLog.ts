import { deviationOf } from '../deviations/catalogue.ts';
import { deviantRun } from '../deviations/deviantRun.ts';
import type { CompiledReference } from '../deviations/patched.ts';
import { startFromGolden } from '../diff/replay/start.ts';
import type { Golden } from '../golden/golden.ts';
import { INFERENCE_HEADING, sampleText, stepText } from '../golden/runOutput.ts';
import { CANONICAL } from '../reference/config.ts';

/** The mistake of README's first example. */
const MISTAKE = 'learning-rate';

/** What a port with a known mistake prints, for whoever has no port at hand; it is computed when it is asked for. */
export async function exampleLog(golden: Golden, compiled: CompiledReference): Promise<string> {
  const run = await deviantRun([deviationOf(MISTAKE)], startFromGolden(golden, CANONICAL), compiled);
  if (run === null) throw new Error(`exampleLog: ${MISTAKE} cannot be put into the reference; choose another`);
  const losses = [...run.losses].map((loss, i) => stepText(i + 1, CANONICAL.num_steps, loss));
  const samples = run.samples().map((name, i) => sampleText(i + 1, name));
  return [...losses, INFERENCE_HEADING, ...samples].join('');
}
