import { patchedReference } from '../../../deviations/compiledReference.ts';
import type { Edit } from '../../../deviations/patched.ts';
import type { OpName, Port } from '../../../port/port.ts';
import { type CompletePort, referencePort } from '../../../port/reference.ts';

/**
 * A mistake of a whole program: one that shows only from a size, a range or a kind of input on, and often in one of the
 * operations alone, for a program that has its own loop for sampling has its own mistakes in it.
 */
export interface ProgramMistake {
  readonly id: string;
  /** One line, as in a table. */
  readonly title: string;
  /** The chapter whose clauses it violates first. */
  readonly chapter: string;
  /** The operations that have it; the others are right. */
  readonly ops: readonly OpName[];
  /** Changes of the reference. */
  readonly edits?: readonly Edit[];
  /** Or of what it is asked and answers. */
  readonly wrap?: (right: CompletePort) => Partial<Port>;
}

/** The operations that run a model on tokens. */
export const MODEL: readonly OpName[] = ['forward', 'backward', 'train', 'sample', 'microgpt'];

/** The reference with a mistake in some of its operations. */
export async function mistakenProgram({ id, ops, edits = [], wrap }: ProgramMistake): Promise<Port> {
  const right = referencePort('0');
  const edited = edits.length === 0 ? right : referencePort('0', await patchedReference(edits));
  const wrong = { ...edited, ...wrap?.(edited) };
  return { ...right, ...Object.fromEntries(ops.map((op) => [op, wrong[op]])), name: id };
}
