import type { Edit } from '../../deviations/patched.ts';

/** Other ways to add, in dot products and in sums, as changes of the reference. */

const FIRST_LINE = 'const NONE = -1;';

const DOT = `for (let i = 0; i < a.length; i++)
            total = this.add(total, this.mul(a[i], b[i]));
        return total;`;

const SUM = `for (const term of terms)
            total = this.add(total, term);
        return total;`;

/** By halves, as numpy adds long rows. */
export const PAIRWISE: readonly Edit[] = [
  {
    file: 'autograd',
    find: FIRST_LINE,
    replace: `${FIRST_LINE}
const halves = (tape, terms) => terms.length < 2 ? terms[0] ?? tape.leaf(0)
    : tape.add(halves(tape, terms.slice(0, terms.length >> 1)), halves(tape, terms.slice(terms.length >> 1)));`,
  },
  { file: 'autograd', find: DOT, replace: 'return halves(this, a.map((v, i) => this.mul(v, b[i])));' },
  { file: 'autograd', find: SUM, replace: 'return halves(this, [...terms]);' },
];

/** Dot products added in double precision and stored once: for a tape that stores single precision. */
export const DOUBLE_ACCUMULATORS: readonly Edit[] = [
  {
    file: 'autograd',
    find: DOT,
    replace: DOT.replace(
      'return total',
      'this.data[total] = a.reduce((sum, v, i) => sum + this.data[v] * this.data[b[i]], 0);\n        return total',
    ),
  },
];

/** The sum with a second number that keeps what each addition loses. */
export const KAHAN: readonly Edit[] = summedBy(`(terms) => {
    let [total, lost] = [0, 0];
    for (const [hi] of terms) {
        const y = hi - lost;
        const t = total + y;
        lost = t - total - y;
        total = t;
    }
    return total;
}`);

/** Sums and products in numbers of two doubles, rounded once at the end. */
export const DOUBLE_DOUBLE: readonly Edit[] = summedBy(`(terms) => {
    let [hi, lo] = [0, 0];
    for (const [x, xlo] of terms) {
        const t = hi + x;
        const part = t - hi;
        lo += hi - (t - part) + (x - part) + xlo;
        hi = t;
    }
    return hi + lo;
}`);

/** Sums and products in 64 bits of mantissa, as x87 registers have, rounded a second time at the end. */
export const EXTENDED: readonly Edit[] = summedBy(`(terms) => {
    let [hi, lo] = [0, 0];
    for (const [x, xlo] of terms) {
        const t = hi + x;
        const part = t - hi;
        const rest = lo + (hi - (t - part) + (x - part) + xlo);
        hi = t + rest;
        const last = 2 ** (Math.floor(Math.log2(Math.abs(hi) || 1)) - 63);
        lo = Math.round((t - hi + rest) / last) * last;
    }
    return hi + lo;
}`);

/**
 * A dot product or sum whose value is that of a function of its terms, each a number and what rounding it lost. Where
 * they are not finite the usual sum stands.
 */
function summedBy(sum: string): readonly Edit[] {
  return [
    {
      file: 'autograd',
      find: FIRST_LINE,
      replace: `${FIRST_LINE}
const summed = ${sum};
const split = (x) => { const t = 134217729 * x; const hi = t - (t - x); return [hi, x - hi]; };
const product = (x, y) => {
    const p = x * y;
    const [[a, b], [c, d]] = [split(x), split(y)];
    const lost = b * d - (p - a * c - b * c - a * d);
    return [p, Number.isFinite(lost) ? lost : 0];
};
const settle = (tape, total, terms) => {
    const value = summed(terms);
    if (Number.isFinite(value)) tape.data[total] = value;
    return total;
};`,
    },
    {
      file: 'autograd',
      find: DOT,
      replace: DOT.replace(
        'return total',
        'return settle(this, total, a.map((v, i) => product(this.data[v], this.data[b[i]])))',
      ),
    },
    {
      file: 'autograd',
      find: SUM,
      replace: SUM.replace('return total', 'return settle(this, total, [...terms].map((v) => [this.data[v], 0]))'),
    },
  ];
}
