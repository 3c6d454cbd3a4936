import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enginePort } from '../../../engine/enginePort.ts';
import type { Kernels } from '../../../engine/kernels.ts';
import { withPlainAnswers } from '../../../port/plainAnswers.ts';
import type { Port } from '../../../port/port.ts';
import type { Dtype } from '../../../port/precision.ts';
import { PACKAGE_ROOT } from '../../../suite/options.ts';
import { withFuel } from './fuel.ts';

/** Where the modules of the changed kernels are kept: NAME.f64.wasm and NAME.f32.wasm. */
export const MODULES = join(PACKAGE_ROOT, '.stryker/kernels');

/** What the checks load when engines with changed kernels take turns: `f64:17` is the 17th, in double precision. */
export function turn(name: string): { readonly port: Port; readonly seed: null } {
  const [dtype, place] = name.split(':') as [Dtype, string];
  const module = new WebAssembly.Module(readFileSync(join(MODULES, `${place}.${dtype}.wasm`)));
  const createKernels = (_: Dtype, libm: Pick<Math, 'exp' | 'sqrt'>, memory: WebAssembly.Memory): Kernels => {
    const imports = { env: { memory }, libm: { exp: libm.exp, sqrt: libm.sqrt } };
    return withFuel(
      new WebAssembly.Instance(module, imports).exports as unknown as Parameters<typeof withFuel<Kernels>>[0],
    );
  };
  return { port: withPlainAnswers(enginePort('0', { dtype, libm: Math, createKernels })), seed: null };
}
