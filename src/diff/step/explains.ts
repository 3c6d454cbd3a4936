import type { Vector } from '../../port/balls.ts';
import type { Numbers } from './stageResult.ts';

/** So many entries at least must tell a guess from what is due. */
const DECIDING = 3;
/** Above this share of what rounding may cost a difference decides. */
const APART = 4;
/** What the deciding entries must say together: they agree by chance once in 2 to this power. */
const BITS = 40;

/**
 * Whether every entry is what a guess makes of it, within rounding, and enough of them tell the guess from what is due.
 *
 * @param guess - with the rounding of its own computation
 */
export function explains({ own, due }: Numbers, guess: Vector | null): boolean {
  if (guess === null || guess.length !== own.length) return false;
  if (!own.every((x, i) => Math.abs(x - guess[i].mid) <= 2 * guess[i].rad)) return false;
  const ratios = own
    .map((x, i) => Math.abs(x - due[i].mid) / (guess[i].rad + due[i].rad + Number.MIN_VALUE))
    .filter((ratio) => ratio > APART);
  const bits = ratios.reduce((sum, ratio) => sum + Math.log2(ratio / 2), 0);
  return ratios.length >= DECIDING && bits >= BITS;
}
