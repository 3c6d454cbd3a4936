import type { Dtype } from '../../port/precision.ts';

/** A program of this repository that is changed in every small way, for the suite to see. */
export type MutatedProgram = 'reference' | 'engine';

/** What of it is changed, and what is put to the suite. */
interface Mutated {
  /** As a page calls it. */
  readonly title: string;
  readonly folder: string;
  /** Files of the folder that are no part of it, as Stryker's patterns. */
  readonly without: readonly string[];
  /** In which precisions it is put to the suite: what survives in one is put to it in the next. */
  readonly precisions: readonly Dtype[];
}

/** The reference; and the engine, whose matrices in place of a graph are other code for the same clauses. */
export const MUTATED: Readonly<Record<MutatedProgram, Mutated>> = {
  reference: { title: 'The reference', folder: 'src/reference', without: ['*.test.ts'], precisions: ['f64'] },
  engine: {
    title: 'The engine',
    folder: 'src/engine',
    without: ['*.test.ts', '*.fixture.ts', '*.d.ts', 'kernelsWasm.ts'],
    precisions: ['f64', 'f32'],
  },
};

/** Both, in the order of the page. */
export const MUTATED_PROGRAMS: readonly MutatedProgram[] = ['reference', 'engine'];
