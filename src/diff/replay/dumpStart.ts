import { canonicalDataset } from '../../golden/canonical.ts';
import type { Golden } from '../../golden/golden.ts';
import type { Config } from '../../reference/config.ts';
import { documents as documentsOf } from '../../reference/dataset.ts';
import type { Tokenizer } from '../../reference/tokenizer.ts';
import type { DocsDump } from './docsDump.ts';
import { type Layout, layouts } from './layouts.ts';
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

/** A start, and how the parameters were read for it. */
export interface DumpStart {
  /** Identifier and title of the layout; null where there are no parameters in the dump. */
  readonly layout: Pick<Layout, 'id' | 'title'> | null;
  readonly start: RunStart;
}

/**
 * The starts that a port's dumps can mean: one for each layout of its parameters, the standard one first.
 *
 * @returns the starts, each made when it is asked for; they differ in state_dict alone
 * @throws RangeError where a dump does not fit the configuration, the vocabulary or the dataset
 * @throws GoldenFault where the golden data cannot be used
 */
export function* startsFromDump(dumps: Dumps): Generator<DumpStart, void> {
  const { golden, config, params, docs, dataset } = dumps;
  const base = baseStart(golden, config, dataset);
  const vocabulary = params === undefined ? base.tokenizer : vocabularyOf(params, base, dumps);
  const documents = docs === undefined ? base.documents : documentsIn(docs, vocabulary.uchars);
  const start = { ...base, documents, tokenizer: vocabulary };
  if (params === undefined) {
    yield { layout: null, start };
    return;
  }
  for (const { id, title, state_dict } of layouts(params, config, vocabulary.vocab_size)) {
    yield { layout: { id, title }, start: { ...start, state_dict } };
  }
}

/**
 * The start in one layout.
 *
 * @param dumps - what was dumped
 * @param layout - identifier of the layout; the standard one by default
 * @throws RangeError as `startsFromDump`, and where the dump cannot have that layout
 */
export function startFromDump(dumps: Dumps, layout?: string): RunStart {
  const ids: string[] = [];
  for (const dump of startsFromDump(dumps)) {
    if (layout === undefined || dump.layout?.id === layout) return dump.start;
    ids.push(dump.layout?.id ?? 'none, without --params');
  }
  throw new RangeError(
    `params: the layout cannot be ${JSON.stringify(layout)}; this dump can have ${ids.join(', ')} (spec/traces.md, Dumps of a start)`,
  );
}

/** The golden start. From a dataset all is drawn, but for the recorded parameters where the draw would give them. */
function baseStart(golden: Golden, config: Config, dataset: Uint8Array | undefined): RunStart {
  const recorded = startFromGolden(golden, config);
  if (dataset === undefined) return recorded;
  const drawn = startFromDataset(config, dataset);
  const same = drawn.num_docs === recorded.num_docs && drawn.tokenizer.vocab_size === recorded.tokenizer.vocab_size;
  return same ? { ...drawn, state_dict: recorded.state_dict } : drawn;
}

function vocabularyOf(params: ParamsDump, base: RunStart, { golden, config, docs, dataset }: Dumps): Tokenizer {
  const count = countOf(params);
  const { vocab_size: expected } = base.tokenizer;
  const vocab_size = params.kind === 'named' ? rowsOfWte(params, config) : vocabularySize(count, config);
  // Which matrix is wrong says more than a wrong number.
  if (params.kind === 'named') layouts(params, config, vocab_size ?? expected).next();
  if (vocab_size === null) throw new RangeError(`params: ${countMessage(count, config, expected)} (parameters.9)`);
  return replayVocabulary({
    vocab_size,
    count,
    config,
    golden: canonicalDataset(golden).uchars,
    docs,
    dataset: dataset === undefined ? undefined : documentsOf(dataset),
  });
}

/** The vocabulary that wte is for; null where its rows are not of length n_embd. */
function rowsOfWte({ matrices }: Extract<ParamsDump, { kind: 'named' }>, { n_embd }: Config): number | null {
  const rows = (matrices.get('wte')?.values.length ?? 0) / n_embd;
  return Number.isInteger(rows) && rows >= 1 ? rows : null;
}
