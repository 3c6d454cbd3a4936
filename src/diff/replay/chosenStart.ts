import { encode } from '../../reference/tokenizer.ts';
import { MOST_STEPS } from '../log/mostSteps.ts';
import type { Trace } from '../log/readLog.ts';
import { ArrangedRuns } from './arrangedRun.ts';
import { type DumpedStart, type Dumps, dumpedStart, startFromDump } from './dumpStart.ts';
import { layoutAdvice, layoutNotes } from './layoutLines.ts';
import { arrangementNamed, type LayoutName, nameOf } from './layoutName.ts';
import { type Family, type LayoutFinding, MARGIN_BITS, searchLayout, WORTH_TELLING_BITS } from './layoutSearch.ts';
import { usualArrangements } from './layouts.ts';
import { loggedLosses } from './loggedLosses.ts';
import { rankedOrders } from './orderRanking.ts';
import { singlyTransposed } from './orders.ts';
import type { RunStart } from './start.ts';

/** A start, and how the parameters were read for it. */
export interface ChosenStart {
  /** The name of the layout; null where there are no parameters in the dump. */
  readonly layout: LayoutName | null;
  readonly start: RunStart;
  /** What is to be said of their sizes. */
  readonly notes: readonly string[];
  /** What is to be said of how they were read. */
  readonly layoutNotes: readonly string[];
  /** What to do where the log's first loss is another all the same. */
  readonly advice: readonly string[];
}

/** How a layout is looked for. */
export interface LayoutOptions {
  /**
   * Asked once, before every order of a list is tried: whether a known mistake gives the log from the standard one. If so,
   * that is the start.
   */
  readonly isExplained?: (standard: RunStart) => Promise<boolean>;
  /** Whether others than the standard one are tried. */
  readonly isSearched?: boolean;
  /** Called now and then with how many layouts were tried. */
  readonly onProgress?: (tried: number) => void;
  /** Numbers that go through the model at most. */
  readonly most?: number;
}

/** Numbers that go through the model at most: half a million arrangements of 4192 parameters, in 6 s. */
const MOST_NUMBERS = 2 ** 31;
/** At most so many arrangements are usual, and have single kinds of matrices transposed: 40, and 2 * 4 * 2^9. */
const USUAL = 40;
const SINGLY = 4096;

/**
 * The start of a log's run. Where the layout of the parameters is not given and the standard one does not give the log's
 * first losses, others are tried: a wrong order looks exactly like a wrong forward pass.
 *
 * @param dumps - what the port has dumped
 * @param layout - how the parameters are stored, where it is known
 * @param trace - the log; without its step 1, or where no layout is found, the standard one is taken
 * @throws RangeError where a dump does not fit
 */
export async function chosenStart(
  dumps: Dumps,
  layout: string | undefined,
  trace: Trace,
  options: LayoutOptions = {},
): Promise<ChosenStart> {
  const { params } = dumps;
  if (params === undefined) {
    return { start: startFromDump(dumps, layout), layout: null, notes: [], layoutNotes: [], advice: [] };
  }
  const dumped = dumpedStart({ ...dumps, params });
  const { dump, standard, startIn, notes } = dumped;
  if (layout !== undefined) {
    const given = arrangementNamed(layout, dump);
    return { start: startIn(given), layout: nameOf(given, dump), notes, layoutNotes: [], advice: [] };
  }
  const standardStart = startIn(standard);
  const finding = await findingOf(dumped, standardStart, trace, options);
  const arrangement = finding.kind === 'found' ? finding.arrangement : standard;
  return {
    start: arrangement === standard ? standardStart : startIn(arrangement),
    layout: nameOf(arrangement, dump),
    notes,
    layoutNotes: layoutNotes(finding, dump),
    advice: layoutAdvice(finding, dump),
  };
}

async function findingOf(
  { dump, standard, wanted }: DumpedStart,
  standardStart: RunStart,
  trace: Trace,
  { isExplained = async () => false, isSearched = true, onProgress = () => {}, most = MOST_NUMBERS }: LayoutOptions,
): Promise<LayoutFinding> {
  if (!isSearched) return { kind: 'none', tried: 1, end: 'unasked' };
  const { config, documents, tokenizer } = standardStart;
  const tokens = documents.slice(0, MOST_STEPS).map((doc) => encode(tokenizer.uchars, doc));
  const logged = loggedLosses(trace, MOST_STEPS);
  const first = logged.get(1);
  if (tokens.length === 0 || first === undefined) return { kind: 'none', tried: 0, end: 'digits' };
  const trials = Math.floor(most / dump.values.length);
  // Where a layer begins at 0, its other matrices do not show in the first loss.
  const hasZeros = dump.values.filter((x) => x === 0).length >= config.n_embd ** 2;
  const families: Family[] = [
    { batches: [[standard]], size: 1, unless: Infinity },
    { batches: [usualArrangements(dump)], size: USUAL, unless: Infinity },
    // One that is usual and gives the first loss alone comes from a port with a mistake in its gradient.
    { batches: [singlyTransposed(dump)], size: SINGLY, unless: hasZeros ? Infinity : WORTH_TELLING_BITS },
  ];
  if (!dump.named) {
    const every = rankedOrders({ config, wanted, dump, tokens }, first.value, trials);
    families.push({ batches: every, size: trials, unless: hasZeros ? Infinity : MARGIN_BITS });
  }
  const runs = new ArrangedRuns({ config, wanted, dump, tokens });
  return searchLayout(families, runs, logged, {
    trials,
    isExplained: () => isExplained(standardStart),
    onProgress,
  });
}
