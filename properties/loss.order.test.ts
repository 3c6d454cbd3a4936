import { MEAN_PROBES } from './harness/exact/losses.ts';
import { exact } from './harness/exact/own.ts';
import { holdsBitForBit } from './harness/exact/probe.ts';

// Catches a division by n in place of a product with 1 / n, and another order of the sum.
exact('loss.6 order=python: the mean is the same number', ['average_loss'], ({ average_loss }, own) =>
  holdsBitForBit(
    "a mean of losses is microgpt.py's",
    own,
    MEAN_PROBES,
    async (oracle, losses) => [await oracle.average_loss(losses)],
    async (losses) => [await average_loss(losses)],
  ),
);
