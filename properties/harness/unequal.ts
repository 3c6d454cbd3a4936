import { cut } from '../../src/port/callText.ts';
import { type Mismatch, show } from '../../src/port/mismatch.ts';
import { apart, type Dtype, relativeDifference } from '../../src/port/precision.ts';

/** Characters of a value that a failure shows. */
export const MOST_VALUE = 400;
const NAN = show(Number.NaN);

/** What came of a comparison. */
interface Difference {
  readonly want: string;
  readonly got: string;
  /** How far they are apart, in words; null where that says nothing. */
  readonly distance: string | null;
  /** The share of the larger number that they are apart: how much of the digits a reader sees differ. 1 of what is no number. */
  readonly share: number;
  /** What came and what was due, to be looked for in the port's answers. */
  readonly given: unknown;
  readonly due: unknown;
}

/** A statement that does not hold, with what was expected and what came. */
export class Unequal extends Error {
  override readonly name = 'Unequal';
  readonly law: string;
  readonly share: number;
  readonly given: unknown;
  readonly due: unknown;
  /** Whether a number that should be one is none, so that a comparison says nothing. */
  readonly isOfNaN: boolean;

  private constructor(
    law: string,
    { want, got, distance, share, given, due }: Difference,
    isOfNaN: boolean,
    path = '',
  ) {
    const lines = [law, ...(path === '' ? [] : [`  at       ${path}`]), `  expected ${cut(want, MOST_VALUE)}`];
    lines.push(`  got      ${cut(got, MOST_VALUE)}`, ...(distance === null ? [] : [`  off by   ${distance}`]));
    super(lines.join('\n'));
    this.law = law;
    this.share = share;
    this.given = given;
    this.due = due;
    this.isOfNaN = isOfNaN || [want, got].includes(NAN);
  }

  /**
   * Two values that should be equal.
   *
   * @param bound - the difference that was allowed; 0 where none was
   */
  static of(law: string, want: unknown, got: unknown, bound: number, dtype: Dtype): Unequal {
    const both = typeof want === 'number' && typeof got === 'number';
    const distance = both ? apart(want, got, dtype, bound) : null;
    const share = both ? relativeDifference(want, got) : 1;
    const texts = { want: show(want), got: show(got) };
    return new Unequal(law, { ...texts, distance, share, given: got, due: want }, Number.isNaN(bound));
  }

  /**
   * A place in which a result is not what it should be.
   *
   * @param given - the whole result
   */
  static at(law: string, mismatch: Mismatch, given: unknown): Unequal {
    return new Unequal(law, { ...mismatch, given, due: undefined }, false, mismatch.path);
  }
}
