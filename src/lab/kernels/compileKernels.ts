import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Dtype } from '../../port/precision.ts';
import { compileKernels } from './compiled.ts';

/**
 * `npm run kernels`: compiles src/engine/kernels/ once for each type of number in memory, and writes kernelsWasm.ts. `--check`
 * fails where that file is not what comes out.
 */

const base64 = async (dtype: Dtype) => Buffer.from(await compileKernels(dtype)).toString('base64');

const text = `import type { Dtype } from '../port/precision.ts';

/** kernels/ in WebAssembly, in base64. \`npm run kernels\` made this file. */
export const WASM: Readonly<Record<Dtype, string>> = {
  f64: '${await base64('f64')}',
  f32: '${await base64('f32')}',
};
`;
const target = fileURLToPath(new URL('../../../src/engine/kernelsWasm.ts', import.meta.url));
if (process.argv[2] !== '--check') writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write('src/engine/kernelsWasm.ts is not what src/engine/kernels compiles to; run npm run kernels\n');
  process.exitCode = 1;
}
