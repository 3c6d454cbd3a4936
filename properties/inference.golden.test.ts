import type { Claiming } from './harness/check.ts';
import { check } from './harness/check.ts';
import {
  agrees,
  canonicalConfig,
  canonicalRun,
  type GoldenRun,
  SMALL_RUNS,
  smallRun,
  unfit,
} from './harness/golden.ts';

/** Samples again what was sampled, with the recorded uniforms; those that were not drawn are 0. */
async function sampleAgain(port: Claiming<'sample'>, { config, final, samples }: GoldenRun): Promise<void> {
  for (const { name, tokens, uniforms, probs } of samples) {
    const all = Array.from({ length: config.block_size }, (_, i) => uniforms[i] ?? 0);
    agrees('sample', { tokens, probs }, await port.sample(config, final, all), `sample "${name}"`);
  }
}

check(
  'vector',
  'inference.13 golden: the 20 samples of the canonical run',
  ['sample'],
  (port) => sampleAgain(port, canonicalRun()),
  unfit(canonicalConfig(), canonicalRun().uchars.length + 1),
);

for (const name of SMALL_RUNS) {
  const run = smallRun(name);
  check(
    'vector',
    `inference.13 golden: the samples of small run ${name}`,
    ['sample'],
    (port) => sampleAgain(port, run),
    unfit(run.config, run.uchars.length + 1),
  );
}
