import type { StateDict } from '../../../src/port/config.ts';
import type { ModelCase } from '../arbitraries.ts';
import { gamma, LIBM } from '../arithmetic.ts';
import { type Ball, exacts, type Vector } from './ball.ts';
import { naiveLogits } from './naive.ts';

/** -ln softmax(logits)[target] of each position of a document, written out (loss.9). */
function naiveLosses(model: ModelCase, state_dict: StateDict): Ball[] {
  return naiveLogits(model, state_dict).map((row, t) => lossOf(row, model.tokens[t + 1]));
}

/** -ln softmax(logits)[target] of each position, of logits that are a port's own, whatever model they are of. */
export function lossesOf(logits: readonly (readonly number[])[], tokens: readonly number[]): Ball[] {
  return logits.map((row, t) => lossOf(exacts(row), tokens[t + 1]));
}

/** The mean of a document's position losses (loss.6). */
export function naiveLoss(model: ModelCase, state_dict: StateDict): Ball {
  return meanOf(naiveLosses(model, state_dict));
}

/** The mean of position losses, in any order. */
export function meanOf(losses: readonly Ball[]): Ball {
  const total = losses.reduce((sum, { mid, rad }) => ({ mid: sum.mid + mid, rad: sum.rad + rad }));
  const n = losses.length;
  return { mid: total.mid / n, rad: total.rad / n + gamma(n + 2) * (total.mid / n) };
}

/**
 * ln sum_j exp(x_j) - x_target. Logits that are off by rad move it by 2 rad at most. Either form of it, by a probability or
 * without one, subtracts logits, and so loses u of the largest; exp, the sum of n, the division and ln add their own.
 */
function lossOf(x: Vector, target: number): Ball {
  const most = Math.max(...x.map(({ mid }) => mid));
  const mid = most - x[target].mid + Math.log(x.reduce((sum, xj) => sum + Math.exp(xj.mid - most), 0));
  const size = 1 + Math.max(...x.map(({ mid }) => Math.abs(mid))) + mid;
  const rad = 2 * Math.max(...x.map((xj) => xj.rad));
  return { mid, rad: rad + gamma(x.length + 2 * LIBM + 4) * size };
}
