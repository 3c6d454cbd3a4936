/** Of two rows' directions: below this share of its length a row is taken for a mixture of those before it. */
const DEPENDENT = 1e-6;

/**
 * Finds d so that sum_t d_t x_t^T is nearest to g, by Gram-Schmidt on the rows of x, twice.
 *
 * @param x - [n, nin]
 * @param g - [nout, nin]
 * @returns d [n, nout], and by how much it may magnify an error of g; null where the rows of x are not independent
 */
export function leastSquares(
  x: readonly (readonly number[])[],
  g: readonly (readonly number[])[],
): { readonly solution: number[][]; readonly growth: number } | null {
  const n = x.length;
  const nin = x[0]?.length ?? 0;
  if (n === 0 || n > nin) return null;
  // x_t = sum_s r[t][s] q_s, with q_s orthonormal and r lower triangular.
  const q: number[][] = [];
  const r: number[][] = [];
  for (const row of x) {
    const rest = [...row];
    const along = q.map(() => 0);
    for (let pass = 0; pass < 2; pass++) {
      for (const [s, direction] of q.entries()) {
        const share = dot(direction, rest);
        along[s] += share;
        for (let j = 0; j < nin; j++) rest[j] -= share * direction[j];
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    if (!(length > DEPENDENT * Math.sqrt(dot(row, row)))) return null;
    q.push(rest.map((value) => value / length));
    r.push([...along, length]);
  }
  // g q_s = sum_(t >= s) d_t r[t][s].
  const solution: number[][] = x.map(() => []);
  for (const of of g) {
    for (let s = n - 1; s >= 0; s--) {
      let value = dot(q[s], of);
      for (let t = s + 1; t < n; t++) value -= solution[t][solution[s].length] * r[t][s];
      solution[s].push(value / r[s][s]);
    }
  }
  return { solution, growth: growthOf(r) };
}

/** The largest sum of magnitudes in a column of r^-1. */
function growthOf(r: readonly (readonly number[])[]): number {
  const n = r.length;
  const inverse = r.map(() => new Array<number>(n).fill(0));
  for (let t = 0; t < n; t++) {
    for (let s = 0; s <= t; s++) {
      let value = s === t ? 1 : 0;
      for (let m = s; m < t; m++) value -= r[t][m] * inverse[m][s];
      inverse[t][s] = value / r[t][t];
    }
  }
  return Math.max(...inverse.map((_, s) => inverse.reduce((sum, row) => sum + Math.abs(row[s]), 0)));
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
