import type { OpName } from '../../port/port.ts';
import { IMPOSSIBLE } from './constants.ts';
import { DECLARED, type Due } from './declared.ts';
import { type Extent, NOTHING } from './extent.ts';
import { type DomainRecord, pairNamed } from './record.ts';

/** What the largest inputs are held to: how far a soak comes. The rest of the declared domain is due of any run. */
export function dueOfSoak({ soak }: Due): Due {
  return soak === undefined ? {} : { most: soak };
}

/**
 * Where a run falls short of the declared domain, a line each: `forward: n_layer ends at 2, due is 10`.
 *
 * @param dueOf - what is due of a dimension
 */
export function missingFrom(record: DomainRecord, dueOf: (due: Due) => Due = (due) => due): string[] {
  return (Object.entries(DECLARED) as [OpName, Readonly<Record<string, Due>>][]).flatMap(([op, dimensions]) =>
    Object.entries(dimensions).flatMap(([name, due]) =>
      shortOf(dueOf(due), record[op]?.dimensions[name] ?? NOTHING).map((what) => `${op}: ${name} ${what}`),
    ),
  );
}

function shortOf({ least, most, kinds = [] }: Due, extent: Extent): string[] {
  const [from, to] = [extent.least?.value ?? Number.NaN, extent.greatest?.value ?? Number.NaN];
  return [
    ...(least !== undefined && !(from <= least) ? [`begins at ${from}, due is ${least}`] : []),
    ...(most !== undefined && !(to >= most) ? [`ends at ${to}, due is ${most}`] : []),
    ...kinds.filter((kind) => !extent.kinds.some(({ value }) => value === kind)).map((kind) => `is never ${kind}`),
  ];
}

/**
 * Pairs of constants that never meet: of all kinds of an operation's constants that occur at all, any two must, as pairwise testing
 * asks.
 *
 * @returns a line each: `train: n_layer 0 | decay cosine`
 */
export function unmetPairs(record: DomainRecord): string[] {
  return Object.entries(record).flatMap(([op, { pairs }]) => {
    const kinds = kindsIn(Object.keys(pairs));
    const names = [...kinds.keys()];
    return names
      .flatMap((one, i) => names.slice(i + 1).map((other) => [one, other] as const))
      .flatMap(([one, other]) =>
        [...(kinds.get(one) ?? [])].flatMap((a) =>
          [...(kinds.get(other) ?? [])].map((b) => pairNamed(`${one} ${a}`, `${other} ${b}`)),
        ),
      )
      .filter((pair) => pairs[pair] === undefined && !IMPOSSIBLE.has(pair))
      .map((pair) => `${op}: ${pair}`);
  });
}

/** The kinds that each constant has had, in the order of the constants. */
function kindsIn(pairs: readonly string[]): Map<string, Set<string>> {
  const kinds = new Map<string, Set<string>>();
  for (const one of pairs.flatMap((pair) => pair.split(' | '))) {
    const [name, ...kind] = one.split(' ');
    kinds.set(name, (kinds.get(name) ?? new Set()).add(kind.join(' ')));
  }
  return kinds;
}
