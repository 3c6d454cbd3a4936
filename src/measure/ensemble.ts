import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NUMBERS } from '../deviations/catalogue/numbers.ts';
import { CATALOGUE } from '../deviations/catalogue.ts';
import type { Deviation, Shows } from '../deviations/deviation.ts';
import { deviantRun } from '../deviations/run.ts';
import { ENSEMBLE_FILE, type Ensemble } from '../golden/ensemble.ts';
import { type Golden, openGolden } from '../golden/folder.ts';
import { curveHealth } from '../golden/health.ts';
import { CANONICAL } from '../reference/config.ts';
import { byStep, type Curve, curveOf, statisticsOf } from './ensembleStatistics.ts';
import { seededStart } from './seededStart.ts';

/**
 * `npm run measure:ensemble`: trains the reference from many starts, then the deviations of the catalogue from others,
 * and writes spec/ensemble.json, from where `npm run measure -- --render` takes it to the page. Some five minutes.
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

/**
 * Losses of a run with deviations, from the start that belongs to a seed.
 *
 * @returns one loss a step; NaN from the step at which a mistake ends the run, as ports print it
 */
export async function seededCurve(golden: Golden, seed: number, deviations: readonly Deviation[]): Promise<Curve> {
  const run = await deviantRun(deviations, seededStart(golden, seed));
  if (run === null) throw new Error(`ensemble: ${deviations.map(({ id }) => id)} do not go together`);
  return Array.from({ length: CANONICAL.num_steps }, () => {
    const { value } = run.losses.next();
    return typeof value === 'number' ? value : NaN;
  });
}

async function measure(golden: Golden): Promise<Ensemble> {
  const { versions } = process;
  const runs: Curve[] = [];
  for (let seed = SEEDS.first; seed <= SEEDS.last; seed++) {
    process.stderr.write(`seed ${seed} of ${SEEDS.last}\n`);
    runs.push(await seededCurve(golden, seed, []));
  }
  const curve = curveOf(runs);
  const ensemble: Ensemble = {
    schema: 1,
    measuredWith: { node: versions.node, v8: versions.v8 },
    seeds: SEEDS,
    num_steps: CANONICAL.num_steps,
    documents: seededStart(golden, SEEDS.first).documents.length,
    curve,
    statistics: statisticsOf(runs, curve),
    power: { flagged: 0, of: 0, missed: [] },
  };
  return { ...ensemble, power: await powerOf(golden, ensemble) };
}

/** Tries the test on each deviation once, from a seed that neither the ensemble nor another deviation has. */
async function powerOf(golden: Golden, ensemble: Ensemble): Promise<Ensemble['power']> {
  const missed: string[] = [];
  for (const [i, deviation] of TRIED.entries()) {
    process.stderr.write(`${deviation.title}\n`);
    const curve = await seededCurve(golden, SEEDS.last + 1 + i, [deviation]);
    const health = curveHealth(byStep(curve), ensemble.num_steps, ensemble);
    if (health.kind === 'judged' && health.word === 'looks healthy') missed.push(deviation.id);
  }
  return { flagged: TRIED.length - missed.length, of: TRIED.length, missed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(ENSEMBLE_FILE, `${JSON.stringify(await measure(openGolden()), null, 2)}\n`);
}
