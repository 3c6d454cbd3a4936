/** What was seen of a dimension in one request: a size, or what it is one of. */
export type Seen = number | string;

/** A value of a dimension, and the clause of the check that first asked for it. */
export interface Reached<T extends Seen = Seen> {
  readonly value: T;
  readonly clause: string;
}

/** All that was seen of a dimension: the ends of its numbers, and each of its kinds. */
export interface Extent {
  readonly least: Reached<number> | null;
  readonly greatest: Reached<number> | null;
  readonly kinds: readonly Reached<string>[];
}

export const NOTHING: Extent = { least: null, greatest: null, kinds: [] };

/** An extent, and what else was seen. */
export function widened(extent: Extent, value: Seen, clause: string): Extent {
  if (typeof value === 'string') {
    const isKnown = extent.kinds.some((kind) => kind.value === value);
    return isKnown ? extent : { ...extent, kinds: [...extent.kinds, { value, clause }] };
  }
  if (!Number.isFinite(value)) return extent;
  const { least, greatest } = extent;
  return {
    ...extent,
    least: least === null || value < least.value ? { value, clause } : least,
    greatest: greatest === null || value > greatest.value ? { value, clause } : greatest,
  };
}

/** Two extents as one. */
export function joined(a: Extent, b: Extent): Extent {
  const values: readonly (Reached | null)[] = [b.least, b.greatest, ...b.kinds];
  return values.reduce<Extent>(
    (extent, reached) => (reached === null ? extent : widened(extent, reached.value, reached.clause)),
    a,
  );
}
