import type { Config } from '../reference/config.ts';
import type { Deviation } from './deviation.ts';
import { applyEdits, type CompiledReference, type Edit, EditMismatch, type Reference } from './patched.ts';

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
  const lists = deviations.map(({ edits }) => edits);
  if (!commute((file: keyof Reference) => compiled.text(file), lists)) return null;
  return { edits: lists.flat(), config };
}

/**
 * Whether changes to a program apply one behind the other, with the same result in the other order.
 *
 * @param textOf - the text of a module
 * @param lists - the edits of each change
 */
export function commute<File extends string>(
  textOf: (file: File) => string,
  lists: readonly (readonly Edit<File>[])[],
): boolean {
  if (lists.length < 2) return true;
  const [forwards, backwards] = [lists.flat(), lists.toReversed().flat()];
  try {
    return [...new Set(forwards.map(({ file }) => file))].every((file) => {
      const text = textOf(file);
      return applyEdits(file, text, forwards) === applyEdits(file, text, backwards);
    });
  } catch (error) {
    if (error instanceof EditMismatch) return false;
    throw error;
  }
}
