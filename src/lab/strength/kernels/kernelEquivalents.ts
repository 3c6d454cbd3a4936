import type { KernelChange } from './kernelText.ts';

/** A change of a kernel after which it computes the same, and why. */
export interface EquivalentChange extends Pick<KernelChange, 'file' | 'original' | 'replacement'> {
  readonly argument: string;
}

/** Every one that was drawn and argued. */
export const EQUIVALENT_CHANGES: readonly EquivalentChange[] = [];

/** Why a change computes the same; null where it is not argued to. */
export function argumentFor(change: Pick<KernelChange, 'file' | 'original' | 'replacement'>): string | null {
  const equal = EQUIVALENT_CHANGES.find(
    ({ file, original, replacement }) =>
      file === change.file && original === change.original && replacement === change.replacement,
  );
  return equal?.argument ?? null;
}
