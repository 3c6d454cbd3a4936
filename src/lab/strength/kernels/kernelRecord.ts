import type { KernelChange } from './kernelText.ts';

/** A change of a kernel, and what became of it. */
export interface KernelMutant extends Pick<KernelChange, 'file' | 'line' | 'original' | 'replacement'> {
  /** Whether a law, or an input that must be rejected, fails for it. */
  readonly killedByLaws: boolean;
  /** A check that fails for it; null where none does. */
  readonly killer: string | null;
  /** Why it is no other program; null where it is one. */
  readonly argument: string | null;
}

/** How the changes were drawn. */
export interface KernelSample {
  readonly node: string;
  readonly seed: number;
  /** How many changes there are. */
  readonly changes: number;
  /** How many were drawn that do not compile, or compile to the same code. */
  readonly redrawn: number;
}
