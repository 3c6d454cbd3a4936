import type { OpName } from '../../port/port.ts';
import { CONSTANT_KINDS, type Kinds } from './constants.ts';
import { DIMENSIONS } from './dimensions.ts';
import { type Extent, joined, NOTHING, type Seen, widened } from './extent.ts';
import type { Answered } from './request.ts';
import type { Sizes } from './sizes.ts';

/** What of an operation's domain was asked. */
export interface OpRecord {
  readonly requests: number;
  readonly dimensions: Readonly<Record<string, Extent>>;
  /** Pairs of constants that have met, `n_layer 2 | decay cosine`, each with the clause that first had them meet. */
  readonly pairs: Readonly<Record<string, string>>;
}

/** What a run of the suite asked, by operation. */
export type DomainRecord = Readonly<Partial<Record<OpName, OpRecord>>>;

/** Notes requests that were answered. */
export class Recorder {
  readonly #ops = new Map<OpName, { requests: number; dimensions: Map<string, Extent>; pairs: Map<string, string> }>();

  note<K extends OpName>(op: K, request: Answered<K>, clause: string): void {
    const record = this.#ops.get(op) ?? { requests: 0, dimensions: new Map(), pairs: new Map() };
    this.#ops.set(op, record);
    record.requests++;
    const sizes: Sizes = DIMENSIONS[op](request);
    for (const [name, seen] of Object.entries(sizes)) {
      const values = Array.isArray(seen) ? (seen as readonly Seen[]) : [seen as Seen];
      const extent = record.dimensions.get(name) ?? NOTHING;
      record.dimensions.set(
        name,
        values.reduce<Extent>((wide, value) => widened(wide, value, clause), extent),
      );
    }
    for (const pair of pairsOf(CONSTANT_KINDS[op]?.(request) ?? {})) {
      if (!record.pairs.has(pair)) record.pairs.set(pair, clause);
    }
  }

  /** All that was noted. */
  get record(): DomainRecord {
    return Object.fromEntries(
      [...this.#ops].map(([op, { requests, dimensions, pairs }]) => [
        op,
        { requests, dimensions: Object.fromEntries(dimensions), pairs: Object.fromEntries(pairs) },
      ]),
    );
  }
}

/** Any two constants of a request, in the order of their names' places. */
function pairsOf(kinds: Kinds): string[] {
  const all = Object.entries(kinds).map(([name, kind]) => `${name} ${kind}`);
  return all.flatMap((one, i) => all.slice(i + 1).map((other) => pairNamed(one, other)));
}

/** `n_layer 2 | decay cosine` */
export function pairNamed(one: string, other: string): string {
  return `${one} | ${other}`;
}

/** What several runs asked, together. */
export function together(records: readonly DomainRecord[]): DomainRecord {
  const all: Partial<Record<OpName, OpRecord>> = {};
  for (const [op, record] of records.flatMap((one) => Object.entries(one) as [OpName, OpRecord][])) {
    const known = all[op];
    all[op] = known === undefined ? record : both(known, record);
  }
  return all;
}

function both(a: OpRecord, b: OpRecord): OpRecord {
  const names = [...new Set([...Object.keys(a.dimensions), ...Object.keys(b.dimensions)])];
  return {
    requests: a.requests + b.requests,
    dimensions: Object.fromEntries(
      names.map((name) => [name, joined(a.dimensions[name] ?? NOTHING, b.dimensions[name] ?? NOTHING)]),
    ),
    pairs: { ...b.pairs, ...a.pairs },
  };
}
