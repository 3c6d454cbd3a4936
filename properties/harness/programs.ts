import fc from 'fast-check';
import { CANONICAL, type Config, configure, EARLY } from '../../src/port/config.ts';
import type { Draw } from '../../src/port/values.ts';
import { shapesOf } from './arbitraries.ts';
import { range } from './lists.ts';
import { configSeeds } from './seeds.ts';
import { grown, grownSize, withLarger } from './sizes.ts';
import { port } from './subject.ts';

/** A dataset, and the constants to run the whole program with. */
export interface ProgramCase {
  readonly config: Config;
  /** The file: a document a line, at least one. */
  readonly text: string;
}

/**
 * The steps of a program that are drawn, and that are compared: a port that is built for more trains on, and from models
 * as small as these rounding alone soon leaves every class (spec/numerics.md).
 */
export const MOST_STEPS = 3;

/** Characters of one to four bytes; code points and UTF-16 units order the last two differently. */
const fewNames: fc.Arbitrary<string[]> = fc.array(fc.constantFrom('a', 'b', 'z', 'é', '～', '🌱'), {
  minLength: 1,
  maxLength: 5,
});
/** Of more characters, so that a program has ten tokens and more. */
const manyNames: fc.Arbitrary<string[]> = fc.array(fc.constantFrom(...'abcdefghijklé～🌱'), {
  minLength: 4,
  maxLength: 9,
});
/** Files of many lines, few of which are alike. */
const largeFiles = grownSize(6, 100_000).map((n) => range(n).map((i) => [...i.toString(26)]));
const datasets = withLarger(
  fc.oneof(fc.array(fewNames, { minLength: 1, maxLength: 6 }), fc.array(manyNames, { minLength: 2, maxLength: 4 })),
  () => largeFiles,
  8,
);

/** Every character, for a port whose vocabulary has one size; empty where it has any. */
const ALPHABET = String.fromCodePoint(...Array.from({ length: (port.vocab_size ?? 1) - 1 }, (_, i) => 0x61 + i));

/** A document of the alphabet's characters, where there is an alphabet. */
function renamed(characters: readonly string[]): string {
  return characters.map((character) => ALPHABET[(character.codePointAt(0) ?? 0) % ALPHABET.length]).join('');
}

/** What programs set otherwise than microgpt.py: what the early revision does, and what neither of the two does. */
const otherwise: fc.Arbitrary<Partial<Config>> = fc.record({
  activation: fc.constantFrom(CANONICAL.activation, EARLY.activation),
  decay: fc.constantFrom(CANONICAL.decay, EARLY.decay),
  std: fc.constantFrom(CANONICAL.std, EARLY.std),
  std_residual: fc.constantFrom(CANONICAL.std, EARLY.std, 0, 0.25),
  learning_rate: fc.constantFrom(CANONICAL.learning_rate, CANONICAL.learning_rate, 0),
  beta1: fc.constantFrom(CANONICAL.beta1, EARLY.beta1),
  beta2: fc.constantFrom(CANONICAL.beta2, EARLY.beta2),
  eps_adam: fc.constantFrom(CANONICAL.eps_adam, 1e-3),
  temperature: fc.constantFrom(CANONICAL.temperature, 1 / 4, 1, 2),
});
/**
 * Scores of attention in the hundreds or thousands, and a residual stream that they leave alone. A logit has a deviation of
 * 4 std at most, so that no target's probability rounds to 0 but for one of more than six of them.
 */
const saturated = { std: port.dtype === 'f64' ? 16 : 4, std_residual: 0, learning_rate: 0 } satisfies Partial<Config>;
const revisions = fc.oneof({ arbitrary: otherwise, weight: 7 }, { arbitrary: fc.constant(saturated), weight: 1 });

/** Small whole programs: all shapes of data and model, either revision, and seeds of 32 bits. */
export const programs: fc.Arbitrary<ProgramCase> = fc
  .record({
    documents: datasets,
    n_layer: fc.constantFrom(0, 1, 1, 2, 3),
    n_head: fc.constantFrom(1, 2, 4),
    head_dim: fc.constantFrom(1, 2, 3, grown(4, 16)),
    block_size: fc.constantFrom(1, 2, 4, grown(8, 32)),
    num_steps: fc.integer({ min: 1, max: MOST_STEPS }),
    num_samples: fc.integer({ min: 1, max: 3 }),
    seed: configSeeds,
    revision: revisions,
  })
  .map(({ documents, head_dim, revision, ...constants }) => ({
    config: configure({ ...revision, ...constants, n_embd: constants.n_head * head_dim, ...port.fixed }),
    text: [...(ALPHABET === '' ? documents.map((characters) => characters.join('')) : documents.map(renamed)), ALPHABET]
      .filter((doc) => doc !== '')
      .join('\n'),
  }));

/** Those whose scores of attention are as small as those of a run. */
export const unsaturated = programs.filter(({ config }) => config.std < saturated.std || port.fixed?.std !== undefined);

/** As short as a program can be. */
export const SHORTEST = { n_layer: 0, n_embd: 1, n_head: 1, block_size: 1, num_steps: 2, num_samples: 1 };

/** A file's bytes. */
export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The characters of some documents in code-point order, written out from tokenizer.1. */
export function ucharsOf(docs: readonly string[]): string[] {
  const codePoint = (character: string) => character.codePointAt(0) ?? 0;
  return [...new Set(docs.flatMap((doc) => [...doc]))].sort((a, b) => codePoint(a) - codePoint(b));
}

/** A program's first draws from its stream: the shuffle, then a normal for each parameter (parameters.4). */
export function firstDraws(config: Config, docs: readonly string[]): [shuffle: Draw, ...normals: Draw[]] {
  const shapes = shapesOf({ config, vocab_size: ucharsOf(docs).length + 1 });
  const normals = shapes.flatMap(([name, nout, nin]): Draw[] => {
    const sigma = /attn_wo|mlp_fc2/.test(name) ? config.std_residual : config.std;
    return Array.from({ length: nout * nin }, () => ({ kind: 'gauss', mu: 0, sigma }));
  });
  return [{ kind: 'shuffle', n: docs.length }, ...normals];
}
