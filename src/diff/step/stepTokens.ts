import { encode } from '../../reference/tokenizer.ts';

/** Characters of names.txt, in order: the usual vocabulary, with BOS behind them. */
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** What a dump says of its document. */
interface Documented {
  readonly dump: { readonly tokens: readonly number[] | null };
  readonly doc: string | null;
  readonly uchars: readonly string[] | null;
}

/**
 * The tokens of a step, BOS on both sides: as they are dumped, or from the document where its characters have their numbers.
 *
 * @param vocab_size - of the dump; undefined where it does not tell
 * @returns null where the dump has neither
 * @throws RangeError where the document's characters have no numbers
 */
export function stepTokens(
  { dump, doc, uchars }: Documented,
  vocab_size: number | undefined,
): readonly number[] | null {
  if (dump.tokens !== null || doc === null) return dump.tokens;
  const known = uchars ?? (vocab_size === LETTERS.length + 1 ? LETTERS : null);
  if (known === null) {
    throw new RangeError(
      'step: doc alone does not say which token each character is, for there are other characters than a to z; write tokens, or uchars too',
    );
  }
  return encode(known, doc);
}
