import type { Config } from '../reference/config.ts';
import type { Deviation } from './deviation.ts';
import { applyEdits, type CompiledReference, type Edit, EditMismatch } from './patched.ts';

/** Several deviations as one. */
export interface Combination {
  readonly edits: readonly Edit[];
  readonly config: Partial<Config>;
}

/**
 * Puts deviations together, as a port can have more than one.
 *
 * @param deviations - in any order
 * @param compiled - the reference that they are mistakes of
 * @returns their edits and constants, or null where they get in each other's way: they set a constant otherwise, or change
 * the same text, so that one cannot be applied behind the other or it matters which comes first
 */
export function combined(deviations: readonly Deviation[], compiled: CompiledReference): Combination | null {
  const config: Record<string, unknown> = {};
  for (const [name, value] of deviations.flatMap((deviation) => Object.entries(deviation.config ?? {}))) {
    if (name in config && config[name] !== value) return null;
    config[name] = value;
  }
  const edits = deviations.flatMap((deviation) => deviation.edits);
  const backwards = deviations.toReversed().flatMap((deviation) => deviation.edits);
  if (deviations.length > 1 && !sameText(compiled, edits, backwards)) return null;
  return { edits, config };
}

/** Whether both lists of edits apply, with the same result. */
function sameText(compiled: CompiledReference, a: readonly Edit[], b: readonly Edit[]): boolean {
  try {
    return [...new Set(a.map(({ file }) => file))].every((file) => {
      const text = compiled.text(file);
      return applyEdits(file, text, a) === applyEdits(file, text, b);
    });
  } catch (error) {
    if (error instanceof EditMismatch) return false;
    throw error;
  }
}
