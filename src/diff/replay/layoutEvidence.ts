import type { LoggedLoss } from './loggedLosses.ts';
import type { Survivor } from './survivor.ts';

/** The survivor with the most evidence. */
export interface Leader extends Survivor {
  /** Bits of evidence beyond those of the choice. */
  readonly spare: number;
  /** The same of the first loss alone. */
  readonly firstSpare: number;
}

/** The rounding of a loss: nearer than this nothing is said to lie. */
export const LEAST_DISTANCE = 2 ** -50;
/** Losses so near to the log's first are counted, to learn how densely those of wrong arrangements lie there. */
export const NEAR = 0.01;
/** Losses that differ by less are of arrangements that cannot be told apart. */
const ALIKE = 1e-13;
/** The part of the rivals by whose distance the density of their losses is measured. */
const NEAREST = 1 / 4;

/**
 * The survivor for which a log speaks most.
 *
 * A step that agrees has -log2(2 d r) bits: d is how far its loss lies from the log's, at least half a unit in the last digit
 * printed, and r the density of wrong losses thereabouts, a share for each nat; so 2 d r is the chance of a wrong one to lie
 * as near. For the first step r is that of all arrangements tried. Behind it, it is that of the rivals: the others that agree
 * up to there, which may all differ little. At any step the steps from there on must tell a survivor from its n - 1 rivals; what
 * they have beyond log2(n) bits, where that is least, is spare.
 *
 * @param survivors - in the order in which they were tried
 * @param logged - the log's losses at the steps compared
 * @param tried - how many arrangements were tried
 * @param near - how many first losses were within NEAR of the log's
 * @returns null of none
 */
export function leaderOf(
  survivors: readonly Survivor[],
  logged: readonly LoggedLoss[],
  tried: number,
  near: number,
): Leader | null {
  const density = Math.max(1, near / tried / (2 * NEAR));
  let best: Leader | null = null;
  for (const survivor of survivors) {
    const first = bitsAt(0, survivor, logged, density) - Math.log2(tried);
    const leader = { ...survivor, spare: spareOf(survivor, survivors, logged, density, first), firstSpare: first };
    if (best === null || leader.spare > best.spare) best = leader;
  }
  return best;
}

function spareOf(
  survivor: Survivor,
  survivors: readonly Survivor[],
  logged: readonly LoggedLoss[],
  density: number,
  first: number,
): number {
  // Those that part from the log where it does cannot be told from it.
  const level = survivor.agreesThroughout ? [] : rivalsAt(survivor.agreed, survivor, survivors);
  let [bits, spare] = [0, level.length === 0 ? Infinity : -Math.log2(level.length + 1)];
  for (let i = survivor.agreed - 1; i > 0; i--) {
    const rivals = rivalsAt(i, survivor, survivors);
    const losses = rivals.map((rival) => rival.losses[i]);
    bits += bitsAt(i, survivor, logged, densityOf(losses, logged[i].value, density));
    if (rivals.length > 0) spare = Math.min(spare, bits - Math.log2(rivals.length + 1));
  }
  return Math.min(spare, bits + first);
}

function bitsAt(i: number, { losses }: Survivor, logged: readonly LoggedLoss[], density: number): number {
  const { value, half } = logged[i];
  return Math.max(0, -Math.log2(2 * Math.max(Math.abs(losses[i] - value), half, LEAST_DISTANCE) * density));
}

/** Those that agree with the log before a step, as well as a survivor does, but are told from it at some. */
function rivalsAt(i: number, survivor: Survivor, survivors: readonly Survivor[]): Survivor[] {
  return survivors.filter(
    (other) =>
      other.agreed >= i &&
      (other.within === 'f64' || survivor.within === 'f32') &&
      !(other.agreesThroughout && survivor.agreesThroughout) &&
      survivor.losses.some((loss, at) => Math.abs(loss - other.losses[at]) > ALIKE),
  );
}

/** How densely losses lie about a value, by the nearest quarter of them; at least so densely as is given. */
function densityOf(losses: readonly number[], value: number, least: number): number {
  if (losses.length === 0) return least;
  const distances = losses.map((loss) => Math.abs(loss - value)).sort((a, b) => a - b);
  const count = Math.ceil(distances.length * NEAREST);
  return Math.max(least, count / distances.length / (2 * Math.max(distances[count - 1], LEAST_DISTANCE)));
}
