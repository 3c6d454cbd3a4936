/** Shades of what is wrong. */
export const LEVELS = 5;

/** How a difference is shaded: not at all, in one of the shades, or as one that no number says. */
export type Level = 'held' | 'boundless' | number;

/** Shades of differences in multiples of the tolerance, in equal ratios from the least to the greatest that is wrong. */
export interface Scale {
  readonly least: number;
  readonly most: number;
  readonly hasBoundless: boolean;
  readonly levelOf: (times: number) => Level;
}

/** The scale of a map; least and most are NaN where no finite difference is wrong. */
export function scaleOf(times: readonly number[]): Scale {
  const wrong = times.filter((one) => one > 1);
  const finite = wrong.filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const most = finite.reduce((a, b) => Math.max(a, b), 0);
  const range = Math.log(most / least);
  return {
    least: finite.length === 0 ? Number.NaN : least,
    most: finite.length === 0 ? Number.NaN : most,
    hasBoundless: finite.length < wrong.length,
    levelOf: (one) => {
      if (!(one > 1)) return 'held';
      if (!Number.isFinite(one)) return 'boundless';
      return range === 0 ? LEVELS : 1 + Math.min(LEVELS - 1, Math.floor((LEVELS * Math.log(one / least)) / range));
    },
  };
}
