import fc from 'fast-check';
import { type Config, configure } from '../src/port/config.ts';
import type { Draw } from '../src/port/values.ts';
import { equal } from './harness/expect.ts';
import { tokensOf } from './harness/golden.ts';
import { law } from './harness/law.ts';
import { times } from './harness/lists.ts';
import { bytes, firstDraws, programs, SHORTEST, ucharsOf } from './harness/programs.ts';
import { port as subject } from './harness/subject.ts';

/** Parameters so large that what a sample attends to decides what comes next. */
const LARGE: Partial<Config> = { activation: 'relu', std: 0.25, std_residual: 0.25, num_samples: 6 };

for (const [title, constants, needs] of [
  // Catches samples from a stream of their own, from the untrained parameters, a draw that is made before the first sample
  // or after the last token of one, and names that lose a character.
  ['the samples go on where the parameters left the stream', {}, {}],
  // Catches keys and values that are kept from one sample to the next.
  ['so they do with large parameters: each begins with an empty cache', LARGE, { activation: 'relu' }],
] as const) {
  law(
    `inference.12 ${title}`,
    { ops: ['microgpt', 'random', 'train', 'sample'], needs },
    [programs],
    async (port, { config: drawn, text }) => {
      const config = configure({ ...drawn, ...constants, ...subject.fixed });
      const { docs, state_dict, samples } = await port.microgpt(config, bytes(text));
      const uchars = ucharsOf(docs);
      const trained = await port.train(config, state_dict, tokensOf({ uchars, documents: docs }), config.num_steps);
      const first = firstDraws(config, docs);
      const uniforms = times<Draw>(config.num_samples * config.block_size, { kind: 'random' });
      const stream = (await port.random(BigInt(config.seed), [...first, ...uniforms])).slice(first.length).map(Number);
      const want: string[] = [];
      while (want.length < config.num_samples) {
        const { tokens, probs } = await port.sample(config, trained.state_dict, stream.slice(0, config.block_size));
        stream.splice(0, probs.length);
        want.push(tokens.map((token) => uchars[token]).join(''));
      }
      equal(samples, want, 'sample after sample, a uniform a position');
    },
  );
}

// Catches a list of samples that ends at 20.
law(
  'inference.12 a program gives as many samples as it is told',
  { ops: ['microgpt'], free: ['n_layer', 'n_embd', 'block_size', 'num_steps', 'num_samples', 'vocab_size'] },
  [fc.integer({ min: 21, max: 40 })],
  async (port, num_samples) => {
    const { samples } = await port.microgpt(configure({ ...SHORTEST, num_samples, ...subject.fixed }), bytes('ab\nba'));
    equal(samples.length, num_samples, 'samples');
  },
);
