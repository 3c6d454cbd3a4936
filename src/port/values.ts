/** What operations take and give beside numbers, lists and text. */

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

/** An expression over earlier nodes a and b, given by their place in the list. */
export type GraphNode =
  | { readonly kind: 'leaf'; readonly data: number }
  | { readonly kind: 'add' | 'mul' | 'sub' | 'div'; readonly a: number; readonly b: number }
  | { readonly kind: 'pow'; readonly a: number; readonly exponent: number }
  | { readonly kind: 'log' | 'exp' | 'relu' | 'neg'; readonly a: number };
