/**
 * How often Student's t lies as far from 0, P(|T| >= |t|), by the closed form for a whole number of degrees of freedom
 * (Abramowitz and Stegun, 26.7.3 and 26.7.4): 1 - A(t), and with theta = atan(t / sqrt(df))
 *
 * - df odd: A = 2/pi (theta + sin theta (cos theta + 2/3 cos^3 theta + ... + 2 4 .. (df-3) / (3 5 .. (df-2)) cos^(df-2) theta))
 * - df even: A = sin theta (1 + 1/2 cos^2 theta + ... + 1 3 .. (df-3) / (2 4 .. (df-2)) cos^(df-2) theta)
 *
 * @param t - any number
 * @param df - degrees of freedom, an integer >= 1
 * @returns a probability, within about 1e-15; NaN where t is NaN
 */
export function twoSidedTail(t: number, df: number): number {
  const theta = Math.atan(Math.abs(t) / Math.sqrt(df));
  const odd = df % 2 === 1;
  let power = odd ? 1 : 0;
  let term = odd ? Math.cos(theta) : 1;
  let sum = 0;
  for (; power <= df - 2; power += 2) {
    sum += term;
    term *= ((power + 1) / (power + 2)) * Math.cos(theta) ** 2;
  }
  const inside = Math.sin(theta) * sum;
  return 1 - (odd ? (2 / Math.PI) * (theta + inside) : inside);
}
