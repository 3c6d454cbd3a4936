import fc from 'fast-check';
import { configure, type StateDict } from '../src/port/config.ts';
import { type ModelCase, modelCases, withMatrix } from './harness/arbitraries.ts';
import { each } from './harness/each.ts';
import { equal } from './harness/expect.ts';
import { law } from './harness/law.ts';
import { range, times } from './harness/lists.ts';
import { allMeet, exacts, scaled, softmax, type Vector } from './harness/oracle/ball.ts';
import { naiveLogits } from './harness/oracle/naive.ts';
import { PAIRED_SAMPLES } from './harness/pairs.ts';
import { deepCases, longCases, narrow, roomyCases, smallParameters } from './harness/smallModels.ts';
import { spread } from './harness/spread.ts';
import type { Claiming } from './harness/subject.ts';
import { sharpened } from './harness/transforms.ts';

/** Uniforms that float32 holds. */
const uniforms = fc.array(fc.integer({ min: 0, max: 2 ** 12 - 1 }), { minLength: 7, maxLength: 7 });
/** From the sharpest that people set to the flattest. */
const temperatures = fc.constantFrom(2 ** -7, 1 / 8, 1 / 2, 1, 2);

/** The sampling distribution of each position of a sample, written out. */
function distributions(model: ModelCase, parameters: StateDict, temperature: number): Vector[] {
  return naiveLogits(model, parameters).map((row) => softmax(row.map((x) => scaled(x, 1 / temperature))));
}

// Catches an activation, a layer, a head or a position that sampling does not have, a temperature that is cut off, a
// softmax of the sampler's own, and one of attention's without its maximum.
law(
  'inference.10 the probabilities are those of the clauses written out, in models of all sizes',
  { ops: ['sample'], heavy: 'larger models' },
  [roomyCases(), temperatures, uniforms, fc.boolean()],
  (port, model, temperature, draws, isSharp) => {
    const small = smallParameters(model);
    const config = configure({ ...model.config, temperature, ...port.fixed });
    return sampledAs(port, { ...model, config }, isSharp ? sharpened(model, small) : small, draws);
  },
);

// Catches a constant that is taken for another, or for none, beside one kind of another constant alone.
law(
  'inference.10 the probabilities are those of the clauses written out where any two kinds of constants meet',
  { ops: ['sample'], free: PAIRED_SAMPLES.free },
  [],
  (port) => each(PAIRED_SAMPLES.inputs, (model) => sampledAs(port, model, smallParameters(model), [500, 3000, 1800])),
);

// Catches a window of 16 positions, and a position of the embeddings that is used again behind it. Uniforms below 1/2 draw
// tokens before BOS, so that samples are long.
law(
  'inference.10 the probabilities of samples of twenty tokens and more are those of the clauses written out',
  { ops: ['sample'], heavy: 'larger models' },
  [longCases, uniforms],
  (port, model, draws) => {
    const config = configure({ ...model.config, ...port.fixed });
    const halves = draws.map((draw) => draw / 2);
    return sampledAs(port, { ...model, config }, smallParameters(model), halves);
  },
);

// Catches layers that run in the order of their sorted names, layer10 before layer2.
law(
  'inference.10 among ten layers and more, silent but for two, the sample does not depend on where these stand',
  ['sample'],
  [deepCases, uniforms, fc.nat(), fc.nat()],
  async ({ sample }, model, draws, pick, other) => {
    const u = range(model.config.block_size).map((t) => draws[t % draws.length] / 2 ** 12);
    const [before, after] = await Promise.all(
      [pick, other].map((places) => sample(model.config, spread(model, places).parameters, u)),
    );
    equal([...after.tokens], [...before.tokens], 'tokens');
    equal(after.probs.flat(), before.probs.flat(), 'probabilities');
  },
);

/** @param draws - uniforms in units of 2**-12, round and round */
async function sampledAs(
  { sample }: Claiming<'sample'>,
  model: ModelCase,
  parameters: StateDict,
  draws: readonly number[],
): Promise<void> {
  const { config } = model;
  const u = range(config.block_size).map((t) => draws[t % draws.length] / 2 ** 12);
  const { tokens, probs } = await sample(config, parameters, u);
  const BOS = model.vocab_size - 1;
  const again = { ...model, tokens: [BOS, ...tokens, BOS].slice(0, probs.length + 1) };
  allMeet(probs.map(exacts), distributions(again, parameters, config.temperature), 'probabilities');
}

// Catches a buffer of 16 or 32 positions.
law(
  'inference.5 a sample may fill a block of forty positions',
  { ops: ['sample'], heavy: 'larger models' },
  [modelCases({ ...narrow, block_size: { min: 33, max: 40 } }), uniforms],
  async ({ sample }, model, picks) => {
    const { block_size } = model.config;
    const BOS = model.vocab_size - 1;
    const wanted = range(block_size).map((t) => picks[t % picks.length] % BOS);
    const flat = withMatrix(smallParameters(model), 'lm_head', () => 0);
    const middles = wanted.map((token) => Math.fround((token + 1 / 2) / (BOS + 1)));
    const { tokens, probs } = await sample(model.config, flat, middles);
    equal([...tokens], wanted, 'all block_size tokens');
    equal(
      probs.map((row) => row.length),
      times(block_size, BOS + 1),
      'a distribution for each',
    );
  },
);
