import type { Config } from '../reference/config.ts';
import type { LayerTrace } from './network.ts';
import type { Rows } from './numbers.ts';

/**
 * The activation of the MLP, in place of what mlp_fc1 gives: max(0, z), or its square in the early revision (model.14,
 * model.15). NaN gives 0, as Python's max(0, nan) does (autograd.7).
 *
 * @param layer - has z in `hidden` for the positions from `from` to before `to`; gets max(0, z) there, and `active`
 * @throws RangeError where a square overflows, as Python's ** raises (autograd.4)
 */
export function activate({ activation }: Config, { hidden, active }: LayerTrace, from: number, to: number): void {
  for (let t = from; t < to; t++) {
    const z = hidden[t];
    for (let i = 0; i < z.length; i++) if (!(z[i] > 0)) z[i] = 0;
    if (activation === 'relu') continue; // `active` is `hidden`
    const squares = active[t];
    for (let i = 0; i < z.length; i++) {
      squares[i] = z[i] * z[i];
      if (squares[i] === Infinity && z[i] !== Infinity) {
        throw new RangeError(`relu_squared: the square of ${z[i]} overflows (autograd.4)`);
      }
    }
  }
}

/** From the gradient of the activation to that of z, in place: by 1 or 2 z where z > 0, and else by 0 (model.25). */
export function activateBackward({ activation }: Config, { hidden }: LayerTrace, dhidden: Rows, n: number): void {
  const squared = activation === 'relu_squared';
  for (let t = 0; t < n; t++) {
    const z = hidden[t];
    const dz = dhidden[t];
    for (let i = 0; i < z.length; i++) {
      if (!(z[i] > 0)) dz[i] = 0;
      else if (squared) dz[i] *= 2 * z[i];
    }
  }
}
