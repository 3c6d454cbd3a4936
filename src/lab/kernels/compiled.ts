import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main as asc, createMemoryStream } from 'assemblyscript/asc';
import type { Dtype } from '../../port/precision.ts';

const FOLDER = new URL('../../../src/engine/kernels/', import.meta.url);

const OPTIONS = ['--optimizeLevel', '3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];
/** usize in place of i32 needs no cast in 32 bits (AS201); pairs do not leave the module (AS112). */
const WITHOUT_WARNINGS = ['--disableWarning', '112', '--disableWarning', '201'];
const TYPE = 'export type real = f64;';

/** Reads a file of src/engine/kernels/ by its name; null where there is none. */
export function readKernel(name: string): string | null {
  try {
    return readFileSync(fileURLToPath(new URL(name, FOLDER)), 'utf8');
  } catch {
    return null;
  }
}

/**
 * Compiles src/engine/kernels/, which is AssemblyScript, to WebAssembly.
 *
 * @param dtype - the type of the numbers in memory
 * @param read - gives the text of a file by its name
 * @throws Error where it does not compile, with what the compiler says
 */
export async function compileKernels(dtype: Dtype, read = readKernel): Promise<Uint8Array<ArrayBuffer>> {
  let wasm = new Uint8Array();
  const stderr = createMemoryStream();
  const { error } = await asc(['index.ts', '--outFile', 'index.wasm', ...OPTIONS, ...WITHOUT_WARNINGS], {
    stderr,
    readFile: (name) => {
      const text = name.startsWith('node_modules') ? null : read(name);
      return text?.replace(TYPE, TYPE.replace('f64', dtype)) ?? null;
    },
    writeFile: (_, contents) => {
      wasm = Uint8Array.from(Buffer.from(contents));
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`kernels: ${stderr.toString()}`, { cause: error });
  return wasm;
}
