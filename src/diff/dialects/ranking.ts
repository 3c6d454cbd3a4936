import { canonicalDataset } from '../../golden/canonical.ts';
import type { Config } from '../../reference/config.ts';
import { canChoose } from '../diagnosis/evidence.ts';
import { MOST_STEPS } from '../log/mostSteps.ts';
import type { Trace } from '../log/readLog.ts';
import { type Dumps, startFromDump } from '../replay/dumpStart.ts';
import { loggedLosses } from '../replay/loggedLosses.ts';
import { hasEarlySteps, keyOf, likelyConfigs, likelySeeds, speaksAgainst } from './bases.ts';
import { type Clues, cluesOf } from './clues.ts';
import { type Agreed, followed } from './followed.ts';
import { seededStarts } from './seededStart.ts';
import type { Stated } from './stated.ts';

/** A configuration that a log may be of, and how far the log agrees with its run. */
export interface Base extends Agreed {
  readonly config: Config;
  /** Whether the losses that agree say enough to choose it among all that were looked at. */
  readonly evident: boolean;
}

/** The configurations that a log may be of. */
export interface Ranking {
  readonly clues: Clues;
  /** The one that was asked for. */
  readonly asked: Base;
  /** The run that is due. */
  readonly due: Base;
  /** Others that agree with the whole log just as well: it is too short to tell. */
  readonly alike: readonly Base[];
  /** Where a mistake may be, the likeliest first: `due`, and others that the log or the dump allows. */
  readonly plausible: readonly Base[];
}

type Logged = ReturnType<typeof loggedLosses>;

/** Runs that mistakes are looked for on at most; single ones take a second or two on each. */
const MOST_PLAUSIBLE = 3;

/**
 * Finds the configuration that a log is of, in some hundredths of a second: the one whose run it agrees with longest; where
 * it agrees with none, the one that the log's header or the dump names; and where these name none, the one asked for.
 *
 * @param trace - the log
 * @param dumps - what there is of its start, and the configuration asked for
 * @param stated - what of that is not open
 * @param layout - how the parameters are stored; the standard layout by default
 * @throws GoldenFault where the golden data cannot be used
 */
export function ranked(trace: Trace, dumps: Dumps, stated: Stated, layout?: string): Ranking {
  const clues = cluesOf(trace, dumps);
  const sized = { ...dumps.config, ...clues.dump?.sizes };
  const logged = loggedLosses(trace, MOST_STEPS);
  const follow = (config: Config) => ({ config, ...agreedFrom(config, dumps, logged, layout) });
  const askedFor = follow(dumps.config);
  const isNamed = speaksAgainst(sized, clues);
  const others =
    askedFor.whole || isOfOtherDocuments(dumps, clues)
      ? []
      : likelyConfigs(clues, stated)
          .filter((config) => keyOf(config) !== keyOf(sized))
          .map(follow);
  const all = isNamed ? [...others, askedFor] : [askedFor, ...others];
  if (!askedFor.whole && all.every(({ step }) => step === 0)) all.push(...inSeeds(all, dumps, stated, clues, logged));
  const bases = all.map((base) => ({ ...base, evident: canChoose(base.bits, all.length) }));
  const asked = bases[all.indexOf(askedFor)];
  const [longest] = bases.toSorted((a, b) => b.step - a.step); // of those that agree as long, the first
  const due = isNamed || canChoose(longest.bits - asked.bits, bases.length) ? longest : asked;
  const alike = due.whole ? bases.filter((base) => base.whole && base !== due) : [];
  const isOpen = due !== asked || isNamed || hasEarlySteps(clues);
  return { clues, asked, due, alike, plausible: isOpen ? plausibleAmong(bases, due) : [due] };
}

/** Where the log agrees with one of them clearly longer than with others, these are none. */
function plausibleAmong(bases: readonly Base[], due: Base): Base[] {
  const rest = bases.filter((base) => base !== due && base.config.seed === due.config.seed);
  return [due, ...rest.filter(({ bits }) => !canChoose(due.bits - bits, bases.length))].slice(0, MOST_PLAUSIBLE);
}

/** Whether the log says that it is of another dataset than the recorded documents, which are all that there is. */
function isOfOtherDocuments({ golden, docs, dataset }: Dumps, { header: { num_docs } }: Clues): boolean {
  const hasOwn = docs !== undefined || dataset !== undefined;
  return !hasOwn && num_docs !== null && num_docs !== canonicalDataset(golden).num_docs;
}

/** The same in other seeds, where the run is drawn from a dataset and the seed is open. */
function inSeeds(
  bases: readonly { readonly config: Config }[],
  { params, docs, dataset }: Dumps,
  { constants }: Stated,
  clues: Clues,
  logged: Logged,
): (Agreed & { readonly config: Config })[] {
  if (params !== undefined || docs !== undefined || dataset === undefined || constants.seed !== undefined) return [];
  const startOf = seededStarts(dataset);
  return likelySeeds(clues).flatMap((seed) =>
    bases
      .map(({ config }) => ({ ...config, seed }))
      .filter((config) => bases.every((base) => keyOf(base.config) !== keyOf(config)))
      .map((config) => ({ config, ...followed(startOf(config), logged, MOST_STEPS) })),
  );
}

function agreedFrom(config: Config, dumps: Dumps, logged: Logged, layout: string | undefined): Agreed {
  try {
    const start = startFromDump({ ...dumps, config }, layout);
    const isWhole = dumps.docs !== undefined || dumps.dataset !== undefined;
    return followed(start, logged, isWhole ? MOST_STEPS : start.documents.length);
  } catch (error) {
    // A dump that does not fit a configuration is not of it.
    if (error instanceof RangeError) return { step: 0, bits: 0, whole: false };
    throw error;
  }
}
