import type { Config } from '../../reference/config.ts';
import type { DumpedArray } from '../replay/formats/dumpedArray.ts';
import { DICTS, type Dict } from './readNames.ts';
import type { StepDump } from './stepDump.ts';

/** The sizes that a dump tells, as far as it does. */
export type StepSizes = Partial<Pick<Config, 'n_layer' | 'n_embd' | 'block_size'>> & { readonly vocab_size?: number };

/** Matrices of a dump by their dictionary and microgpt.py's name. */
export type DumpedDicts = ReadonlyMap<Dict, ReadonlyMap<string, DumpedArray>>;

/** The MLP's inner width as a multiple of n_embd (parameters.2). */
export const MLP_FACTOR = 4;
export const SQUARE = /\.attn_w[qkvo]$/;
export const IN_MLP = /\.mlp_fc[12]$/;
const LAYER = /^layer(\d+)\./;
/** Values of a trace that have n_embd entries. */
const WIDE = /\.(?:embedding|x|attn_norm|q|k|v|x_attn|attn_out|attn_residual|mlp_norm|mlp_out|mlp_residual)$/;

/**
 * Of a dump's state_dicts: n_embd, block_size, vocab_size and n_layer. The heads do not show in them.
 *
 * @param dump - as `readStep` gives it: every matrix [nout, nin]
 * @returns those that it tells
 */
export function sizesOf(dump: StepDump): StepSizes {
  const dicts = DICTS.map((dict) => dump[dict] ?? {});
  const matrixOf = (name: string) => dicts.find((dict) => dict[name] !== undefined)?.[name];
  const names = dicts.flatMap((dict) => Object.keys(dict));
  const anyLayer = names.find((name) => LAYER.test(name) && !name.endsWith('.mlp_fc2'));
  const n_embd = ['wte', 'wpe', 'lm_head', ...(anyLayer === undefined ? [] : [anyLayer])]
    .map((name) => matrixOf(name)?.[0]?.length)
    .find((length) => length !== undefined);
  const fc2 = names.find((name) => name.endsWith('.mlp_fc2'));
  const vocab_size =
    (matrixOf('wte') ?? matrixOf('lm_head'))?.length ?? dump.logits?.[0]?.length ?? dump.probs?.[0]?.length;
  return {
    ...given('n_embd', n_embd ?? (fc2 === undefined ? undefined : matrixOf(fc2)?.length)),
    ...given('block_size', matrixOf('wpe')?.length),
    ...given('vocab_size', vocab_size),
    ...given('n_layer', layersOf(names)),
  };
}

/** Layers up to the last that is named. Where none is, the dump may lack them. */
function layersOf(names: readonly string[]): number | undefined {
  const layers = names.flatMap((name) => LAYER.exec(name)?.[1] ?? []).map(Number);
  return layers.length > 0 ? layers.reduce((most, layer) => Math.max(most, layer)) + 1 : undefined;
}

function given<Name extends keyof StepSizes>(name: Name, value: number | undefined): StepSizes {
  return value === undefined || value === 0 ? {} : { [name]: value };
}

/**
 * n_embd of a dump whose matrices may be transposed or plain lists.
 *
 * @param told - where nothing in the dump tells
 * @returns null where it is not known
 */
export function widthOf(
  dicts: DumpedDicts,
  trace: ReadonlyMap<string, readonly number[]>,
  vocab_size: number | null,
  told: number | null,
): number | null {
  const all = [...dicts.values()].flatMap((dict) => [...dict]);
  const lengths = all.flatMap(([name, { values }]) => {
    if (SQUARE.test(name)) return Math.sqrt(values.length);
    return IN_MLP.test(name) ? Math.sqrt(values.length / MLP_FACTOR) : [];
  });
  const fromLayer = lengths.find((length) => length > 0 && Number.isInteger(length));
  const fromTrace = [...trace].find(([name]) => WIDE.test(name))?.[1].length;
  return fromLayer ?? fromTrace ?? fromOutside(all, vocab_size) ?? told;
}

/** The length that wte, wpe and lm_head share; of one alone the columns. */
function fromOutside(all: readonly (readonly [string, DumpedArray])[], vocab_size: number | null): number | null {
  const outside = all.filter(([name]) => !name.startsWith('layer')).map(([, { shape }]) => shape);
  const shapes = outside.filter((shape) => shape.length === 2);
  const shared = [...new Set(shapes[0])].filter((length) => shapes.every((shape) => shape.includes(length)));
  if (shared.length === 1) return shared[0];
  const others = shared.filter((length) => length !== vocab_size);
  return (others.length === 1 ? others[0] : shapes[0]?.[1]) ?? null;
}
