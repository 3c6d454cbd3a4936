import { quoted } from '../../port/shown.ts';
import type { DocsDump } from './docsDump.ts';

/** Documents that must be in the order of the file before it is said to be theirs: by chance once in 10! = 3.6 million. */
const IN_ORDER = 10;

/**
 * What a replay cannot see in documents, since it trains on them: whether they are microgpt.py's choice of them.
 *
 * @param docs - the dump
 * @param documents - the same as text
 * @param sizes - num_steps and block_size of the run
 * @param dataset - all documents in the order of the file, where they are known
 * @param mayHaveMore - whether the port may have more than it dumped
 * @returns a sentence for each oddity; none for a right start
 */
export function documentNotes(
  docs: DocsDump,
  documents: readonly string[],
  { num_steps, block_size }: { readonly num_steps: number; readonly block_size: number },
  dataset?: readonly string[],
  mayHaveMore = true,
): string[] {
  return [
    ...readingNotes(docs),
    ...(mayHaveMore ? countNotes(documents.length, num_steps) : []),
    ...lengthNotes(documents, block_size),
    ...(dataset === undefined ? [] : datasetNotes(documents, dataset)),
  ];
}

function readingNotes(docs: DocsDump): string[] {
  const { lines } = docs;
  const empty = (lines.at(-1) ?? 0) - lines.length;
  const notes = empty > 0 ? [`docs: ${empty} empty lines are left out (dataset.4)`] : [];
  if (docs.kind === 'text') return notes;
  const bos = docs.BOS === null ? 'without BOS' : `with BOS ${docs.BOS} on both sides`;
  return [
    ...notes,
    `docs: read as tokens, ${bos}${docs.BOS === 0 ? '; BOS is the last token, not 0 (tokenizer.2)' : ''}`,
  ];
}

function countNotes(count: number, num_steps: number): string[] {
  if (count >= num_steps) return [];
  return [
    `docs: ${count} documents for ${num_steps} steps: step ${count + 1} begins again with the first; dump more, if the port has more (training.2)`,
  ];
}

/** A document of d characters has d + 1 targets, of which block_size count. */
function lengthNotes(documents: readonly string[], block_size: number): string[] {
  const long = documents.filter((doc) => [...doc].length + 1 > block_size).length;
  if (long === 0) return [];
  return [
    `docs: ${long} documents have more than block_size (${block_size}) targets; the first ${block_size} count (loss.7)`,
  ];
}

function datasetNotes(documents: readonly string[], dataset: readonly string[]): string[] {
  const known = new Set(dataset);
  const foreign = documents.filter((doc) => !known.has(doc));
  const notes =
    foreign.length > 0
      ? [`docs: ${foreign.length} documents are not in the dataset, such as ${quoted(foreign[0])} (dataset.5)`]
      : [];
  const length = Math.min(documents.length, dataset.length, IN_ORDER);
  const start = dataset.indexOf(documents[0]);
  const inOrder = length > 1 && documents.slice(0, length).every((doc, i) => doc === dataset[start + i]);
  if (inOrder) notes.push('docs: the documents are in the order of the file, not shuffled (dataset.5)');
  return notes;
}
