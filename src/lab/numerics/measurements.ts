import { readFileSync } from 'node:fs';
import type { Chapter } from '../../port/ops.ts';
import type { Dtype } from '../../port/precision.ts';
import type { Difference } from './difference.ts';
import type { Kinks } from './kinks.ts';
import type { GaussRow, LibmRow } from './libmComparison.ts';
import type { StartRow } from './otherStarts.ts';

/** What `npm run measure` writes to spec/measured/numerics.json: everything that spec/numerics.md shows. */
export interface Measurements {
  readonly schema: 1;
  /** The versions that decide what exp, log, pow, sin and cos answer. */
  readonly measuredWith: { readonly node: string; readonly v8: string };
  readonly comparedWith: { readonly python: string; readonly libm: string };
  readonly noise: readonly NoiseRow[];
  readonly mistakes: readonly MistakeRow[];
  readonly classes: readonly ClassRow[];
  readonly kinks: Kinks;
  readonly otherStarts: readonly StartRow[];
  readonly libm: readonly LibmRow[];
  readonly gauss: readonly GaussRow[];
  readonly growth: readonly Growth[];
}

/** Other roundings, over all runs that were made with them. */
export interface NoiseRow extends Difference {
  readonly id: string;
  readonly title: string;
  readonly dtype: Dtype | null;
  readonly runs: number;
  /** In how many of them a ReLU fell on the other side of 0; null where that was not looked at. */
  readonly otherSide: number | null;
  /** The first step in which one did. */
  readonly firstOtherSide: number | null;
}

export interface MistakeRow extends Difference {
  readonly id: string;
  readonly title: string;
  readonly chapter: Chapter;
}

/** The two sides of a class, over the steps that it is judged by. */
export interface ClassRow {
  readonly dtype: Dtype;
  readonly tolerance: number;
  /** Steps over which the two sides are taken. */
  readonly steps: number;
  /** Greatest |delta| that other roundings caused, and which. */
  readonly ceiling: number;
  readonly ceilingOf: string;
  /** Least |delta| of a mistake that exceeds the tolerance, and which. */
  readonly floor: number;
  readonly floorOf: string;
  /** Titles of the mistakes that stay below the tolerance. */
  readonly unseen: readonly { readonly title: string }[];
}

/** How a run departs from the recorded one: the greatest |delta| so far. */
export interface Growth {
  readonly id: string;
  readonly title: string;
  /** By step, counted from 1, in ascending order. */
  readonly points: Readonly<Record<number, number>>;
}

/** Where they are written. */
export const MEASUREMENTS_FILE = new URL('../../../spec/measured/numerics.json', import.meta.url);

/** Reads what was measured last. */
export function readMeasurements(): Measurements {
  return JSON.parse(readFileSync(MEASUREMENTS_FILE, 'utf8')) as Measurements;
}
