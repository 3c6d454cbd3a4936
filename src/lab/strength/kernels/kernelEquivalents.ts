import type { KernelChange } from './kernelText.ts';

/** A change of a kernel after which it computes the same, and why. */
export interface EquivalentChange extends Pick<KernelChange, 'file' | 'original' | 'replacement'> {
  readonly argument: string;
}

/** Every one that was drawn and argued. */
export const EQUIVALENT_CHANGES: readonly EquivalentChange[] = [];
