import type { Dtype } from '../port/precision.ts';
import { createKernels, type Kernels, type Libm } from './kernels.ts';

/** The engine's arithmetic: float64, or float32 in memory and float64 between; and the library it calls. */
export interface Arithmetic {
  readonly dtype: Dtype;
  readonly libm: Libm;
  /** Makes the kernels, where they are others than those of kernelsWasm.ts. */
  readonly createKernels?: typeof createKernels;
}

/** Double precision, and JavaScript's own functions. */
export const DOUBLE: Arithmetic = { dtype: 'f64', libm: Math };

/** Numbers in a workspace. */
export type Numbers = Float64Array | Float32Array;

/** A matrix in a workspace, row by row. */
export interface Matrix {
  /** Where it begins, in bytes, and how many bytes a row has. */
  readonly address: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
}

/** A memory, and the kernels that compute in it. It holds one model at a time. */
export interface Workspace extends Arithmetic {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
}

const PAGE = 65_536;
const MB = 2 ** 20;
/** Vectors begin at multiples of a pair of float64: a pair may be read and written at the end of each. */
const PAIR = 16;

/** A workspace with an empty memory. */
export function createWorkspace(arithmetic: Arithmetic = DOUBLE): Workspace {
  const { dtype, libm } = arithmetic;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const create = arithmetic.createKernels ?? createKernels;
  return { dtype, libm, memory, kernels: create(dtype, libm, memory) };
}

/** Hands out addresses, one behind the other, and counts the bytes. */
export class Space {
  /** Bytes of a number. */
  readonly size: number;
  bytes = 0;

  constructor(dtype: Dtype) {
    this.size = dtype === 'f64' ? Float64Array.BYTES_PER_ELEMENT : Float32Array.BYTES_PER_ELEMENT;
  }

  matrix(rows: number, columns: number): Matrix {
    const address = this.bytes;
    const stride = columns * this.size;
    this.bytes += Math.ceil((rows * stride) / PAIR) * PAIR;
    return { address, stride, rows, columns };
  }

  /** A matrix of one row. */
  vector(n: number): Matrix {
    return this.matrix(1, n);
  }
}

/**
 * Makes the memory at least so large, and clears it. What it held is lost, and views of it with it.
 *
 * @throws RangeError where a model of that size does not fit: WebAssembly has 4 GB at the most
 */
export function reserve({ memory }: Workspace, { bytes }: Space): void {
  const missing = bytes - memory.buffer.byteLength;
  try {
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  } catch {
    throw new RangeError(
      `engine: a model of these sizes takes ${Math.ceil(bytes / MB)} MB, which cannot be had; use smaller sizes (n_layer, n_embd, block_size)`,
    );
  }
  new Uint8Array(memory.buffer, 0, bytes).fill(0);
}

/** The numbers of a matrix, in place. */
export function view({ dtype, memory }: Workspace, { address, rows, columns }: Matrix): Numbers {
  const { buffer } = memory;
  return dtype === 'f64'
    ? new Float64Array(buffer, address, rows * columns)
    : new Float32Array(buffer, address, rows * columns);
}

/** The address of row t. */
export function row({ address, stride }: Matrix, t: number): number {
  return address + t * stride;
}
