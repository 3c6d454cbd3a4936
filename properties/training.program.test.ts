import fc from 'fast-check';
import { configure } from '../src/port/config.ts';
import type { Drawn } from '../src/port/values.ts';
import { shapesOf } from './harness/arbitraries.ts';
import { CLASS, u } from './harness/arithmetic.ts';
import { each } from './harness/each.ts';
import { allClose, equal, rejects } from './harness/expect.ts';
import { flat } from './harness/flat.ts';
import { tokensOf } from './harness/golden.ts';
import { differential, error, law } from './harness/law.ts';
import { allMeet, exacts } from './harness/oracle/ball.ts';
import { naiveLoss } from './harness/oracle/naiveLosses.ts';
import { PAIRED_PROGRAMS } from './harness/pairs.ts';
import { bytes, firstDraws, MOST_STEPS, type ProgramCase, programs, SHORTEST, ucharsOf } from './harness/programs.ts';
import type { Claiming } from './harness/subject.ts';

// Catches a program that does not shuffle, and one that draws something before it does.
law(
  'training.12 the documents are shuffled by the first draws of the stream',
  ['microgpt', 'documents', 'random'],
  [programs],
  async (port, { config, text }) => {
    const { docs } = await port.microgpt(config, bytes(text));
    const inFile = await port.documents(bytes(text));
    const [order] = await port.random(BigInt(config.seed), [{ kind: 'shuffle', n: inFile.length }]);
    equal(
      docs,
      listOf(order).map((i) => inFile[i]),
      'random.shuffle(docs), just seeded',
    );
  },
);

/** Normals go through ln, sin and cos: two of a port's operations may differ by 4 ulp, that is 8 u. */
const GAUSS = 8;

// Catches a second stream, a second seeding, another order of the matrices, and a shuffle that is not part of the stream.
law(
  'training.12 the initial parameters are the draws after the shuffle',
  ['microgpt', 'random'],
  [programs],
  async (port, { config, text }) => {
    const { docs, state_dict } = await port.microgpt(config, bytes(text));
    const [, ...normals] = await port.random(BigInt(config.seed), firstDraws(config, docs));
    const want = normals.map(Number);
    const shapes = shapesOf({ config, vocab_size: ucharsOf(docs).length + 1 });
    const got = shapes.flatMap(([name]) => state_dict[name].flat());
    const bounds = want.map((x) => GAUSS * u * Math.abs(x));
    allClose(got, want, bounds, 'random.gauss(0, std), one after the other');
  },
);

// Catches documents in file order, a vocabulary of some documents only, and a step that is left out or done twice.
law(
  'training.13 the losses are those of training on the shuffled documents',
  ['microgpt', 'train'],
  [programs],
  async (port, { config, text }) => {
    const { docs, state_dict, losses } = await port.microgpt(config, bytes(text));
    const tokens = tokensOf({ uchars: ucharsOf(docs), documents: docs });
    equal(losses.length, config.num_steps, 'a loss for each step');
    const want = (await port.train(config, state_dict, tokens, Math.min(config.num_steps, MOST_STEPS))).losses;
    const bounds = want.map((loss) => CLASS * Math.max(1, loss));
    allClose(losses.slice(0, MOST_STEPS), want, bounds, 'train(docs)');
  },
);

differential('training.13 the program agrees with the reference', ['microgpt'], [programs], (port, oracle, program) =>
  agreesWith(oracle, port, program),
);

// Catches a constant that is taken for another, or for none, beside one kind of another constant alone.
differential(
  'training.13 programs in which any two kinds of constants meet agree with the reference',
  { ops: ['microgpt'], free: PAIRED_PROGRAMS.free },
  [],
  (port, oracle) => each(PAIRED_PROGRAMS.inputs, (program) => agreesWith(oracle, port, program)),
);

async function agreesWith(
  oracle: Claiming<'microgpt'>,
  port: Claiming<'microgpt'>,
  { config, text }: ProgramCase,
): Promise<void> {
  const got = await port.microgpt(config, bytes(text));
  const want = await oracle.microgpt(config, bytes(text));
  equal(got.docs, want.docs, 'documents');
  equal(got.losses.length, want.losses.length, 'a loss for each step');
  const compared = want.losses.slice(0, MOST_STEPS);
  const bounds = compared.map((loss) => CLASS * Math.max(1, loss));
  allClose(got.losses.slice(0, MOST_STEPS), compared, bounds, 'losses');
}

// Catches activations, decays, rates and deviations that a program does not look at, a second epoch that is another than the
// first, and a softmax of its own without its maximum: all that follows is computed from the program's own answers.
law(
  'training.13 without a learning rate the losses are those of the clauses written out, for the initial parameters, round and round',
  { ops: ['microgpt'], needs: { learning_rate: 0 } },
  [programs],
  async (port, { config, text }) => {
    const still = { ...config, learning_rate: 0 };
    const { docs, state_dict, losses } = await port.microgpt(still, bytes(text));
    const tokens = tokensOf({ uchars: ucharsOf(docs), documents: docs.slice(0, losses.length) });
    const vocab_size = ucharsOf(docs).length + 1;
    const want = tokens.map((doc) => naiveLoss({ config: still, vocab_size, tokens: doc, parameters: 0 }, state_dict));
    allMeet([exacts(losses)], [losses.map((_, step) => want[step % want.length])], 'losses');
  },
);

// Catches a stream, parameters, moments or a cache that outlive their program.
law(
  'training.11 a program is the same before and after another one',
  ['microgpt'],
  [programs, programs],
  async (port, { config, text }, other) => {
    const first = await port.microgpt(config, bytes(text));
    await port.microgpt(other.config, bytes(other.text));
    const again = await port.microgpt(config, bytes(text));
    equal(again.docs, first.docs, 'documents');
    equal(flat(again.state_dict, first.state_dict), flat(first.state_dict), 'initial parameters');
    equal([...again.losses], [...first.losses], 'losses');
    equal(again.samples, first.samples, 'samples');
  },
);

/** More lines than 15 bits count, in more than 64 KiB. */
const MANY_LINES = 40_000;

// Catches a file, a line or a list that is cut at a size.
law(
  'training.13 a program reads forty thousand documents, and trains on the first of the shuffled ones',
  { ops: ['microgpt'], free: ['n_layer', 'n_embd', 'block_size', 'num_steps', 'vocab_size'] },
  [],
  async (port) => {
    const lines = Array.from({ length: MANY_LINES }, (_, i) => i.toString(2));
    const config = configure({ ...SHORTEST, n_embd: 2, block_size: 16, ...port.fixed });
    const { docs, state_dict, losses } = await port.microgpt(config, bytes(lines.join('\n')));
    equal([...docs].sort(), [...lines].sort(), 'every document');
    equal(losses.length, SHORTEST.num_steps, 'a loss for each step');
    const uchars = ucharsOf(docs);
    const [tokens] = tokensOf({ uchars, documents: docs.slice(0, 1) });
    const first = naiveLoss({ config, vocab_size: uchars.length + 1, tokens, parameters: 0 }, state_dict);
    allMeet([exacts(losses.slice(0, 1))], [[first]], 'the loss of the first document');
  },
);

// Catches a program that prints a loss of NaN, and one that goes on to sample from an untrained model.
error(
  'training.4 a dataset without a document is rejected',
  { ops: ['microgpt'], reach: 'core' },
  [programs, fc.array(fc.constantFrom(' ', '\t', '\n', '\r'))],
  async (port, { config }, blanks) => {
    await rejects(() => port.microgpt(config, bytes(blanks.join(''))), 'step % 0');
  },
);

function listOf(drawn: Drawn): readonly number[] {
  if (typeof drawn !== 'object') throw new TypeError(`the shuffle gave ${drawn}, no list`);
  return drawn;
}
