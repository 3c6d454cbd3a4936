import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NUMBERS } from '../deviations/catalogue/numbers.ts';
import { CATALOGUE } from '../deviations/catalogue.ts';
import type { Deviation, Shows } from '../deviations/deviation.ts';
import { canonicalDataset } from '../golden/canonical.ts';
import { ENSEMBLE_FILE, type Ensemble } from '../golden/ensemble.ts';
import { openGolden } from '../golden/folder.ts';
import { curveHealth } from '../golden/health.ts';
import { CANONICAL } from '../reference/config.ts';
import { type EnsembleRun, inWorkers, progressOf, runsOf } from './ensembleRuns.ts';
import { byStep, curveOf, statisticsOf } from './ensembleStatistics.ts';

/**
 * `npm run measure:ensemble`: trains the engine from many starts, then the deviations of the catalogue from others, on all
 * cores, and writes spec/ensemble.json, from where `npm run measure:render` takes it to the page. Some minutes.
 */

/** Seeds of the ensemble: enough that its standard deviations are known to 9 % (1 / sqrt(2 * 63)). */
const SEEDS = { first: 1, last: 64 };
/** What a loss curve can show. */
const SHOWN: readonly Shows[] = ['documents', 'parameters', 'forward', 'update'];

/** The deviations that the test is tried on: mistakes, from starts that need no dataset, in runs of canonical length. */
export const TRIED: readonly Deviation[] = CATALOGUE.filter(
  (deviation) =>
    SHOWN.includes(deviation.shows) &&
    !deviation.needsDataset &&
    !NUMBERS.includes(deviation) && // other arithmetic is no mistake
    (deviation.config?.num_steps ?? CANONICAL.num_steps) >= CANONICAL.num_steps,
);

async function main(): Promise<void> {
  const right = await runsOf(SEEDS, 'right');
  const ensemble = ensembleOf(right.map((losses) => [...losses]));
  const power = await powerOf(ensemble);
  writeFileSync(ENSEMBLE_FILE, `${JSON.stringify({ ...ensemble, power }, null, 2)}\n`);
}

function ensembleOf(runs: readonly (readonly number[])[]): Omit<Ensemble, 'power'> {
  const { node, v8 } = process.versions;
  const curve = curveOf(runs);
  const documents = canonicalDataset(openGolden()).documents.length;
  const statistics = statisticsOf(runs, curve);
  return {
    schema: 1,
    measuredWith: { node, v8 },
    seeds: SEEDS,
    num_steps: CANONICAL.num_steps,
    documents,
    curve,
    statistics,
  };
}

/** Tries the test on each deviation once, from a seed that neither the ensemble nor another deviation has. */
async function powerOf(ensemble: Omit<Ensemble, 'power'>): Promise<Ensemble['power']> {
  const runs = TRIED.map(({ id }, i): EnsembleRun => ({ seed: SEEDS.last + 1 + i, kind: 'deviation', deviation: id }));
  const curves = await inWorkers(runs, progressOf('deviation', runs.length));
  const whole = { ...ensemble, power: { flagged: 0, of: 0, missed: [] } };
  const missed = TRIED.filter((_, i) => {
    const health = curveHealth(byStep([...curves[i]]), ensemble.num_steps, whole);
    return health.kind === 'judged' && health.word === 'looks healthy';
  }).map(({ id }) => id);
  return { flagged: TRIED.length - missed.length, of: TRIED.length, missed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
