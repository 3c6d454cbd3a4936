import { canonicalDataset } from '../../golden/canonical.ts';
import type { Golden } from '../../golden/golden.ts';
import type { Config } from '../../reference/config.ts';
import { documents as documentsOf } from '../../reference/dataset.ts';
import { type MatrixShape, shapes } from '../../reference/parameters.ts';
import type { Tokenizer } from '../../reference/tokenizer.ts';
import { type Arrangement, stateDictOf } from './arrangement.ts';
import type { DocsDump } from './docsDump.ts';
import { sizeNotes, withDumpedSizes } from './dumpSizes.ts';
import { checkFinite } from './finiteParameters.ts';
import { arrangementNamed } from './layoutName.ts';
import { type FlatDump, flatDump, usualArrangements } from './layouts.ts';
import { countOf, type ParamsDump } from './paramsDump.ts';
import { type RunStart, startFromDataset, startFromGolden } from './start.ts';
import { documentsIn, replayVocabulary } from './vocabulary.ts';
import { countMessage, vocabularySize } from './vocabularySize.ts';

/** What a port has dumped of its start; what is missing is taken from the golden data, or drawn from the dataset. */
export interface Dumps {
  readonly golden: Golden;
  /** The port's constants. */
  readonly config: Config;
  readonly params?: ParamsDump | undefined;
  readonly docs?: DocsDump | undefined;
  /** The dataset file. */
  readonly dataset?: Uint8Array | undefined;
}

/** A start of dumps, before it is known how the parameters are arranged. */
export interface DumpedStart {
  /** Gives the start with the parameters in an arrangement. */
  readonly startIn: (arrangement: Arrangement) => RunStart;
  /** The dump of parameters. */
  readonly dump: FlatDump;
  /** Its matrices in the order of state_dict. */
  readonly wanted: readonly MatrixShape[];
  /** The usual arrangement of such a dump. */
  readonly standard: Arrangement;
  /** What is to be said of its sizes. */
  readonly notes: readonly string[];
}

/**
 * The start that dumps with parameters have.
 *
 * @returns the start but for the arrangement
 * @throws RangeError where a dump does not fit the configuration, the vocabulary or the dataset, or has a number that is
 * not finite
 * @throws GoldenFault where the golden data cannot be used
 */
export function dumpedStart(dumps: Dumps & { readonly params: ParamsDump }): DumpedStart {
  const { golden, params, docs, dataset } = dumps;
  const sources = {
    golden: canonicalDataset(golden).uchars,
    docs,
    dataset: dataset === undefined ? undefined : documentsOf(dataset),
  };
  const config = withDumpedSizes(params, dumps.config, sources);
  const base = baseStart(golden, config, dataset);
  const tokenizer = vocabularyOf(params, base, config, sources);
  const documents = docs === undefined ? base.documents : documentsIn(docs, tokenizer.uchars);
  const dump = flatDump(params, config, tokenizer.vocab_size);
  checkFinite(dump);
  const wanted = shapes(config, tokenizer.vocab_size);
  const [standard] = usualArrangements(dump);
  return {
    startIn: (arrangement) => ({
      ...base,
      documents,
      tokenizer,
      state_dict: stateDictOf(dump.values, arrangement, wanted),
    }),
    dump,
    wanted,
    standard,
    notes: sizeNotes(dumps.config, config),
  };
}

/**
 * The start in one layout.
 *
 * @param dumps - what was dumped
 * @param layout - name of the layout; the standard one by default
 * @throws RangeError as `dumpedStart`, and where the dump cannot have that layout
 */
export function startFromDump(dumps: Dumps, layout?: string): RunStart {
  const { params } = dumps;
  if (params === undefined) {
    if (layout === undefined) return startWithoutParameters(dumps);
    throw new RangeError('params: there is a --layout, and no parameters for it; give them with --params FILE');
  }
  const { startIn, dump, standard } = dumpedStart({ ...dumps, params });
  return startIn(layout === undefined ? standard : arrangementNamed(layout, dump));
}

/** The start with the golden parameters, or those that are drawn from the dataset. */
function startWithoutParameters({ golden, config, docs, dataset }: Dumps): RunStart {
  const base = baseStart(golden, config, dataset);
  return docs === undefined ? base : { ...base, documents: documentsIn(docs, base.tokenizer.uchars) };
}

/** The golden start. From a dataset all is drawn, but for the recorded parameters where the draw would give them. */
function baseStart(golden: Golden, config: Config, dataset: Uint8Array | undefined): RunStart {
  const recorded = startFromGolden(golden, config);
  if (dataset === undefined) return recorded;
  const drawn = startFromDataset(config, dataset);
  const same = drawn.num_docs === recorded.num_docs && drawn.tokenizer.vocab_size === recorded.tokenizer.vocab_size;
  return same ? { ...drawn, state_dict: recorded.state_dict } : drawn;
}

function vocabularyOf(
  params: ParamsDump,
  base: RunStart,
  config: Config,
  sources: Pick<Parameters<typeof replayVocabulary>[0], 'golden' | 'docs' | 'dataset'>,
): Tokenizer {
  const count = countOf(params);
  const { vocab_size: expected } = base.tokenizer;
  const vocab_size = params.kind === 'named' ? rowsOfWte(params, config) : vocabularySize(count, config);
  // Which matrix is wrong says more than a wrong number.
  if (params.kind === 'named') flatDump(params, config, vocab_size ?? expected);
  if (vocab_size === null) throw new RangeError(`params: ${countMessage(count, config, expected)} (parameters.9)`);
  return replayVocabulary({ vocab_size, count, config, ...sources });
}

/** The vocabulary that wte is for; null where its rows are not of length n_embd. */
function rowsOfWte({ matrices }: Extract<ParamsDump, { kind: 'named' }>, { n_embd }: Config): number | null {
  const rows = (matrices.get('wte')?.values.length ?? 0) / n_embd;
  return Number.isInteger(rows) && rows >= 1 ? rows : null;
}
