/** Of two rows' directions: below this share of its length a row is taken for a mixture of those before it. */
const DEPENDENT = 1e-6;

/**
 * The pseudoinverse of the matrix whose rows these are, by Gram-Schmidt, twice: with g = sum_t d_t x_t^T, d_t = g times its row t.
 *
 * @param x - [n, nin]
 * @returns [n, nin]; null where the rows are not independent
 */
export function pseudoinverse(x: readonly (readonly number[])[]): number[][] | null {
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
  // q_s = sum_(t >= s) r[t][s] p_t.
  const rows: number[][] = new Array(n);
  for (let s = n - 1; s >= 0; s--) {
    const row = [...q[s]];
    for (let t = s + 1; t < n; t++) for (let j = 0; j < nin; j++) row[j] -= r[t][s] * rows[t][j];
    rows[s] = row.map((value) => value / r[s][s]);
  }
  return rows;
}

/** sum_i a_i b_i. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
