import type { Placed, Precision } from './placed.ts';

/** The ports of one kind, judged in one precision. */
export interface StepsRow {
  /** The list that its mistakes are of, each alone; null where several are together. */
  readonly list: 'mistakes of a step' | 'catalogue' | null;
  readonly kind: string;
  readonly precision: Precision;
  readonly results: readonly Placed[];
}
