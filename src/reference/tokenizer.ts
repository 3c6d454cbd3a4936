import { item, raise, sorted } from './python.ts';

// microgpt.py, lines 23 to 27, and the tokens of lines 157 and 199.

/**
 * Characters to token ids and back.
 *
 * @example
 * const { BOS, vocab_size }: Tokenizer = tokenizer(['ab']);
 * [BOS, vocab_size]; // => [2, 3]
 */
export interface Tokenizer {
  /**
   * The unique characters of the documents in code-point order; a character's index is its token id
   * (tokenizer.1).
   */
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
  const uchars = sorted(new Set(docs.join(''))); // by code points (tokenizer.10)
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
  return [BOS, ...Array.from(doc, (ch) => tokenOf(uchars, ch, doc)), BOS];
}

/**
 * `''.join(uchars[token] for token in tokens)`.
 *
 * @param uchars - the vocabulary's characters
 * @param tokens - token ids without BOS
 * @returns the text (tokenizer.6)
 * @throws RangeError where a token is BOS or beyond the vocabulary (tokenizer.7); a negative one
 * too, where Python would count from the end
 *
 * @example
 * decode(['a', 'e', 'm'], [1, 2, 2, 0]); // => 'emma'
 */
export function decode(uchars: readonly string[], tokens: readonly number[]): string {
  const fault = (token: number) => `decode: token ${token} stands for no character; it`;
  return tokens.map((token) => item(uchars, token, fault(token), 'tokenizer.7')).join('');
}

function tokenOf(uchars: readonly string[], ch: string, doc: string): number {
  const token = uchars.indexOf(ch);
  if (token >= 0) return token;
  const fault = `${JSON.stringify(ch)} in ${JSON.stringify(doc)} is not in the vocabulary`;
  raise(`encode: ${fault}; build the tokenizer from documents that contain it (tokenizer.5)`);
}
