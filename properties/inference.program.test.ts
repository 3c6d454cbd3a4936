import fc from 'fast-check';
import type { Draw } from '../src/port/values.ts';
import { law } from './harness/check.ts';
import { equal } from './harness/expect.ts';
import { forAll } from './harness/forAll.ts';
import { tokensOf } from './harness/golden.ts';
import { bytes, firstDraws, programs, ucharsOf } from './harness/programs.ts';

// Catches samples from a stream of their own, from the untrained parameters, a draw that is made before the first sample
// or after the last token of one, and names that lose a character.
law(
  'inference.12 the samples go on where the parameters left the stream',
  ['microgpt', 'random', 'train', 'sample'],
  (port) =>
    forAll(
      fc.asyncProperty(programs, async ({ config, text }) => {
        const { docs, state_dict, samples } = await port.microgpt(config, bytes(text));
        const uchars = ucharsOf(docs);
        const trained = await port.train(config, state_dict, tokensOf({ uchars, documents: docs }), config.num_steps);
        const first = firstDraws(config, docs);
        const most = config.num_samples * config.block_size;
        const uniforms = Array.from({ length: most }, (): Draw => ({ kind: 'random' }));
        const stream = (await port.random(BigInt(config.seed), [...first, ...uniforms]))
          .slice(first.length)
          .map(Number);
        const want: string[] = [];
        for (let used = 0; want.length < config.num_samples; ) {
          const own = Array.from({ length: config.block_size }, (_, i) => stream[used + i] ?? 0);
          const { tokens, probs } = await port.sample(config, trained.state_dict, own);
          want.push(tokens.map((token) => uchars[token]).join(''));
          used += probs.length;
        }
        equal(samples, want, 'sample after sample, a uniform a position');
      }),
      { share: 0.25 },
    ),
);
