import type { Config } from '../../reference/config.ts';
import type { MatrixShape } from '../../reference/parameters.ts';
import type { FlatDump } from './layouts.ts';

/**
 * Which matrix can stand where in a dump without names, so that fewer orders are left: one that is drawn is exactly 0
 * nowhere, one that begins at 0 (parameters.11) is so everywhere. Where there are just as many zeros as attn_wo and
 * mlp_fc2 have numbers, they are theirs; and where these two have a std of their own, their root mean square is nearer
 * to it than to that of the others.
 *
 * @param dump - the numbers
 * @param config - n_embd, std and std_residual
 * @returns whether a matrix can begin at an index
 */
export function plausibility(
  { values, order }: FlatDump,
  { n_embd, std, std_residual }: Config,
): (shape: MatrixShape, start: number) => boolean {
  // Every matrix has a multiple of n_embd numbers, so that all begin at the beginning of such a row.
  const rows = values.length / n_embd;
  const zeros = new Int32Array(rows + 1);
  const squares = new Float64Array(rows + 1);
  for (let i = 0; i < rows; i++) {
    const row = values.subarray(i * n_embd, (i + 1) * n_embd);
    zeros[i + 1] = zeros[i] + (row.every((x) => x === 0) ? 1 : 0);
    squares[i + 1] = squares[i] + row.reduce((sum, x) => sum + x * x, 0);
  }
  const zeroRows = zeros[rows];
  const residualRows = order.filter(isResidual).reduce((sum, { nout, nin }) => sum + (nout * nin) / n_embd, 0);
  const tellsZeros = zeroRows === residualRows;
  const between = Math.sqrt(std * std_residual);
  return (shape, start) => {
    const [first, end] = [start / n_embd, (start + shape.nout * shape.nin) / n_embd];
    const count = zeros[end] - zeros[first];
    if (zeroRows > 0 && count > 0 && count < end - first) return false;
    if (zeroRows > 0 && tellsZeros) return count > 0 === isResidual(shape);
    if (between === 0 || std === std_residual) return true;
    const rms = Math.sqrt((squares[end] - squares[first]) / (shape.nout * shape.nin));
    return rms > between === (isResidual(shape) ? std_residual > std : std > std_residual);
  };
}

/** attn_wo and mlp_fc2, which write to the residual stream and have std_residual (parameters.11). */
function isResidual({ name }: MatrixShape): boolean {
  return name.endsWith('.attn_wo') || name.endsWith('.mlp_fc2');
}
