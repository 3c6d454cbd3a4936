import { type Exports, moduleFunction } from '../../deviations/evaluate.ts';
import { applyEdits, type Edit } from '../../deviations/patched.ts';
import { readOwnText } from '../../port/ownText.ts';
import type * as training from './hand/training.ts';

/** The hand-written port's modules, each behind those that it imports. */
const FILES = ['arithmetic', 'forward', 'backward', 'adam', 'training'] as const;
const FOLDER = 'dist/lab/step/hand';

/** A change to the text of one of its modules, as the compiler wrote it. */
export type HandEdit = Edit<HandFile>;
type HandFile = (typeof FILES)[number];

/** A port that goes back by hand: the chain rule written out in loops, without a graph. */
export type HandPort = typeof training;

/** Every operation rounded to single precision: a sum, product, quotient or root is then exactly IEEE's single. */
export const HAND_FLOAT32: readonly HandEdit[] = [
  { file: 'arithmetic', find: 'const f = (x) => x;', replace: 'const f = Math.fround;' },
];

/**
 * The port with changes to its text, as `patchedReference` makes them of the reference.
 *
 * @param edits - applied in order; none gives the right port
 * @throws EditMismatch where an edit's text does not occur as often as it says
 */
export function handPort(edits: readonly HandEdit[] = []): HandPort {
  const modules = new Map<string, Exports>();
  for (const file of FILES) {
    const { imports, evaluate } = moduleFunction(`${file}.js`, applyEdits(file, handText(file), edits, FOLDER));
    modules.set(`./${file}.js`, evaluate(imports.map((from) => modules.get(from) ?? {})));
  }
  return modules.get('./training.js') as unknown as HandPort; // the compiler wrote it from hand/training.ts
}

/** The text of one of its modules, as the compiler wrote it. */
export function handText(file: HandFile): string {
  return readOwnText(new URL(`../../../${FOLDER}/${file}.js`, import.meta.url));
}
