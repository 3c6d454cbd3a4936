/** One use of a random stream. */
export type Draw =
  | { readonly kind: 'random' }
  | { readonly kind: 'getrandbits'; readonly k: number }
  | { readonly kind: 'gauss'; readonly mu: number; readonly sigma: number }
  /** Shuffles the list 0, 1, ..., n - 1. */
  | { readonly kind: 'shuffle'; readonly n: number }
  /** Draws one index. */
  | { readonly kind: 'choices'; readonly weights: readonly number[] };

/** What it gave: a float, the bits, the shuffled list, the index. */
export type Drawn = number | bigint | readonly number[];
