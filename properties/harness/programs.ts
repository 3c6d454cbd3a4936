import fc from 'fast-check';
import { type Config, configure } from '../../src/port/config.ts';
import type { Draw } from '../../src/port/values.ts';
import { shapesOf } from './arbitraries.ts';
import { configSeeds } from './seeds.ts';
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
const names = fc.array(fc.constantFrom('a', 'b', 'z', 'é', '～', '🌱'), { minLength: 1, maxLength: 5 });

/** Every character, for a port whose vocabulary has one size; empty where it has any. */
const ALPHABET = String.fromCodePoint(...Array.from({ length: (port.vocab_size ?? 1) - 1 }, (_, i) => 0x61 + i));

/** A document of the alphabet's characters, where there is an alphabet. */
function renamed(characters: readonly string[]): string {
  return characters.map((character) => ALPHABET[(character.codePointAt(0) ?? 0) % ALPHABET.length]).join('');
}

/** Small whole programs: all shapes of data and model, and seeds of 32 bits. */
export const programs: fc.Arbitrary<ProgramCase> = fc
  .record({
    documents: fc.array(names, { minLength: 1, maxLength: 6 }),
    n_layer: fc.integer({ min: 0, max: 1 }),
    n_head: fc.integer({ min: 1, max: 2 }),
    head_dim: fc.integer({ min: 1, max: 3 }),
    block_size: fc.integer({ min: 1, max: 4 }),
    num_steps: fc.integer({ min: 1, max: MOST_STEPS }),
    num_samples: fc.integer({ min: 1, max: 3 }),
    seed: configSeeds,
  })
  .map(({ documents, head_dim, ...constants }) => ({
    config: configure({ ...constants, n_embd: constants.n_head * head_dim, ...port.fixed }),
    text: [...(ALPHABET === '' ? documents.map((characters) => characters.join('')) : documents.map(renamed)), ALPHABET]
      .filter((doc) => doc !== '')
      .join('\n'),
  }));

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
