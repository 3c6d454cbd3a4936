import { NUMBERS } from '../../deviations/catalogue/numbers.ts';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import type { Deviation, Shows } from '../../deviations/deviation.ts';
import { curveHealth } from '../../diff/health/health.ts';
import { canonicalDataset } from '../../golden/canonical.ts';
import type { Ensemble } from '../../golden/ensemble.ts';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL } from '../../reference/config.ts';
import { type EnsembleRun, inWorkers, progressOf } from './ensembleRuns.ts';
import { byStep, curveOf, statisticsOf } from './ensembleStatistics.ts';

/** What a loss curve can show. */
const SHOWN: readonly Shows[] = ['documents', 'parameters', 'forward', 'update'];

/** The deviations that the test is tried on: mistakes, from starts that need no dataset, in runs of canonical length. */
const TRIED: readonly Deviation[] = CATALOGUE.filter(
  (deviation) =>
    SHOWN.includes(deviation.shows) &&
    !deviation.needsDataset &&
    !NUMBERS.includes(deviation) && // other arithmetic is no mistake
    (deviation.config?.num_steps ?? CANONICAL.num_steps) >= CANONICAL.num_steps,
);

/**
 * The figures that curves from other starts are judged by (spec/measured/ensemble.json), and how many deviations they give away.
 *
 * @param runs - losses of right runs
 * @param seeds - that they were started from
 */
export async function healthFigures(runs: readonly (readonly number[])[], seeds: Ensemble['seeds']): Promise<Ensemble> {
  const { node, v8 } = process.versions;
  const curve = curveOf(runs);
  const ensemble = {
    schema: 1,
    measuredWith: { node, v8 },
    seeds,
    num_steps: CANONICAL.num_steps,
    documents: canonicalDataset(openGolden()).documents.length,
    curve,
    statistics: statisticsOf(runs, curve),
  } as const;
  return { ...ensemble, power: await powerOf(ensemble) };
}

/** Tries the test on each deviation once, from a seed that neither the ensemble nor another deviation has. */
async function powerOf(ensemble: Omit<Ensemble, 'power'>): Promise<Ensemble['power']> {
  const runs = TRIED.map(
    ({ id }, i): EnsembleRun => ({
      seed: ensemble.seeds.last + 1 + i,
      kind: 'deviation',
      deviation: id,
    }),
  );
  const curves = await inWorkers(runs, progressOf('deviation', runs.length));
  const whole = { ...ensemble, power: { flagged: [], missed: [] } };
  const isMissed = curves.map((curve) => {
    const health = curveHealth(byStep([...curve]), ensemble.num_steps, whole);
    return health.kind === 'judged' && !health.unusual;
  });
  const idsWhere = (missed: boolean) => TRIED.filter((_, i) => isMissed[i] === missed).map(({ id }) => id);
  return { flagged: idsWhere(false), missed: idsWhere(true) };
}
