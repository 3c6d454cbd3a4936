import { extname } from 'node:path';
import { readOwnText } from '../port/ownText.ts';
import { LANGUAGES, TEMPLATES } from './languages.ts';

/** A language that `init dump` has lines in, which write one training step from within a port. */
export interface DumpLanguage {
  /** What `init dump` calls it. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** The file with the lines, in the folder of the templates: text, for a compiler that comes by would take it for a whole file. */
  readonly file: string;
}

/** Those of the adapters, and Python with arrays. */
export const DUMP_LANGUAGES: readonly DumpLanguage[] = LANGUAGES.flatMap(({ name, title, file }) => [
  { name, title, file: `${name}/dump${extname(file)}.txt` },
  ...(name === 'python' ? [{ name: 'numpy', title: 'NumPy', file: 'python/dump_numpy.py.txt' }] : []),
]);

/**
 * A language's lines as they stand: the helper, and what is due where in the training loop, each part below a comment that says where.
 *
 * @throws the system's error where the package was not installed whole
 */
export function readDumpLines({ file }: DumpLanguage): string {
  return readOwnText(new URL(file, TEMPLATES));
}
