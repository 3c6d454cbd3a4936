/**
 * One use of a random stream.
 *
 * @example
 * const draw: Draw = { kind: 'shuffle', n: 3 };
 * referencePort('1').random(42n, [draw]); // => [[1, 0, 2]]
 */
export type Draw =
  | { readonly kind: 'random' }
  | { readonly kind: 'getrandbits'; readonly k: number }
  | { readonly kind: 'gauss'; readonly mu: number; readonly sigma: number }
  /** Shuffles the list 0, 1, ..., n - 1. */
  | { readonly kind: 'shuffle'; readonly n: number }
  /** Draws one index. */
  | { readonly kind: 'choices'; readonly weights: readonly number[] };

/**
 * What it gave: a float, the bits, the shuffled list, the index.
 *
 * @example
 * const [drawn]: readonly Drawn[] = await referencePort('1').random(42n, [{ kind: 'getrandbits', k: 8 }]);
 * drawn; // => 163n
 */
export type Drawn = number | bigint | readonly number[];
