import fc from 'fast-check';
import { CANONICAL, type Config, configure, EARLY, type StateDict } from '../../src/port/config.ts';
import { LEAST } from './arithmetic.ts';
import { notApplicable } from './notApplicable.ts';
import { Readable } from './readable.ts';
import { port } from './subject.ts';

/**
 * A number in [min, max] that the port's type can hold, of every magnitude there is in between, but for the subnormal
 * ones: a processor may take these for 0, and no run of microgpt.py depends on them (spec/numerics.md).
 *
 * @param min - finite, as is max; both must be float32 numbers where a float32 port is to be tested
 */
export function real(min: number, max: number): fc.Arbitrary<number> {
  const range = { min, max, noNaN: true };
  const any = port.dtype === 'f32' ? fc.float(range) : fc.double(range);
  const normal = any.map((x) => (Math.abs(x) < LEAST ? 0 : x));
  return new Readable(normal, { min, max, round: representable });
}

/** A number that was computed, as the port's type holds it. */
export function representable(x: number): number {
  return port.dtype === 'f32' ? Math.fround(x) : x;
}

/** A list of `real`s. */
export function reals(min: number, max: number, minLength: number, maxLength: number): fc.Arbitrary<number[]> {
  return fc.array(real(min, max), { minLength, maxLength });
}

/** Either activation. */
const activations = fc.constantFrom(CANONICAL.activation, EARLY.activation);

/** A model and a document, small enough to differentiate, given by few numbers so that a counterexample is readable. */
export interface ModelCase {
  readonly config: Config;
  readonly vocab_size: number;
  /** BOS, the document, BOS. */
  readonly tokens: readonly number[];
  /** Seed from which `stateDict` makes the parameters. */
  readonly parameters: number;
}

/** Bounds of what `modelCases` draws; a port with fixed sizes is given these only. */
export interface ModelLimits {
  readonly n_layer?: { readonly min: number; readonly max: number };
  readonly n_head?: { readonly min: number; readonly max: number };
  readonly head_dim?: { readonly min: number; readonly max: number };
  readonly block_size?: { readonly min: number; readonly max: number };
  /** Characters in the document, at least 0. */
  readonly length?: { readonly min: number; readonly max: number };
  /** Characters of the vocabulary, at least 1. */
  readonly characters?: { readonly min: number; readonly max: number };
  /** Whether either activation is drawn; microgpt.py's own if not. */
  readonly anyActivation?: true;
  readonly overrides?: Partial<Config>;
}

/**
 * Small models of all shapes, with one document each. Where the port is built for fewer layers, heads or dimensions than
 * the limits ask for, a law on them does not apply; more than they ask for are no hindrance.
 */
export function modelCases(limits: ModelLimits = {}): fc.Arbitrary<ModelCase> {
  const missing = tooSmall(limits);
  if (missing !== null) return notApplicable(missing);
  const length = limits.length ?? { min: 0, max: 6 };
  return fc
    .record({
      n_layer: fc.integer(limits.n_layer ?? { min: 0, max: 2 }),
      n_head: fc.integer(limits.n_head ?? { min: 1, max: 3 }),
      head_dim: fc.integer(limits.head_dim ?? { min: 1, max: 3 }),
      block_size: fc.integer(limits.block_size ?? { min: 1, max: 6 }),
      characters:
        port.vocab_size === undefined
          ? fc.integer(limits.characters ?? { min: 1, max: 4 })
          : fc.constant(port.vocab_size - 1),
      picks: fc.array(fc.nat(), { minLength: length.min, maxLength: length.max }),
      parameters: fc.nat(),
      activation: limits.anyActivation ? activations : fc.constant(CANONICAL.activation),
    })
    .map(({ n_layer, n_head, head_dim, block_size, characters, picks, parameters, activation }) => {
      const sizes = { n_layer, n_head, n_embd: n_head * head_dim, block_size, activation };
      const config = configure({ ...sizes, ...limits.overrides, ...port.fixed });
      const tokens = [characters, ...picks.map((pick) => pick % characters), characters];
      return { config, vocab_size: characters + 1, tokens, parameters };
    });
}

/** Why a port cannot be given a model within the limits; null where it can. */
function tooSmall(limits: ModelLimits): string | null {
  const { n_layer, n_embd, n_head } = port.fixed ?? {};
  const head_dim = n_embd === undefined || n_head === undefined ? undefined : n_embd / n_head;
  const built = [
    { name: 'n_layer', size: n_layer, least: limits.n_layer?.min },
    { name: 'n_head', size: n_head, least: limits.n_head?.min },
    { name: 'head_dim', size: head_dim, least: limits.head_dim?.min },
  ];
  for (const { name, size, least } of built) {
    if (size !== undefined && least !== undefined && size < least) {
      return `the port is built for ${name} ${size}, and this needs ${least}`;
    }
  }
  return null;
}

/** Name, rows and columns of a matrix. */
export type Shape = readonly [name: string, nout: number, nin: number];

/** Every matrix of a case, written out from parameters.1 and parameters.2, so that it can be checked against a port. */
export function shapesOf({ config, vocab_size }: Pick<ModelCase, 'config' | 'vocab_size'>): Shape[] {
  const { n_embd, block_size, n_layer } = config;
  const layers = Array.from({ length: n_layer }, (_, i): Shape[] => [
    [`layer${i}.attn_wq`, n_embd, n_embd],
    [`layer${i}.attn_wk`, n_embd, n_embd],
    [`layer${i}.attn_wv`, n_embd, n_embd],
    [`layer${i}.attn_wo`, n_embd, n_embd],
    [`layer${i}.mlp_fc1`, 4 * n_embd, n_embd],
    [`layer${i}.mlp_fc2`, n_embd, 4 * n_embd],
  ]);
  return [['wte', vocab_size, n_embd], ['wpe', block_size, n_embd], ['lm_head', vocab_size, n_embd], ...layers.flat()];
}

/**
 * Makes a case's parameters: uniform in (-amplitude, amplitude), multiples of 2**-12, so that float32 holds them too.
 *
 * @param model - the case
 * @param amplitude - a power of two
 */
export function stateDict(model: ModelCase, amplitude = 1): StateDict {
  const uniform = uniforms(model.parameters);
  const steps = 2 ** 12;
  const draw = () => (Math.round((2 * uniform() - 1) * steps) / steps) * amplitude;
  const matrix = (nout: number, nin: number) => Array.from({ length: nout }, () => Array.from({ length: nin }, draw));
  return Object.fromEntries(shapesOf(model).map(([name, nout, nin]) => [name, matrix(nout, nin)]));
}

/** A copy of state_dict in which one matrix is replaced, entry by entry. */
export function withMatrix(
  state_dict: StateDict,
  name: string,
  entry: (value: number, row: number, column: number) => number,
): StateDict {
  const replaced = state_dict[name].map((values, row) => values.map((value, column) => entry(value, row, column)));
  return { ...state_dict, [name]: replaced };
}

/** The uniform numbers in [0, 1) of a small generator (mulberry32): not the one under test. */
export function uniforms(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
