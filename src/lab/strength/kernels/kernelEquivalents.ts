import type { KernelChange } from './kernelText.ts';

/** A change of a kernel after which it computes the same, and why. */
export interface EquivalentChange extends Pick<KernelChange, 'file' | 'original' | 'replacement'> {
  readonly argument: string;
}

/** Every one that was drawn and argued. */
export const EQUIVALENT_CHANGES: readonly EquivalentChange[] = [
  {
    file: 'mlp.ts',
    original: 'put(dz + i * SIZE, x > 0 ? at(dz + i * SIZE) * (2 * x) : 0);',
    replacement: 'put(dz + i * SIZE, x >= 0 ? at(dz + i * SIZE) * (2 * x) : 0);',
    argument:
      'where x is 0, a finite gradient times 2 x is 0 too; an infinite one gives NaN, as the product of model.25 is',
  },
  {
    file: 'softmax.ts',
    original: 'for (let i: usize = 1; i < n; i++) if (at(x + i * SIZE) > most) most = at(x + i * SIZE);',
    replacement: 'for (let i: usize = 0; i < n; i++) if (at(x + i * SIZE) > most) most = at(x + i * SIZE);',
    argument: 'the first logit is compared with itself, and is not greater',
  },
];

/** Why a change computes the same; null where it is not argued to. */
export function argumentFor(change: Pick<KernelChange, 'file' | 'original' | 'replacement'>): string | null {
  const equal = EQUIVALENT_CHANGES.find(
    ({ file, original, replacement }) =>
      file === change.file && original === change.original && replacement === change.replacement,
  );
  return equal?.argument ?? null;
}
