import fc from 'fast-check';

/** Decimal places, and digits, that a number is shortened to. */
const SHORTENED = [1, 2, 3] as const;
/** Numbers that anybody reads at once. */
const ROUND = [0, 1, 2, 0.5, 10] as const;

/** Which numbers may be drawn, and how they are drawn. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** The number as the type that it is of has it. */
  readonly round: (x: number) => number;
}

/**
 * Numbers as another arbitrary draws them, but a counterexample of which is shrunk towards short decimals: 2, 0.5, -3, 0.25 in
 * place of 4.45e-308 and 1.0000000000000002, which nobody can see anything in.
 */
export class Readable extends fc.Arbitrary<number> {
  readonly #drawn: fc.Arbitrary<number>;
  readonly #range: Range;

  /**
   * @param drawn - gives the numbers
   * @param range - what they are shrunk within
   */
  constructor(drawn: fc.Arbitrary<number>, range: Range) {
    super();
    this.#drawn = drawn;
    this.#range = range;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<number> {
    return new fc.Value(this.#drawn.generate(random, biasFactor).value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is number {
    return typeof value === 'number';
  }

  override shrink(value: number): fc.Stream<fc.Value<number>> {
    const shorter = [...new Set(shortened(value).map(this.#range.round))].filter(
      (x) => x >= this.#range.min && x <= this.#range.max && isShorter(x, value),
    );
    return fc.Stream.of(...shorter.map((x) => new fc.Value(x, undefined)));
  }
}

/** What could stand in a number's place, the shortest first. */
function shortened(x: number): number[] {
  const sign = Math.sign(x);
  const whole = Math.trunc(x);
  return [
    ...ROUND.map((round) => (round === 0 ? 0 : sign * round)),
    Math.trunc(x / 2),
    whole,
    ...SHORTENED.map((places) => Number(x.toFixed(places))),
    ...SHORTENED.map((digits) => Number(x.toPrecision(digits))),
  ];
}

/** By characters, and among as many by size, so that shrinking ends. */
function isShorter(x: number, than: number): boolean {
  const [a, b] = [String(x).length, String(than).length];
  return a < b || (a === b && Math.abs(x) < Math.abs(than));
}
