import type { Draw } from '../src/port/values.ts';
import { equal } from './harness/expect.ts';
import { tokensOf } from './harness/golden.ts';
import { law } from './harness/law.ts';
import { times } from './harness/lists.ts';
import { bytes, firstDraws, programs, ucharsOf } from './harness/programs.ts';

// Catches samples from a stream of their own, from the untrained parameters, a draw that is made before the first sample
// or after the last token of one, and names that lose a character.
law(
  'inference.12 the samples go on where the parameters left the stream',
  ['microgpt', 'random', 'train', 'sample'],
  [programs],
  async (port, { config, text }) => {
    const { docs, state_dict, samples } = await port.microgpt(config, bytes(text));
    const uchars = ucharsOf(docs);
    const trained = await port.train(config, state_dict, tokensOf({ uchars, documents: docs }), config.num_steps);
    const first = firstDraws(config, docs);
    const uniforms = times<Draw>(config.num_samples * config.block_size, { kind: 'random' });
    const drawn = await port.random(BigInt(config.seed), [...first, ...uniforms]);
    const stream = drawn.slice(first.length).map(Number);
    const want: string[] = [];
    while (want.length < config.num_samples) {
      const { tokens, probs } = await port.sample(config, trained.state_dict, stream.slice(0, config.block_size));
      stream.splice(0, probs.length);
      want.push(tokens.map((token) => uchars[token]).join(''));
    }
    equal(samples, want, 'sample after sample, a uniform a position');
  },
);
