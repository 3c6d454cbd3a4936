import type { Deviation } from '../../../deviations/deviation.ts';
import { NOVEL_FORWARD } from './forward.ts';
import { NOVEL_NETWORK } from './network.ts';
import { PAIRS } from './pairs.ts';
import { NOVEL_UPDATE } from './update.ts';
import { VALUES } from './values.ts';

/** What `diff` ought to say of a log with a mistake, where the log says enough. */
export type Due =
  /** That it has this entry of the catalogue. */
  | { readonly kind: 'entry'; readonly id: string }
  /** That a constant of this family is another, with an interval that holds the value. */
  | { readonly kind: 'family'; readonly family: string; readonly value: number }
  /** That it has both; one that shows in no run may be missing. */
  | { readonly kind: 'pair'; readonly ids: readonly [string, string] }
  /** Nothing: whatever is named is a wrong name. */
  | { readonly kind: 'none' };

/** A mistake that a log is made with, and what is due for it. */
export interface Mistake {
  readonly id: string;
  readonly title: string;
  /** As changes of the reference; several are made together. */
  readonly deviations: readonly Deviation[];
  readonly due: Due;
}

/**
 * Forty mistakes that are no entry of the catalogue: ten constants between its own, ten pairs of its entries, and twenty that
 * no three of its entries make together. They were written down before the search was changed, and are not tuned to: they are
 * neither taken into the catalogue nor changed because of what `diff` says of them.
 */
export const OUTSIDE: readonly Mistake[] = [
  ...VALUES.map(({ family, value, ...deviation }) => alone(deviation, { kind: 'family', family, value })),
  ...PAIRS.map(({ id, deviations, ids }): Mistake => {
    const title = deviations.map((deviation) => deviation.title).join('; ');
    return { id, title, deviations, due: { kind: 'pair', ids } };
  }),
  ...[...NOVEL_FORWARD, ...NOVEL_NETWORK, ...NOVEL_UPDATE].map((deviation) => alone(deviation, { kind: 'none' })),
];

/** A mistake that is a single change. */
export function alone(deviation: Deviation, due: Due): Mistake {
  return { id: deviation.id, title: deviation.title, deviations: [deviation], due };
}
