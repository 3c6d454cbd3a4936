import type { Dtype } from '../port/precision.ts';
import { WASM } from './kernelsWasm.ts';

/** The functions in which mathematical libraries differ (spec/numerics.md). */
export type Libm = Pick<Math, 'exp' | 'log' | 'sqrt'>;

/**
 * What kernels/ exports: loops over numbers in one memory, two at once. Arguments are addresses in bytes, counts, and
 * numbers; what they mean stands there.
 */
export interface Kernels {
  timesTransposed(c: number, a: number, b: number, rows: number, columns: number, n: number): void;
  times(c: number, a: number, b: number, rows: number, columns: number, n: number): void;
  transposedTimes(c: number, a: number, b: number, rows: number, columns: number, n: number): void;
  rmsnorm(y: number, x: number, scale: number, rows: number, n: number): void;
  rmsnormBackward(dx: number, dy: number, x: number, scale: number, rows: number, n: number): void;
  softmaxRows(p: number, x: number, rows: number, n: number): void;
  attention(
    heads: number,
    weights: number,
    qkv: number,
    from: number,
    to: number,
    n_embd: number,
    n_head: number,
  ): void;
  attentionBackward(
    dqkv: number,
    dheads: number,
    weights: number,
    qkv: number,
    da: number,
    n: number,
    n_embd: number,
    n_head: number,
  ): void;
  relu(z: number, n: number): void;
  reluBackward(dz: number, z: number, n: number): void;
  square(y: number, z: number, n: number): number;
  squareBackward(dz: number, z: number, n: number): void;
  adam(
    p: number,
    g: number,
    m: number,
    v: number,
    n: number,
    rate: number,
    inverse2: number,
    beta1: number,
    beta2: number,
    eps_adam: number,
  ): number;
  sum(y: number, a: number, b: number, n: number): void;
  quotient(y: number, x: number, d: number, n: number): void;
  clear(x: number, n: number): void;
}

const modules = new Map<Dtype, WebAssembly.Module>();

/** Kernels over a memory, which call a mathematical library. They are compiled once a process. */
export function createKernels(dtype: Dtype, libm: Libm, memory: WebAssembly.Memory): Kernels {
  const module = modules.get(dtype) ?? new WebAssembly.Module(bytesOf(WASM[dtype]));
  modules.set(dtype, module);
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, libm: { exp: libm.exp, sqrt: libm.sqrt } });
  return exports as unknown as Kernels; // from outside: kernels/index.ts exports these
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
