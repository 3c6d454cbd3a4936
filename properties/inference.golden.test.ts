import { agrees, canonicalRun, type GoldenRun, madeFor, SMALL_RUNS, smallRun } from './harness/golden.ts';
import { vector } from './harness/law.ts';
import type { Claiming } from './harness/subject.ts';

/** Samples again what was sampled, with the recorded uniforms; those that were not drawn are 0. */
async function sampleAgain(port: Claiming<'sample'>, { config, final, samples }: GoldenRun): Promise<void> {
  for (const { name, tokens, uniforms, probs } of samples) {
    const all = Array.from({ length: config.block_size }, (_, i) => uniforms[i] ?? 0);
    agrees('sample', { tokens, probs }, await port.sample(config, final, all), `sample "${name}"`);
  }
}

vector(
  'inference.13 golden: the 20 samples of the canonical run',
  { ops: ['sample'], needs: madeFor(canonicalRun()) },
  (port) => sampleAgain(port, canonicalRun()),
);

for (const name of SMALL_RUNS) {
  const run = smallRun(name);
  vector(`inference.13 golden: the samples of small run ${name}`, { ops: ['sample'], needs: madeFor(run) }, (port) =>
    sampleAgain(port, run),
  );
}
