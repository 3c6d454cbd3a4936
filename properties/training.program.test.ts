import fc from 'fast-check';
import { CLASS_TOLERANCE, UNIT_ROUNDOFF } from '../src/port/precision.ts';
import type { Drawn } from '../src/port/values.ts';
import { shapesOf } from './harness/arbitraries.ts';
import { error, law } from './harness/check.ts';
import { differential } from './harness/differential.ts';
import { allClose, equal, rejects } from './harness/expect.ts';
import { forAll } from './harness/forAll.ts';
import { tokensOf } from './harness/golden.ts';
import { bytes, firstDraws, programs, ucharsOf } from './harness/programs.ts';

/** A program takes a few steps of training: fewer samples do. */
const SHARE = { share: 0.25 };

// Catches a program that does not shuffle, and one that draws something before it does.
law(
  'training.12 the documents are shuffled by the first draws of the stream',
  ['microgpt', 'documents', 'random'],
  (port) =>
    forAll(
      fc.asyncProperty(programs, async ({ config, text }) => {
        const { docs } = await port.microgpt(config, bytes(text));
        const inFile = await port.documents(bytes(text));
        const [order] = await port.random(BigInt(config.seed), [{ kind: 'shuffle', n: inFile.length }]);
        equal(
          docs,
          listOf(order).map((i) => inFile[i]),
          'random.shuffle(docs), just seeded',
        );
      }),
      SHARE,
    ),
);

/** Normals go through ln, sin and cos: two of a port's operations may differ by 4 ulp, that is 8 u. */
const GAUSS = 8;

// Catches a second stream, a second seeding, another order of the matrices, and a shuffle that is not part of the stream.
law('training.12 the initial parameters are the draws after the shuffle', ['microgpt', 'random'], (port) =>
  forAll(
    fc.asyncProperty(programs, async ({ config, text }) => {
      const { docs, state_dict } = await port.microgpt(config, bytes(text));
      const [, ...normals] = await port.random(BigInt(config.seed), firstDraws(config, docs));
      const want = normals.map(Number);
      const shapes = shapesOf({ config, vocab_size: ucharsOf(docs).length + 1 });
      const got = shapes.flatMap(([name]) => state_dict[name].flat());
      const bounds = want.map((x) => GAUSS * UNIT_ROUNDOFF[port.dtype] * Math.abs(x));
      allClose(got, want, bounds, 'random.gauss(0, std), one after the other');
    }),
    SHARE,
  ),
);

// Catches documents in file order, a vocabulary of some documents only, and a step that is left out or done twice.
law('training.13 the losses are those of training on the shuffled documents', ['microgpt', 'train'], (port) =>
  forAll(
    fc.asyncProperty(programs, async ({ config, text }) => {
      const { docs, state_dict, losses } = await port.microgpt(config, bytes(text));
      const tokens = tokensOf({ uchars: ucharsOf(docs), documents: docs });
      const want = (await port.train(config, state_dict, tokens, config.num_steps)).losses;
      const bounds = want.map((loss) => CLASS_TOLERANCE[port.dtype] * Math.max(1, loss));
      allClose(losses, want, bounds, 'train(docs)');
    }),
    SHARE,
  ),
);

differential('training.13 the program agrees with the reference', ['microgpt'], (port, oracle) =>
  forAll(
    fc.asyncProperty(programs, async ({ config, text }) => {
      const got = await port.microgpt(config, bytes(text));
      const want = await oracle.microgpt(config, bytes(text));
      equal(got.docs, want.docs, 'documents');
      const bounds = want.losses.map((loss) => CLASS_TOLERANCE[port.dtype] * Math.max(1, loss));
      allClose(got.losses, want.losses, bounds, 'losses');
    }),
    SHARE,
  ),
);

// Catches a program that prints a loss of NaN, and one that goes on to sample from an untrained model.
error('training.4 a dataset without a document is rejected', ['microgpt'], (port) =>
  forAll(
    fc.asyncProperty(programs, fc.array(fc.constantFrom(' ', '\t', '\n', '\r')), async ({ config }, blanks) => {
      await rejects(() => port.microgpt(config, bytes(blanks.join(''))), 'step % 0');
    }),
    SHARE,
  ),
);

function listOf(drawn: Drawn): readonly number[] {
  if (typeof drawn !== 'object') throw new TypeError(`the shuffle gave ${drawn}, no list`);
  return drawn;
}
