import { canonicalDataset } from '../../golden/canonical.ts';
import { documents } from '../../reference/dataset.ts';
import { tokenizer } from '../../reference/tokenizer.ts';
import type { Header } from '../log/header.ts';
import type { Trace } from '../log/readLog.ts';
import { type Sizes, withDumpedSizes } from '../replay/dumpSizes.ts';
import type { Dumps } from '../replay/dumpStart.ts';
import { countOf, type ParamsDump } from '../replay/paramsDump.ts';
import { hasGoldenCharacters } from '../replay/vocabulary.ts';

/** What a log and the dumps beside it tell of the configuration before any loss is looked at. */
export interface Clues {
  readonly header: Header;
  /** Number of steps that the log says there are; null where it does not say. */
  readonly num_steps: number | null;
  /** Number of parameters, as the dump has or else the log says; null where neither tells. */
  readonly num_params: number | null;
  readonly vocab_size: number;
  /** What the dump tells; null without one. */
  readonly dump: DumpClues | null;
}

/** What initial parameters tell. */
export interface DumpClues {
  /** The sizes that a replay takes from it, of those that were asked for the others. */
  readonly sizes: Sizes;
  /** Whether it has its matrices by name, so that no others are possible. */
  readonly named: boolean;
  /** Whether as many numbers are exactly 0 as attn_wo and mlp_fc2 have, which the early revision begins at 0. */
  readonly hasZeros: boolean;
  /** The root mean square of the other numbers. */
  readonly rms: number;
}

/** Parameters of attn_wo and mlp_fc2 among the 12 n_embd^2 of a layer (parameters.2). */
const RESIDUAL_SQUARES = 5;

/** Collects the clues. */
export function cluesOf({ header, num_steps }: Trace, dumps: Dumps): Clues {
  const { golden, params } = dumps;
  const { uchars } = canonicalDataset(golden);
  return {
    header,
    num_steps,
    num_params: params === undefined ? header.num_params : countOf(params),
    vocab_size: header.vocab_size ?? vocabularyOf(dumps, uchars),
    dump: params === undefined ? null : dumpClues(params, dumps, uchars),
  };
}

function vocabularyOf({ docs, dataset }: Dumps, golden: readonly string[]): number {
  if (dataset !== undefined) return tokenizer(documents(dataset)).vocab_size;
  if (docs?.kind !== 'text' || hasGoldenCharacters(docs, golden)) return golden.length + 1;
  return tokenizer(docs.documents).vocab_size;
}

function dumpClues(params: ParamsDump, { config, docs, dataset }: Dumps, golden: readonly string[]): DumpClues {
  const sources = { golden, docs, dataset: dataset === undefined ? undefined : documents(dataset) };
  const { n_layer, n_embd, block_size } = withDumpedSizes(params, { ...config, n_head: 1 }, sources);
  const values = params.kind === 'numbers' ? [params.values] : [...params.matrices.values()].map((m) => m.values);
  const all = values.flatMap((numbers) => [...numbers]);
  const others = all.filter((x) => x !== 0);
  return {
    sizes: { n_layer, n_embd, block_size },
    named: params.kind === 'named',
    hasZeros: n_layer > 0 && all.length - others.length === RESIDUAL_SQUARES * n_layer * n_embd ** 2,
    rms: Math.sqrt(others.reduce((sum, x) => sum + x * x, 0) / Math.max(1, others.length)),
  };
}
