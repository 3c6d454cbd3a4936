import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main as asc, createMemoryStream } from 'assemblyscript/asc';
import type { Dtype } from '../../port/precision.ts';

/**
 * `npm run kernels`: compiles kernels/, which is AssemblyScript, to WebAssembly, once for each type of number in memory, and
 * writes kernelsWasm.ts. `--check` fails where that file is not what comes out.
 */

const source = (path: string) => fileURLToPath(new URL(`../../../src/engine/${path}`, import.meta.url));

const OPTIONS = ['--optimizeLevel', '3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];
/** usize in place of i32 needs no cast in 32 bits (AS201); pairs do not leave the module (AS112). */
const WITHOUT_WARNINGS = ['--disableWarning', '112', '--disableWarning', '201'];
const TYPE = 'export type real = f64;';

/** The module, as base64. */
async function compile(dtype: Dtype): Promise<string> {
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
  return Buffer.from(wasm).toString('base64');
}

function read(name: string): string | null {
  try {
    return readFileSync(source(`kernels/${name}`), 'utf8');
  } catch {
    return null;
  }
}

const text = `import type { Dtype } from '../port/precision.ts';

/** kernels/ in WebAssembly, in base64. \`npm run kernels\` made this file. */
export const WASM: Readonly<Record<Dtype, string>> = {
  f64: '${await compile('f64')}',
  f32: '${await compile('f32')}',
};
`;
const target = source('kernelsWasm.ts');
if (process.argv[2] !== '--check') writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write('src/engine/kernelsWasm.ts is not what src/engine/kernels compiles to; run npm run kernels\n');
  process.exitCode = 1;
}
