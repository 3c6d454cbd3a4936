import { show } from '../../../src/port/mismatch.ts';
import { apart, type Dtype, relativeDifference } from '../../../src/port/precision.ts';
import { Unequal } from '../unequal.ts';

/** An operation of microgpt.py. */
export interface Place {
  /** As in "first operation: the mean of squares". */
  readonly operation: string;
  /** Of microgpt.py, as in "line 104". */
  readonly line: string;
  /** Where it is said how to get there, in a sentence of its own. */
  readonly how?: string;
}

/** What to do where the bits are meant to be others. */
const ELSE = "leave order=python out, where the port's order is meant to be another";

/**
 * The failure of a result that has other bits.
 *
 * @param place - the first operation whose operands are the same and whose result is not
 * @param words - other ways to the same value which give the port's bits; none where no known one does
 * @param want - what the reference gives on the port's own library
 * @param given - what the port gives
 */
export function parted(
  law: string,
  { operation, line, how }: Place,
  words: readonly string[],
  want: readonly number[],
  given: readonly number[],
  dtype: Dtype,
): Unequal {
  const i = want.findIndex((x, at) => !Object.is(x, given[at]));
  const text = [
    `${law}, bit for bit on the port's own library`,
    `  first operation that parts: ${operation} (microgpt.py, ${line})`,
    `  ${originOf(given, words, dtype)}; ${ELSE}`,
    ...(how === undefined ? [] : [`  ${how}`]),
  ].join('\n');
  if (want.length !== given.length) {
    const lengths = { want: `${want.length} numbers`, got: `${given.length}` };
    return Unequal.at(text, { path: 'length', ...lengths, distance: null, share: 1 }, given);
  }
  const distance = apart(want[i], given[i], dtype) ?? (want[i] === given[i] ? 'the sign of 0' : null);
  const share = relativeDifference(want[i], given[i]);
  return Unequal.at(text, { path: `[${i}]`, want: show(want[i]), got: show(given[i]), distance, share }, given);
}

function originOf(given: readonly number[], words: readonly string[], dtype: Dtype): string {
  if (words.length > 0) return `these bits come from ${words.join(', or ')}`;
  const wide = dtype === 'f32' ? given.find((x) => !Object.is(Math.fround(x), x)) : undefined;
  if (wide !== undefined) return `${show(wide)} is no number of float32, in which a port of dtype=f32 answers`;
  return 'none of the other orders and forms that are tried here gives these bits';
}
