import { encode } from '../reference/tokenizer.ts';
import {
  canonicalConfig,
  canonicalDataset,
  canonicalLosses,
  canonicalParameters,
  canonicalSamples,
} from './canonical.ts';
import type { Golden } from './golden.ts';

/** A cell of a table; numbers in a list are written side by side. */
export type Cell = string | number | readonly number[];

/** A part of the canonical run in rows and columns. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * The canonical run as tables, for whoever cannot read JSON documents.
 *
 * @param golden - the golden folder
 * @returns config, steps, samples and parameters, these in the order of state_dict and row by row
 * @throws GoldenFault where the golden data cannot be used
 */
export function canonicalTables(golden: Golden): Table[] {
  return [configTable(golden), stepTable(golden), sampleTable(golden), parameterTable(golden)];
}

function configTable(golden: Golden): Table {
  const { num_docs, vocab_size, num_params, BOS } = canonicalDataset(golden);
  const constants = { ...canonicalConfig(golden), num_docs, vocab_size, num_params, BOS };
  const rows = Object.entries(constants).map(([name, value]) => [name, String(value)]);
  return { name: 'config', columns: ['name', 'value'], rows };
}

function stepTable(golden: Golden): Table {
  const { documents, uchars } = canonicalDataset(golden);
  const rows = canonicalLosses(golden).map((loss, step) => {
    const document = documents[step % documents.length];
    return [step + 1, document, encode(uchars, document), loss];
  });
  return { name: 'steps', columns: ['step', 'document', 'tokens', 'loss'], rows };
}

function sampleTable(golden: Golden): Table {
  const rows = canonicalSamples(golden).map(({ name, tokens, uniforms }, i) => [i + 1, name, tokens, uniforms]);
  return { name: 'samples', columns: ['sample', 'name', 'tokens', 'uniforms'], rows };
}

function parameterTable(golden: Golden): Table {
  const final = canonicalParameters(golden, 'final');
  const rows = Object.entries(canonicalParameters(golden, 'initial')).flatMap(([matrix, initial]) =>
    initial.flatMap((row, i) => row.map((p, j) => [matrix, i, j, p, final[matrix][i][j]])),
  );
  return { name: 'parameters', columns: ['matrix', 'row', 'column', 'initial', 'final'], rows };
}
