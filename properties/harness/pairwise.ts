/** One value of each factor. */
export type Row<F extends Readonly<Record<string, readonly unknown[]>>> = {
  readonly [Name in keyof F]: F[Name][number];
};

/**
 * Rows in which any two values of two factors meet at least once (pairwise testing): few of them, since a row has a pair for any
 * two factors. Each begins with a pair that has not met, and takes of every other factor the value that brings the most of
 * those.
 *
 * @param factors - at least two, each with its values
 */
export function pairwise<F extends Readonly<Record<string, readonly unknown[]>>>(factors: F): Row<F>[] {
  const names = Object.keys(factors);
  const unmet = new Set(pairsOf(factors));
  const rows: Row<F>[] = [];
  for (let next = first(unmet); next !== undefined; next = first(unmet)) {
    const row = new Map<string, number>(places(next));
    for (const name of names.filter((other) => !row.has(other))) {
      const gains = factors[name].map((_, place) => met(row, name, place).filter((pair) => unmet.has(pair)).length);
      row.set(name, gains.indexOf(Math.max(...gains)));
    }
    for (const [name, place] of row) for (const pair of met(row, name, place)) unmet.delete(pair);
    rows.push(Object.fromEntries(names.map((name) => [name, factors[name][row.get(name) ?? 0]])) as Row<F>);
  }
  return rows;
}

/** Two factors and the places of their values: `n_layer 0|n_head 1`, in the order of the names. */
function pairOf(one: string, a: number, other: string, b: number): string {
  return one < other ? `${one} ${a}|${other} ${b}` : `${other} ${b}|${one} ${a}`;
}

function pairsOf(factors: Readonly<Record<string, readonly unknown[]>>): string[] {
  const names = Object.keys(factors);
  return names.flatMap((one, i) =>
    names
      .slice(i + 1)
      .flatMap((other) => factors[one].flatMap((_, a) => factors[other].map((_, b) => pairOf(one, a, other, b)))),
  );
}

function places(pair: string): [name: string, place: number][] {
  return pair.split('|').map((part) => [part.split(' ')[0], Number(part.split(' ')[1])]);
}

/** The pairs that a value makes with those of a row. */
function met(row: ReadonlyMap<string, number>, name: string, place: number): string[] {
  return [...row].filter(([other]) => other !== name).map(([other, at]) => pairOf(name, place, other, at));
}

function first<T>(items: ReadonlySet<T>): T | undefined {
  return items.values().next().value;
}
