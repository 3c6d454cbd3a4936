import fc from 'fast-check';
import type { StateDict } from '../src/port/config.ts';
import type { ModelCase } from './harness/arbitraries.ts';
import { shares, shifted, shifts, spreading } from './harness/largeLogits.ts';
import { law } from './harness/law.ts';
import { allMeet, exacts } from './harness/oracle/ball.ts';
import { lossesOf, meanOf, naiveLoss } from './harness/oracle/naiveLosses.ts';
import { fittingCases, roomyCases, smallParameters } from './harness/smallModels.ts';
import type { Claiming } from './harness/subject.ts';

// Catches a position or a document whose losses are cut off, capped or clipped, in models of all sizes.
law(
  'loss.9 the losses of a document are those of its logits, in models of all sizes',
  { ops: ['forward'], heavy: 'larger models' },
  [roomyCases()],
  (port, model) => hasLossesOfLogits(port, model, smallParameters(model)),
);

// Catches a probability that is clamped, an eps inside the logarithm, and a loss that is capped.
law(
  'loss.9 the losses of rare targets are those of their logits',
  ['forward'],
  [fittingCases(), shares],
  (port, model, share) => hasLossesOfLogits(port, model, spreading(model, share)),
);

// Catches a softmax of the model's own that is not the one that is offered as an operation: without its maximum, or with a
// maximum that begins at 0, e to these powers is infinite, or all of them are 0.
law(
  'loss.9 logits in the thousands change no loss of a document where all of a position are moved alike',
  ['forward'],
  [fittingCases(), shifts, fc.nat()],
  (port, model, shift, column) => hasLossesOfLogits(port, model, shifted(model, shift, column)),
);

/** Demands that the losses are those of the port's own logits: what a port has wrong before them is no matter. */
async function hasLossesOfLogits(
  { forward }: Claiming<'forward'>,
  { config, tokens }: ModelCase,
  parameters: StateDict,
): Promise<void> {
  const { logits, losses, loss } = await forward(config, parameters, tokens);
  const want = lossesOf(logits, tokens);
  allMeet([exacts(losses)], [want], 'losses');
  allMeet([exacts([loss])], [[meanOf(want)]], 'loss');
}

// Catches a probability that is clamped and a loss that is capped in a backward pass.
law(
  'loss.9 the loss of the backward pass on rare targets is that of the clauses written out',
  ['backward'],
  [fittingCases(), shares],
  async (port, model, share) => {
    const parameters = spreading(model, share);
    const { loss } = await port.backward(model.config, parameters, model.tokens);
    allMeet([exacts([loss])], [[naiveLoss(model, parameters)]], 'loss');
  },
);

// Catches the same in a backward pass that has a softmax of its own.
law(
  'loss.9 logits in the thousands change no loss of the backward pass where all of a position are moved alike',
  ['backward'],
  [fittingCases(), shifts, fc.nat()],
  async (port, model, shift, column) => {
    const parameters = shifted(model, shift, column);
    const { loss } = await port.backward(model.config, parameters, model.tokens);
    allMeet([exacts([loss])], [[naiveLoss(model, parameters)]], 'loss');
  },
);
