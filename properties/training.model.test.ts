import fc from 'fast-check';
import { equal } from './harness/expect.ts';
import { SHIFT, shares, shifted, spreading } from './harness/largeLogits.ts';
import { law } from './harness/law.ts';
import { times } from './harness/lists.ts';
import { allMeet, exacts } from './harness/oracle/ball.ts';
import { naiveLoss } from './harness/oracle/naiveLosses.ts';
import { deepCases, roomyCases, smallParameters, wholeCases } from './harness/smallModels.ts';
import { spread } from './harness/spread.ts';
import { sharpened } from './harness/transforms.ts';

// Training has a forward pass of its own in many ports: what is asked here is what it says of its losses.

// Catches a loop over documents that ends early, state that outlives a document, and a softmax without its maximum, of the
// logits or of attention.
law(
  'training.3 without a learning rate the losses of a run are those of the clauses written out, whatever the logits',
  { ops: ['train'], needs: { learning_rate: 0 } },
  [wholeCases({ anyActivation: true }), fc.constantFrom(0, SHIFT, -SHIFT), fc.nat(), fc.boolean()],
  async (port, model, shift, column, isSharp) => {
    const BOS = model.vocab_size - 1;
    const flat = shifted(model, shift, column);
    const parameters = isSharp ? sharpened(model, flat) : flat;
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
  'training.3 a run begins with the loss of the clauses written out, for its first document, in models of all sizes',
  { ops: ['train'], heavy: 'larger models' },
  [roomyCases()],
  async (port, model) => {
    const parameters = smallParameters(model);
    const { losses } = await port.train(model.config, parameters, times(2, model.tokens), 1);
    allMeet([exacts(losses)], [[naiveLoss(model, parameters)]], 'losses');
  },
);

// Catches a probability that is clamped and a loss that is capped.
law(
  'training.3 the first loss of a run on rare targets is that of the clauses written out',
  ['train'],
  [wholeCases(), shares],
  async (port, model, share) => {
    const parameters = spreading(model, share);
    const { losses } = await port.train(model.config, parameters, [model.tokens], 1);
    allMeet([exacts(losses)], [[naiveLoss(model, parameters)]], 'loss');
  },
);

// Catches layers that run in the order of their sorted names, layer10 before layer2.
law(
  'training.3 among ten layers and more, silent but for two, the first loss does not depend on where these stand',
  ['train'],
  [deepCases, fc.nat(), fc.nat()],
  async (port, model, pick, other) => {
    const [before, after] = await Promise.all(
      [pick, other].map((places) => port.train(model.config, spread(model, places).parameters, [model.tokens], 1)),
    );
    equal([...after.losses], [...before.losses], 'loss');
  },
);
