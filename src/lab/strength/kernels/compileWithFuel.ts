import type { Dtype } from '../../../port/precision.ts';
import { compileKernels, readKernel } from '../../kernels/compiled.ts';
import type { KernelChange } from './kernelText.ts';

/** The module that counts them. */
const FUEL_TEXT = 'export let fuel: i32 = 0;\nexport function burns(): bool { return --fuel >= 0; }\n';
const LOOPS = /for \(([^;]*); ([^;]*); /g;

/**
 * Compiles the kernels, one of them changed, so that every turn of a loop takes fuel: what a change has made endless ends.
 *
 * @param change - null for the kernels as they are
 * @throws Error where it does not compile
 */
export function compileWithFuel(dtype: Dtype, change: KernelChange | null): Promise<Uint8Array<ArrayBuffer>> {
  return compileKernels(dtype, (name) => {
    if (name === 'fuel.ts') return FUEL_TEXT;
    const text = name === change?.file ? change.text : readKernel(name);
    if (text === null) return null;
    if (name === 'index.ts') return `${text}export { fuel } from './fuel';\n`;
    const counted = text.replace(LOOPS, 'for ($1; burns() && ($2); ');
    return counted === text ? text : `import { burns } from './fuel';\n${counted}`;
  });
}
