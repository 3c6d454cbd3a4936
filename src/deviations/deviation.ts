import type { Config } from '../reference/config.ts';
import type { Edit } from './patched.ts';

/**
 * Where a run of the canonical sizes first shows a deviation:
 *
 * - `documents`: other documents, or other tokens of the same documents, in training order
 * - `parameters`: other initial parameters from the same random stream
 * - `forward`: the loss of step 1, from the same start
 * - `update`: the loss of a later step, that of step 1 being the same
 * - `samples`: the samples alone
 * - `law`: nothing; only an input that the run does not have shows it, so only a property does
 */
export type Shows = 'documents' | 'parameters' | 'forward' | 'update' | 'samples' | 'law';

/** Something that ports do otherwise than microgpt.py, by mistake or by intention, as a change of the reference. */
export interface Deviation {
  /** Stable, in kebab-case. */
  readonly id: string;
  /** The clause that it violates; of a constant the clause that sets it. */
  readonly clause: string;
  /** One line, as in a table: 'RMSNorm without the mean'. */
  readonly title: string;
  /** What the port computes instead, how one usually gets there, what to change. */
  readonly explanation: string;
  readonly shows: Shows;
  /** The run can be made from the whole dataset only: its documents, and the stream behind them, are others. */
  readonly needsDataset?: true;
  readonly edits: readonly Edit[];
  /** Constants that it sets otherwise. */
  readonly config?: Partial<Config>;
}
