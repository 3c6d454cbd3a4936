import { quoted } from '../../port/shown.ts';
import { cutOffNumber } from './formats/cutNumber.ts';
import { type DumpedArray, MAX_DUMP_BYTES, sizeOf, WRITE_TEXT } from './formats/dumpedArray.ts';
import { readJsonParams } from './formats/jsonParams.ts';
import { matrixName } from './formats/matrixNames.ts';
import { NPY_MAGIC, readNpy } from './formats/npy.ts';
import { readNpz, ZIP_MAGIC } from './formats/npz.ts';
import { parametersAmong } from './formats/optimizerState.ts';
import { isSafetensors, readSafetensors } from './formats/safetensors.ts';
import { singlePrecision } from './formats/singlePrecision.ts';
import { textOf } from './formats/text.ts';
import { readTextParams } from './formats/textParams.ts';
import { partedMatrices } from './fusedMatrices.ts';

/** A matrix of a dump. */
export interface DumpedMatrix {
  /** [rows, columns] as the dump has them, or [count] where it only lists the numbers. */
  readonly shape: readonly number[];
  /** Its numbers, row by row of that shape. */
  readonly values: Float64Array;
}

/** Initial parameters as a port has written them down. */
export type ParamsDump = DumpedParams & {
  /** The last number of a text that ends within it, as it seems. */
  readonly cut?: string;
};

type DumpedParams =
  /** All numbers in one list, in an order that is the port's to tell. */
  | { readonly kind: 'numbers'; readonly values: Float64Array }
  /** Matrices by microgpt.py's names, in the order of the dump. */
  | { readonly kind: 'named'; readonly matrices: ReadonlyMap<string, DumpedMatrix> };

/** First bytes of formats that are not read, by what they are. */
const OTHERS: readonly (readonly [format: string, magic: readonly number[]])[] = [
  ['compressed with gzip', [0x1f, 0x8b]],
  ['compressed with zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a Python pickle', [0x80, 0x02]],
  ['a Python pickle', [0x80, 0x03]],
  ['a Python pickle', [0x80, 0x04]],
  ['a Python pickle', [0x80, 0x05]],
  ['a HDF5 file', [0x89, 0x48, 0x44, 0x46]],
  ['a GGUF file', [0x47, 0x47, 0x55, 0x46]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
];

/** Names that numpy's `savez` gives to arrays without one. */
const UNNAMED = /^(?:arr_\d+)?$/;
/** Names of what other models have besides: `ln_f.weight`, `h.0.attn.c_attn.bias`. */
const EXTRA = /bias|ln_|norm|gamma|beta/i;
/** Most names that a message lists. */
const MOST_NAMES = 5;
/** Characters of each. */
const SHOWN = 60;

/**
 * Reads a dump of initial parameters; its format is told by its content (spec/traces.md, Dumps of a start).
 *
 * @param bytes - the file
 * @returns one list of numbers, or matrices by name
 * @throws RangeError where it is of no format that is read, has no numbers, or names what microgpt.py does not have
 */
export async function readParams(bytes: Uint8Array): Promise<ParamsDump> {
  if (bytes.length > MAX_DUMP_BYTES) {
    throw new RangeError(
      `params: ${bytes.length} bytes are too many, at most ${MAX_DUMP_BYTES} are read; dump the initial parameters alone (parameters.9)`,
    );
  }
  const dump = dumpOf(await arraysOf(bytes));
  const cut = cutIn(bytes);
  return cut === null ? dump : { ...dump, cut };
}

/** How many numbers a dump has. */
export function countOf(dump: ParamsDump): number {
  if (dump.kind === 'numbers') return dump.values.length;
  return [...dump.matrices.values()].reduce((count, { values }) => count + values.length, 0);
}

/** Where the file is text, and no JSON, the number that it is cut off in. */
function cutIn(bytes: Uint8Array): string | null {
  const isBinary = startsWith(bytes, NPY_MAGIC) || startsWith(bytes, ZIP_MAGIC) || isSafetensors(bytes);
  const text = isBinary ? null : textOf(bytes);
  return text === null ? null : cutOffNumber(text);
}

async function arraysOf(bytes: Uint8Array): Promise<DumpedArray[]> {
  if (startsWith(bytes, NPY_MAGIC)) return readNpy(bytes, '');
  if (startsWith(bytes, ZIP_MAGIC)) return readNpz(bytes);
  if (isSafetensors(bytes)) return readSafetensors(bytes);
  const other = OTHERS.find(([, magic]) => startsWith(bytes, magic));
  if (other !== undefined) throw new RangeError(`params: the file is ${other[0]}, which is not read; ${WRITE_TEXT}`);
  const text = textOf(bytes);
  if (text === null) {
    throw new RangeError(
      `params: the ${bytes.length} bytes are neither text nor .npy, .npz or safetensors; ${WRITE_TEXT}`,
    );
  }
  return readJsonParams(text) ?? readTextParams(text);
}

function dumpOf(all: readonly DumpedArray[]): DumpedParams {
  const arrays = parametersAmong(all);
  if (arrays.every(({ values }) => values.length === 0)) {
    throw new RangeError(`params: there is no number in the file; ${WRITE_TEXT}`);
  }
  const isList = arrays.length === 1 && matrixName(arrays[0].name) === null;
  if (isList || arrays.every(({ name }) => UNNAMED.test(name))) {
    return { kind: 'numbers', values: singlePrecision(Float64Array.from(arrays.flatMap(({ values }) => [...values]))) };
  }
  const unknown = arrays.filter(({ name }) => matrixName(name) === null).map(({ name }) => name);
  if (unknown.length > 0) throw unknownNames(unknown);
  const matrices = new Map<string, DumpedMatrix>();
  const known = arrays.map((array) => ({ ...array, name: String(matrixName(array.name)) }));
  for (const { name, shape, values } of known.flatMap(partedMatrices)) {
    if (matrices.has(name)) {
      throw new RangeError(`params: ${name} occurs twice; dump the initial parameters alone, once (parameters.1)`);
    }
    matrices.set(name, { shape: withoutOnes(shape), values });
  }
  return { kind: 'named', matrices: inSinglePrecision(matrices) };
}

/** Float32 in decimals, where the whole dump is. */
function inSinglePrecision(matrices: ReadonlyMap<string, DumpedMatrix>): Map<string, DumpedMatrix> {
  const all = singlePrecision(Float64Array.from([...matrices.values()].flatMap(({ values }) => [...values])));
  let start = 0;
  return new Map(
    [...matrices].map(([name, { shape, values }]) => {
      start += values.length;
      return [name, { shape, values: all.subarray(start - values.length, start) }];
    }),
  );
}

function unknownNames(names: readonly string[]): RangeError {
  const shown = names.slice(0, MOST_NAMES).map((name) => quoted(name, SHOWN));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const extra = names.some((name) => EXTRA.test(name)) ? '; it has no biases and no scales of norms' : '';
  return new RangeError(
    `params: no matrix of microgpt.py is named ${shown.join(', ')}${more}; its names are wte, wpe, lm_head, layer0.attn_wq, ..., layer0.mlp_fc2${extra} (parameters.1)`,
  );
}

/** A matrix's shape can have lengths of 1 around it; one of more dimensions is a plain list. */
function withoutOnes(shape: readonly number[]): readonly number[] {
  if (shape.length === 2) return shape;
  const others = shape.filter((length) => length !== 1);
  return others.length === 2 ? others : [sizeOf(shape)];
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length > magic.length && magic.every((byte, at) => bytes[at] === byte);
}
