import fc from 'fast-check';
import type { StateDict } from '../src/port/config.ts';
import { type ModelCase, withMatrix } from './harness/arbitraries.ts';
import { equal } from './harness/expect.ts';
import { law } from './harness/law.ts';
import { times } from './harness/lists.ts';
import { allMeet, exacts } from './harness/oracle/ball.ts';
import { naiveLogits } from './harness/oracle/naive.ts';
import { lossesOf, meanOf, naiveLoss } from './harness/oracle/naiveLosses.ts';
import { fittingCases, roomyCases, smallParameters } from './harness/smallModels.ts';
import { type Claiming, port } from './harness/subject.ts';

/** What is added to each entry of a column of lm_head: logits in the thousands, of either sign, whose softmax is as before. */
const SHIFT = 2 ** 13;
const shifts = fc.constantFrom(SHIFT, -SHIFT);

/** All logits of a position moved by one number, which is the column's activation times the shift. */
function shifted(model: ModelCase, shift: number, column: number): StateDict {
  const { n_embd } = model.config;
  return withMatrix(smallParameters(model), 'lm_head', (x, _, j) => (j === column % n_embd ? x + shift : x));
}

/** How far apart the logits of a rare target are: no probability rounds to 0, and none of them is a number that is cut off. */
const RARE = port.dtype === 'f64' ? 500 : 70;

/** Parameters whose logits spread so far, times a share of it. */
function spreading(model: ModelCase, share: number): StateDict {
  const parameters = smallParameters(model);
  const rows = naiveLogits(model, parameters).map((row) => row.map(({ mid }) => mid));
  const widest = Math.max(...rows.map((row) => Math.max(...row) - Math.min(...row)));
  const factor = 2 ** Math.max(0, Math.floor(Math.log2((share * RARE) / Math.max(widest, LEAST_SPREAD))));
  return withMatrix(parameters, 'lm_head', (x) => factor * x);
}

/** Logits nearer than that are left as near as they are. */
const LEAST_SPREAD = 2 ** -10;
const shares = fc.constantFrom(1 / 8, 1 / 2, 1);

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

// Catches a probability that is clamped and a loss that is capped in a backward pass or in training.
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

law(
  'loss.9 the first loss of a run on rare targets is that of the clauses written out',
  ['train'],
  [fittingCases(), shares],
  async (port, model, share) => {
    const parameters = spreading(model, share);
    const { losses } = await port.train(model.config, parameters, [model.tokens], 1);
    allMeet([exacts(losses)], [[naiveLoss(model, parameters)]], 'loss');
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

// Catches a loop over documents that ends early, state that outlives a document, and a softmax without its maximum.
law(
  'loss.9 without a learning rate the losses of a run are those of its documents, written out, whatever the logits',
  { ops: ['train'], needs: { learning_rate: 0 } },
  [fittingCases({ anyActivation: true }), fc.constantFrom(0, SHIFT, -SHIFT), fc.nat()],
  async (port, model, shift, column) => {
    const BOS = model.vocab_size - 1;
    const parameters = shifted(model, shift, column);
    const documents = [model.tokens, [BOS, BOS], model.tokens.toReversed()];
    const config = { ...model.config, learning_rate: 0 };
    const { losses } = await port.train(config, parameters, documents, documents.length);
    const want = documents.map((tokens) => naiveLoss({ ...model, tokens }, parameters));
    equal(losses.length, documents.length, 'a loss for each step');
    allMeet([exacts(losses)], [want], 'losses');
  },
);

// Catches names that sort otherwise than their numbers, and a matrix or buffer of a size.
law(
  'loss.9 a run begins with the loss of its first document, written out, in models of all sizes',
  { ops: ['train'], heavy: 'larger models' },
  [roomyCases()],
  async (port, model) => {
    const parameters = smallParameters(model);
    const { losses } = await port.train(model.config, parameters, times(2, model.tokens), 1);
    allMeet([exacts(losses)], [[naiveLoss(model, parameters)]], 'losses');
  },
);
