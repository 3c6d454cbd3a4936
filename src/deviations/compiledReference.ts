import { readOwnText } from '../port/ownText.ts';
import { CompiledReference, type Edit, type Reference } from './patched.ts';

/** dist/reference, seen from src/ and from dist/ alike. */
const FOLDER = new URL('../../dist/reference/', import.meta.url);

/** The package's own compiled reference, read from the disk when it is asked for. */
export const COMPILED = new CompiledReference((file) => {
  try {
    return readOwnText(new URL(`${file}.js`, FOLDER));
  } catch (cause) {
    throw new Error(`patchedReference: dist/reference/${file}.js is not there; run npm run build`, { cause });
  }
});

/** A copy of it with changes; parameters and errors as in `CompiledReference.patched`. */
export function patchedReference(edits: readonly Edit[]): Promise<Reference> {
  return COMPILED.patched(edits);
}
