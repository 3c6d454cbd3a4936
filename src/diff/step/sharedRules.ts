import { type BackwardRule, RIGHT_RULE } from './backwardRule.ts';

/** Rules that make the gradient of every matrix: it is assigned, not added, so that one position alone is left of it. */
export const SHARED_RULES: readonly BackwardRule[] = [
  {
    ...RIGHT_RULE,
    product: (model, name, d, x) => RIGHT_RULE.product(model, name, d.slice(0, 1), x.slice(0, 1)),
    token: (tokens, t) => (tokens.indexOf(tokens[t]) === t ? tokens[t] : null),
  },
  {
    ...RIGHT_RULE,
    product: (model, name, d, x) => RIGHT_RULE.product(model, name, d.slice(-1), x.slice(-1)),
    token: (tokens, t, n) => (tokens.lastIndexOf(tokens[t], n - 1) === t ? tokens[t] : null),
  },
];
