import { expect, test } from 'vitest';
import { createKernels, type Kernels } from '../../../engine/kernels.ts';
import { compileWithFuel } from './compileWithFuel.ts';
import { withFuel } from './fuel.ts';
import { type KernelChange, kernelChanges } from './kernelText.ts';

const TIMEOUT_MS = 60_000;

async function kernelsWith(change: KernelChange | null, memory: WebAssembly.Memory): Promise<Kernels> {
  const module = new WebAssembly.Module(await compileWithFuel('f64', change));
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, libm: { exp: Math.exp, sqrt: Math.sqrt } });
  return withFuel(exports as unknown as Parameters<typeof withFuel<Kernels>>[0]);
}

test('kernels with fuel compute what the kernels do', { timeout: TIMEOUT_MS }, async () => {
  const products = async (create: (memory: WebAssembly.Memory) => Kernels | Promise<Kernels>) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const numbers = new Float64Array(memory.buffer);
    numbers.set([1, 2, 3, 4, 5, 6, 7], 8);
    (await create(memory)).timesTransposed(0, 64, 88, 1, 1, 3);
    return numbers[0];
  };
  expect(await products((memory) => kernelsWith(null, memory))).toBe(1 * 4 + 2 * 5 + 3 * 6);
  expect(await products((memory) => createKernels('f64', Math, memory))).toBe(1 * 4 + 2 * 5 + 3 * 6);
});

test('a loop that a change has made endless ends with an error', { timeout: TIMEOUT_MS }, async () => {
  const [softmax] = kernelChanges().filter(({ file }) => file === 'softmax.ts');
  const endless = { ...softmax, text: softmax.text.replaceAll('i < n; i++', 'i < n; i += 0') };
  const kernels = await kernelsWith(endless, new WebAssembly.Memory({ initial: 1 }));
  expect(() => kernels.softmaxRows(0, 0, 1, 2)).toThrow('softmaxRows: a loop has no end');
  expect(() => kernels.clear(0, 2)).not.toThrow();
});
