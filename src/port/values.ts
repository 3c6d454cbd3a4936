/** What operations take and give beside numbers, lists and text. */

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

/**
 * An expression over earlier nodes a and b, given by their place in the list.
 *
 * @example
 * const graph: GraphNode[] = [{ kind: 'leaf', data: 3 }, { kind: 'mul', a: 0, b: 0 }];
 * await referencePort('1').autograd(graph); // => { data: [3, 9], grad: [6, 1] }
 */
export type GraphNode =
  | { readonly kind: 'leaf'; readonly data: number }
  | { readonly kind: 'add' | 'mul' | 'sub' | 'div'; readonly a: number; readonly b: number }
  | { readonly kind: 'pow'; readonly a: number; readonly exponent: number }
  | { readonly kind: 'log' | 'exp' | 'relu' | 'neg'; readonly a: number };
