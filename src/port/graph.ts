/** An expression over earlier nodes a and b, given by their place in the list. */
export type GraphNode =
  | { readonly kind: 'leaf'; readonly data: number }
  | { readonly kind: 'add' | 'mul' | 'sub' | 'div'; readonly a: number; readonly b: number }
  | { readonly kind: 'pow'; readonly a: number; readonly exponent: number }
  | { readonly kind: 'log' | 'exp' | 'relu' | 'neg'; readonly a: number };
