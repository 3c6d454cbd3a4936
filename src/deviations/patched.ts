import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The reference's modules by name, as they are imported from dist/reference. */
export interface Reference {
  readonly autograd: typeof import('../reference/autograd.ts');
  readonly config: typeof import('../reference/config.ts');
  readonly dataset: typeof import('../reference/dataset.ts');
  readonly inference: typeof import('../reference/inference.ts');
  readonly loss: typeof import('../reference/loss.ts');
  readonly model: typeof import('../reference/model.ts');
  readonly optimizer: typeof import('../reference/optimizer.ts');
  readonly parameters: typeof import('../reference/parameters.ts');
  readonly random: typeof import('../reference/random.ts');
  readonly tokenizer: typeof import('../reference/tokenizer.ts');
  readonly training: typeof import('../reference/training.ts');
}

/** A change to the text of one compiled module. */
export interface Edit {
  /** The module: `optimizer` for dist/reference/optimizer.js. */
  readonly file: keyof Reference;
  /** Text that occurs in it, as the compiler wrote it. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
  /** How often `find` occurs; every occurrence is replaced. 1 by default. */
  readonly times?: number;
}

const FILES: readonly (keyof Reference)[] = [
  'autograd',
  'config',
  'dataset',
  'inference',
  'loss',
  'model',
  'optimizer',
  'parameters',
  'random',
  'tokenizer',
  'training',
];

/** The compiled reference, seen from src/ and from dist/ alike. */
const COMPILED = new URL('../../dist/reference/', import.meta.url);

/**
 * Loads a copy of the compiled reference with changes to its text: the reference itself needs no hooks for what is
 * measured or broken on purpose. Each call gives modules of its own; nothing stays on the disk.
 *
 * @param edits - applied in order, each to what the one before it left; none gives a copy of the reference as it is
 * @returns the copy's modules
 * @throws Error where dist/ is missing, or an edit's text does not occur as often as it says
 */
export async function patchedReference(edits: readonly Edit[]): Promise<Reference> {
  const folder = await mkdtemp(join(tmpdir(), 'microgpt-spec-'));
  try {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
    for (const file of FILES)
      await writeFile(join(folder, `${file}.js`), applyEdits(file, await compiled(file), edits));
    return await importAll(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Applies those edits that are meant for a file.
 *
 * @throws Error where an edit's text does not occur as often as it says; names the file and the text
 */
export function applyEdits(file: keyof Reference, text: string, edits: readonly Edit[]): string {
  return edits.filter((edit) => edit.file === file).reduce(applyEdit, text);
}

function applyEdit(text: string, { file, find, replace, times = 1 }: Edit): string {
  const parts = text.split(find);
  if (find === '' || parts.length - 1 !== times) {
    const count = find === '' ? 'no text' : `${parts.length - 1} times`;
    throw new Error(
      `patchedReference: ${file}.js has ${count} where ${times} were expected of ${JSON.stringify(find)}; write the edit as the compiler wrote the file (dist/reference/${file}.js)`,
    );
  }
  return parts.join(replace);
}

async function compiled(file: keyof Reference): Promise<string> {
  try {
    return await readFile(new URL(`${file}.js`, COMPILED), 'utf8');
  } catch (cause) {
    throw new Error(`patchedReference: dist/reference/${file}.js is not there; run npm run build`, { cause });
  }
}

async function importAll(folder: string): Promise<Reference> {
  const load = (file: keyof Reference) => import(pathToFileURL(join(folder, `${file}.js`)).href);
  return {
    autograd: await load('autograd'),
    config: await load('config'),
    dataset: await load('dataset'),
    inference: await load('inference'),
    loss: await load('loss'),
    model: await load('model'),
    optimizer: await load('optimizer'),
    parameters: await load('parameters'),
    random: await load('random'),
    tokenizer: await load('tokenizer'),
    training: await load('training'),
  };
}
