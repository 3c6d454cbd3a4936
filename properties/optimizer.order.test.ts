import type { AdamStep } from '../src/port/port.ts';
import { ADAM_PROBES, type Update } from './harness/exact/adam.ts';
import { exact } from './harness/exact/own.ts';
import { holdsBitForBit } from './harness/exact/probe.ts';

/** The number of an update that is looked at. */
function numberOf({ part }: Update, after: AdamStep): number[] {
  return [...after[part]];
}

// Catches g * g for g ** 2, a square root, fused moments, and a rate or a quotient in another order.
exact('optimizer.5 order=python: moments and parameters after a step are the same numbers', ['adam'], ({ adam }, own) =>
  holdsBitForBit(
    "a step of Adam is microgpt.py's",
    own,
    ADAM_PROBES,
    async (oracle, update) => {
      const { config, step, data, grad, m, v } = update;
      return numberOf(update, await oracle.adam(config, step, [data], [grad], [m], [v]));
    },
    async (update) => {
      const { config, step, data, grad, m, v } = update;
      return numberOf(update, await adam(config, step, [data], [grad], [m], [v]));
    },
  ),
);
