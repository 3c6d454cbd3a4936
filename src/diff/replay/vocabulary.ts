import { quoted } from '../../port/shown.ts';
import type { Config } from '../../reference/config.ts';
import { type Tokenizer, tokenizer } from '../../reference/tokenizer.ts';
import type { DocsDump } from './docsDump.ts';
import { countMessage } from './vocabularySize.ts';

/** What decides the vocabulary of a replay. */
export interface VocabularySources {
  /** Number of tokens that the parameters are for, BOS included. */
  readonly vocab_size: number;
  /** Number of parameters, and the sizes that they were counted with. */
  readonly count: number;
  readonly config: Config;
  /** The characters of the golden run: a to z. */
  readonly golden: readonly string[];
  readonly docs?: DocsDump | undefined;
  /** All documents of the dataset. */
  readonly dataset?: readonly string[] | undefined;
}

/** Code points for private use: they stand for the characters of a dump of tokens, which does not tell them. */
const PRIVATE_USE = 0xf0000;
/** Characters of a vocabulary or a document that a message shows. */
const SHOWN = 40;

/**
 * The vocabulary of a replay: that of the dataset where there is one; else the golden one, a to z, where it has the size
 * and all characters; else the characters of the documents, where they have the size.
 *
 * @returns the tokenizer; for documents as tokens beyond the golden vocabulary, with characters that only stand for them
 * @throws RangeError where the sizes do not agree
 */
export function replayVocabulary(sources: VocabularySources): Tokenizer {
  const { vocab_size, golden, docs, dataset } = sources;
  if (dataset !== undefined) {
    const whole = tokenizer(dataset);
    return whole.vocab_size === vocab_size ? whole : disagree(sources, 'the dataset has', whole.vocab_size);
  }
  const goldenSize = golden.length + 1;
  if (docs === undefined) {
    return goldenSize === vocab_size ? of(golden) : disagree(sources, 'the golden documents have', goldenSize);
  }
  const own = docs.kind === 'text' ? (docs.uchars === undefined ? tokenizer(docs.documents) : of(docs.uchars)) : null;
  // Other characters than a to z can be as many; fewer may only be missing from the documents dumped.
  if (own?.vocab_size === vocab_size) return own;
  if (goldenSize === vocab_size) return of(golden);
  const size = docs.kind === 'tokens' ? sizeByBOS(docs.BOS) : own?.vocab_size;
  if (size !== undefined && size !== vocab_size) return disagree(sources, 'the dumped documents have', size);
  return of(Array.from({ length: vocab_size - 1 }, (_, i) => String.fromCodePoint(PRIVATE_USE + i)));
}

/**
 * The documents of a dump as text.
 *
 * @param docs - the dump
 * @param uchars - the vocabulary's characters
 * @throws RangeError where one has a character or a token outside the vocabulary
 */
export function documentsIn(docs: DocsDump, uchars: readonly string[]): readonly string[] {
  if (docs.kind === 'text') {
    checkCharacters(docs.documents, docs.lines, uchars);
    return docs.documents;
  }
  const { BOS, lines } = docs;
  if (BOS !== null && BOS !== 0 && BOS !== uchars.length) {
    throw new RangeError(
      `docs: every document begins and ends with the token ${BOS}; BOS must be ${uchars.length}, or leave it out (tokenizer.2)`,
    );
  }
  const shift = BOS === 0 ? 1 : 0; // a port whose BOS is 0 counts its characters from 1
  return docs.documents.map((tokens, i) => tokens.map((token) => characterOf(token, shift, uchars, lines[i])).join(''));
}

/** Whether documents have no character outside the golden vocabulary. */
export function hasGoldenCharacters(docs: Extract<DocsDump, { kind: 'text' }>, golden: readonly string[]): boolean {
  const known = new Set(golden);
  return docs.documents.every((doc) => [...doc].every((character) => known.has(character)));
}

function checkCharacters(documents: readonly string[], lines: readonly number[], uchars: readonly string[]): void {
  const known = new Set(uchars);
  for (const [i, doc] of documents.entries()) {
    for (const character of doc) {
      if (!known.has(character)) {
        throw new RangeError(
          `docs: ${quoted(character)} in line ${lines[i]}, ${quoted(doc, SHOWN)}, is not in the vocabulary ${quoted(uchars.join(''), SHOWN)}; give the dataset with --input, or dump the documents as they are trained on (tokenizer.5)`,
        );
      }
    }
  }
}

function characterOf(token: number, shift: number, uchars: readonly string[], line: number): string {
  const character = uchars[token - shift];
  if (character === undefined) {
    throw new RangeError(
      `docs: the token ${token} in line ${line} stands for no character; with ${uchars.length} characters it must be in [${shift}, ${uchars.length + shift}), BOS only at both ends (tokenizer.7)`,
    );
  }
  return character;
}

function of(uchars: readonly string[]): Tokenizer {
  return { uchars, BOS: uchars.length, vocab_size: uchars.length + 1 };
}

/** The size that BOS tells, where it is the last token. */
function sizeByBOS(BOS: number | null): number | undefined {
  return BOS === null || BOS === 0 ? undefined : BOS + 1;
}

function disagree({ vocab_size, count, config }: VocabularySources, others: string, size: number): never {
  throw new RangeError(
    `params: ${countMessage(count, config, size)}; with these sizes they are for a vocabulary of ${vocab_size}, and ${others} ${size}, BOS included (tokenizer.3)`,
  );
}
