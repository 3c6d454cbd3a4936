import { quoted } from '../../../port/shown.ts';
import { byRows, type DumpedArray, floats, sizeOf, WRITE_TEXT } from './dumpedArray.ts';

/** First bytes of numpy's .npy files: \x93NUMPY. */
export const NPY_MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** Where the major version stands, and the length of the header: 2 bytes of it in version 1, 4 in later ones. */
const VERSION_AT = 6;
const LENGTH_AT = 8;
const SHORT_LENGTH = 2;
const LONG_LENGTH = 4;

/** The header is a Python dictionary: {'descr': '<f8', 'fortran_order': False, 'shape': (27, 16), }. */
const DESCR = /'descr':\s*'([^']*)'/;
const FORTRAN = /'fortran_order':\s*True/;
const SHAPE = /'shape':\s*\(([\d\s,]*)\)/;
const FLOAT = /^([<>=])f([48])$/;

/**
 * Reads an array that numpy saved: float32 or float64, in either order of bytes and of indices.
 *
 * @param bytes - the file; it begins with NPY_MAGIC
 * @param name - what to call it
 * @throws RangeError where it is of another type or cut off
 */
export function readNpy(bytes: Uint8Array, name: string): DumpedArray {
  const where = name === '' ? 'the .npy file' : `${name}.npy`;
  const [header, dataAt] = headerOf(bytes);
  const descr = DESCR.exec(header)?.[1] ?? 'unreadable';
  const float = FLOAT.exec(descr);
  if (float === null) {
    throw new RangeError(
      `params: ${where} is of type ${quoted(descr)}; save it as float64, with .astype("<f8") (parameters.5)`,
    );
  }
  const shape = (SHAPE.exec(header)?.[1] ?? '').split(',').map(Number).slice(0, lengthsIn(header));
  const size = float[2] === '4' ? 4 : 8;
  const data = bytes.subarray(dataAt);
  if (data.length !== size * sizeOf(shape)) {
    throw new RangeError(
      `params: ${where} has ${data.length} bytes of numbers, and [${shape}] needs ${size * sizeOf(shape)}; save it again (parameters.5)`,
    );
  }
  const values = floats(data, size, float[1] !== '>');
  if (!FORTRAN.test(header) || shape.length < 2) return { name, shape, values };
  const [rows, columns] = shape;
  if (shape.length > 2) throw new RangeError(`params: ${where} has ${shape.length} dimensions; ${WRITE_TEXT}`);
  return { name, shape, values: byRows(values, rows, columns) };
}

function headerOf(bytes: Uint8Array): [header: string, dataAt: number] {
  const lengthSize = bytes[VERSION_AT] === 1 ? SHORT_LENGTH : LONG_LENGTH;
  const start = LENGTH_AT + lengthSize;
  const lengthBytes = bytes.subarray(LENGTH_AT, start);
  const length = lengthBytes.reduceRight((sum, byte) => sum * 0x100 + byte, 0);
  return [new TextDecoder('latin1').decode(bytes.subarray(start, start + length)), start + length];
}

/** Number of lengths in the shape: () has none, (4192,) one, (27, 16) two. */
function lengthsIn(header: string): number {
  return (SHAPE.exec(header)?.[1].match(/\d+/g) ?? []).length;
}
