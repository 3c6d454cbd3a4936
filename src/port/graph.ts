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
