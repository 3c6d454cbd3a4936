/**
 * Characters to token ids and back.
 *
 * @example
 * const { BOS, vocab_size }: Tokenizer = tokenizer(['ab']);
 * [BOS, vocab_size]; // => [2, 3]
 */
export interface Tokenizer {
  /** The unique characters of the documents in code-point order; a character's index is its token id (tokenizer.1). */
  readonly uchars: readonly string[];
  /** The token that stands before and after each document: len(uchars) (tokenizer.2). */
  readonly BOS: number;
  /** Number of tokens, BOS included: len(uchars) + 1 (tokenizer.3). */
  readonly vocab_size: number;
}

/**
 * Builds the vocabulary: `sorted(set(''.join(docs)))`, and BOS behind it.
 *
 * @param docs - the documents, in any order and as often as they occur (tokenizer.9)
 * @returns the tokenizer of exactly their characters (tokenizer.8)
 *
 * @example
 * tokenizer(['emma', 'ava']).uchars; // => ['a', 'e', 'm', 'v']
 */
export function tokenizer(docs: readonly string[]): Tokenizer {
  const characters = new Set<string>();
  // Iterating over a string goes by code points, as Python does (tokenizer.10).
  for (const doc of docs) for (const character of doc) characters.add(character);
  // Python orders code points; `.sort()` alone would order UTF-16 units (tokenizer.1).
  const uchars = [...characters].sort((a, b) => codePoint(a) - codePoint(b));
  return { uchars, BOS: uchars.length, vocab_size: uchars.length + 1 };
}

/**
 * `[BOS] + [uchars.index(ch) for ch in doc] + [BOS]`.
 *
 * @param uchars - the vocabulary's characters
 * @param doc - a document
 * @returns its tokens with BOS on both sides (tokenizer.4)
 * @throws RangeError where a character is not in the vocabulary (tokenizer.5)
 *
 * @example
 * encode(['a', 'e', 'm'], 'emma'); // => [3, 1, 2, 2, 0, 3]
 */
export function encode(uchars: readonly string[], doc: string): number[] {
  const BOS = uchars.length;
  return [BOS, ...Array.from(doc, (character) => tokenOf(uchars, character, doc)), BOS];
}

/**
 * `''.join(uchars[token] for token in tokens)`.
 *
 * @param uchars - the vocabulary's characters
 * @param tokens - token ids without BOS
 * @returns the text (tokenizer.6)
 * @throws RangeError where a token is BOS or beyond the vocabulary (tokenizer.7); a negative one too, where Python would
 * count from the end
 *
 * @example
 * decode(['a', 'e', 'm'], [1, 2, 2, 0]); // => 'emma'
 */
export function decode(uchars: readonly string[], tokens: readonly number[]): string {
  return tokens.map((token) => characterOf(uchars, token)).join('');
}

function tokenOf(uchars: readonly string[], character: string, doc: string): number {
  const token = uchars.indexOf(character);
  if (token < 0) {
    throw new RangeError(
      `encode: ${JSON.stringify(character)} in ${JSON.stringify(doc)} is not in the vocabulary; build the tokenizer from documents that contain it (tokenizer.5)`,
    );
  }
  return token;
}

function characterOf(uchars: readonly string[], token: number): string {
  if (!(token in uchars)) {
    throw new RangeError(
      `decode: token ${token} stands for no character; it must be an integer in [0, ${uchars.length}) (tokenizer.7)`,
    );
  }
  return uchars[token];
}

function codePoint(character: string): number {
  return Number(character.codePointAt(0)); // never undefined: a character is not empty
}
