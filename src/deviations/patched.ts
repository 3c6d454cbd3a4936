import type { Reference } from '../port/modules.ts';
import { type Exports, moduleFunction } from './evaluate.ts';

export type { Reference };

/** A change to the text of one compiled module: of the reference, or of another program whose modules have these names. */
export interface Edit<File extends string = keyof Reference> {
  /** The module: `optimizer` for dist/reference/optimizer.js. */
  readonly file: File;
  /** Text that occurs in it, as the compiler wrote it. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
  /** How often `find` occurs; every occurrence is replaced. 1 by default. */
  readonly times?: number;
}

/** The reference's modules, each behind those that it imports. */
const FILES = [
  'python',
  'config',
  'random',
  'dataset',
  'tokenizer',
  'autograd',
  'parameters',
  'model',
  'loss',
  'optimizer',
  'training',
  'inference',
  'microgpt',
] as const satisfies readonly (keyof Reference)[];

/**
 * The reference as the compiler wrote it, from which copies with changes to its text are made: the reference itself needs
 * no hooks for what is measured or broken on purpose. Nothing is written to the disk: a copy takes 0.2 to 1 ms, by way of
 * temporary files it took 14.
 */
export class CompiledReference {
  readonly #read: (file: keyof Reference) => string;
  /** The text of the modules, as far as they were read before. */
  readonly #texts = new Map<keyof Reference, string>();
  /** The modules, as far as they were evaluated without a change. */
  readonly #unchanged = new Map<keyof Reference, Exports>();

  /** @param read - gives the text of dist/reference/<file>.js; asked once for each */
  constructor(read: (file: keyof Reference) => string) {
    this.#read = read;
  }

  /** The text of a module as the compiler wrote it. */
  text(file: keyof Reference): string {
    const text = this.#texts.get(file) ?? this.#read(file);
    this.#texts.set(file, text);
    return text;
  }

  /**
   * Loads a copy with changes. The first module with a change and all behind it belong to this call alone.
   *
   * Those before it have no state and are shared: already optimized, they bring 20 steps from 65 ms to 37 ms. A module
   * with a change is compiled anew: evaluated twice from one function it would run ten times as long.
   *
   * @param edits - applied in order, each to what the one before it left; none gives the reference as it is
   * @returns the copy's modules
   * @throws Error where the text cannot be read, or an edit's does not occur as often as it says
   */
  async patched(edits: readonly Edit[]): Promise<Reference> {
    const changed = new Set(edits.map(({ file }) => file));
    const modules: Partial<Record<keyof Reference, Exports>> = {};
    let shared = true;
    for (const file of FILES) {
      shared &&= !changed.has(file);
      const exports = (shared && this.#unchanged.get(file)) || (await this.#evaluated(file, edits, modules));
      if (shared) this.#unchanged.set(file, exports);
      modules[file] = exports;
    }
    return modules as unknown as Reference; // the compiler wrote these modules from the files that Reference names
  }

  /** A module with its edits, on top of those before it. */
  async #evaluated(
    file: keyof Reference,
    edits: readonly Edit[],
    modules: Partial<Record<string, Exports>>,
  ): Promise<Exports> {
    const { imports, evaluate } = moduleFunction(`${file}.js`, applyEdits(file, this.text(file), edits));
    return evaluate(await Promise.all(imports.map((from) => exportsOf(file, from, modules))));
  }
}

/**
 * Applies those edits that are meant for a file.
 *
 * @param folder - where the compiler wrote it, for messages
 * @throws EditMismatch where an edit's text does not occur as often as it says; names the file and the text
 */
export function applyEdits<File extends string>(
  file: File,
  text: string,
  edits: readonly Edit<File>[],
  folder = 'dist/reference',
): string {
  return edits.filter((edit) => edit.file === file).reduce((before, edit) => applyEdit(before, edit, folder), text);
}

/** An edit that does not fit the text. */
export class EditMismatch extends Error {}

function applyEdit(text: string, { file, find, replace, times = 1 }: Edit<string>, folder: string): string {
  const parts = text.split(find);
  if (find === '' || parts.length - 1 !== times) {
    const count = find === '' ? 'no text' : `${parts.length - 1} times`;
    throw new EditMismatch(
      `patchedReference: ${file}.js has ${count} where ${times} were expected of ${JSON.stringify(find)}; write the edit as the compiler wrote the file (${folder}/${file}.js)`,
    );
  }
  return parts.join(replace);
}

/** What a module imports: from one of the copies before it, or from a URL that an edit brought in. */
async function exportsOf(
  file: keyof Reference,
  from: string,
  modules: Partial<Record<string, Exports>>,
): Promise<Exports> {
  if (from.startsWith('file:')) return import(from);
  const exports = modules[from.replace(/^\.\/(\w+)\.js$/, '$1')];
  if (exports !== undefined) return exports;
  throw new Error(`patchedReference: ${file}.js imports ${from}; import a module before it, or a file: URL`);
}
