import { shownOnLine } from '../../port/shown.ts';
import type { Config } from '../../reference/config.ts';
import { MAX_DUMP_BYTES } from '../replay/formats/dumpedArray.ts';
import { readNpz, ZIP_MAGIC } from '../replay/formats/npz.ts';
import { isSafetensors, readSafetensors } from '../replay/formats/safetensors.ts';
import { textOf } from '../replay/formats/text.ts';
import type { Beside } from './besideNotes.ts';
import { type NamedArrays, readJsonSteps } from './readJson.ts';
import { KNOWN_NAMES } from './readNames.ts';
import type { StepSizes } from './readSizes.ts';
import { readTextStep } from './readText.ts';
import type { StepDump } from './stepDump.ts';
import { stepOfArrays, type UncountedStep } from './stepOfArrays.ts';

/** A dumped step as it was read. */
export interface ReadStep {
  readonly dump: StepDump;
  /** The document, where the file has it: `tokens` may come from it. */
  readonly doc: string | null;
  /** The characters of the vocabulary, where the file has them. */
  readonly uchars: readonly string[] | null;
  /** The port's constants, as far as the file has them. */
  readonly constants: Readonly<Partial<Config>>;
  /** Single numbers outside `config` that have the name of a constant or size. */
  readonly beside: readonly Beside[];
  /** Names of matrices that came as [nin, nout], and are [nout, nin] in `dump`. */
  readonly turned: readonly string[];
  /** What is said where only its place says which step it is: Adam's part depends on that; null else. */
  readonly placeNote: string | null;
  /** A sentence for each thing that was read otherwise than it stands there, or not at all. */
  readonly notes: readonly string[];
}

/** A file of one step or of several. */
export interface StepFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How numpy.save begins a file. */
const NPY_MAGIC = [0x93, ...new TextEncoder().encode('NUMPY')];
const BEGINS_JSON = /^\s*[[{]/;
/** The step in a file's name: `step2.json`, `dump-step-0002.npz`, `2.json`. */
const IN_NAME = /step[-_ ]?(\d{1,9})|^(\d{1,9})\.\w+$/i;
/** Characters of a file's name that a message shows. */
const SHOWN = 80;

/**
 * Reads a dump of one training step, or of several; its format is told by its content (spec/traces.md, Dumps of a step).
 *
 * @param bytes - the file
 * @param file - its name: it tells the step where the content does not
 * @param told - sizes, where the file does not tell them: a list of all parameters is parted by them
 * @returns its steps in their order
 * @throws RangeError in one line, where it is of no known form, cut off, or does not fit itself
 */
export async function readStep(bytes: Uint8Array, file: string, told: StepSizes = {}): Promise<ReadStep[]> {
  return readSteps([{ name: file, bytes }], told);
}

/**
 * Reads dumps of the steps of one run, as `readStep`. A step's number is that in its file, else that in the file's name, else its
 * place. Where one is 0, all count one more. The parameters before a step that lacks them are those behind the step before it.
 *
 * @throws RangeError also where two are the same step
 */
export async function readSteps(files: readonly StepFile[], told: StepSizes = {}): Promise<ReadStep[]> {
  const read: (UncountedStep & { readonly file: string })[] = [];
  for (const { name, bytes } of files) {
    const file = shownOnLine(name, SHOWN);
    for (const step of await stepsIn(bytes, file, told)) read.push({ ...step, file });
  }
  const said = read.map(({ step, file }) => {
    const alone = read.filter((other) => other.file === file).length === 1;
    return step ?? (alone ? numberInName(file) : null);
  });
  const first = said.includes(0) ? 1 : 0;
  const steps = read.map((one, i) => {
    const step = (said[i] ?? i + 1) + first;
    const isByPlace = said[i] === null;
    const note = `${one.file}: counted as step ${step} by its place; if it is another, write its number into it, such as step ${step + 1}`;
    return { ...one, dump: { ...one.dump, step }, placeNote: isByPlace ? note : null };
  });
  steps.sort((a, b) => a.dump.step - b.dump.step);
  for (const [i, { dump, file }] of steps.entries()) {
    const before = steps[i - 1];
    if (before?.dump.step !== dump.step) continue;
    throw new RangeError(
      `step: ${before.file} and ${file} both have step ${dump.step}; give each step once, and its number as "step"`,
    );
  }
  return chained(steps.map(({ step: _, file: __, ...read }) => read));
}

function chained(steps: readonly ReadStep[]): ReadStep[] {
  return steps.map((step, i) => {
    const before = steps[i - 1]?.dump;
    const { dump } = step;
    if (dump.params !== null || before?.step !== dump.step - 1 || before.updated === null) return step;
    const note = `step ${dump.step}: its params are those behind step ${before.step}, since it has none of its own`;
    return { ...step, dump: { ...dump, params: before.updated }, notes: [...step.notes, note] };
  });
}

/** The step in a file's name; null where it says none. */
export function numberInName(file: string): number | null {
  const [, behindWord, alone] = IN_NAME.exec(file.replace(/^.*[\\/]/, '')) ?? [];
  const number = behindWord ?? alone;
  return number === undefined ? null : Number(number);
}

async function stepsIn(bytes: Uint8Array, file: string, told: StepSizes): Promise<UncountedStep[]> {
  try {
    const { steps, isDecimal } = await namedArrays(bytes);
    if (steps.length === 0) throw new RangeError(`step: there is no step in the list; ${KNOWN_NAMES}`);
    return steps.map((named) => stepOfArrays(named, file, isDecimal, told));
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(ofStep(error.message, file)) : error;
  }
}

/** What the readers of door 1 say of parameters, said of a step. */
function ofStep(message: string, file: string): string {
  const said = message
    .replace(/^(?:params|step): /, '')
    .replaceAll('params.safetensors', 'step.safetensors')
    .replaceAll('dump the initial parameters alone', 'write one step a file')
    .replace(
      /write the numbers as text, one a line \(.*\)/,
      'write JSON or blocks of text (spec/traces.md, Dumps of a step)',
    );
  return `step: ${file}: ${said}`;
}

async function namedArrays(bytes: Uint8Array): Promise<{ steps: readonly NamedArrays[]; isDecimal: boolean }> {
  if (bytes.length > MAX_DUMP_BYTES) {
    throw new RangeError(
      `step: ${bytes.length} bytes are too many, at most ${MAX_DUMP_BYTES} are read; write one step a file`,
    );
  }
  const beside = { doc: null, uchars: null, config: [] };
  if (ZIP_MAGIC.every((byte, at) => bytes[at] === byte)) {
    return { steps: [{ arrays: await readNpz(bytes, true), ...beside }], isDecimal: false };
  }
  if (NPY_MAGIC.every((byte, at) => bytes[at] === byte)) {
    throw new RangeError(
      'step: it is one .npy array, which has no name; write arrays by their names into one .npz: numpy.savez("step1.npz", **{"params.wte": ..., "grad.wte": ...})',
    );
  }
  if (isSafetensors(bytes)) return { steps: [{ arrays: readSafetensors(bytes, true), ...beside }], isDecimal: false };
  const text = textOf(bytes);
  if (text === null) {
    throw new RangeError(
      `step: the ${bytes.length} bytes are neither text nor .npz or .safetensors; write JSON or blocks of text (spec/traces.md, Dumps of a step)`,
    );
  }
  if (text.trim() === '') throw new RangeError(`step: the file is empty; ${KNOWN_NAMES}`);
  return { steps: BEGINS_JSON.test(text) ? readJsonSteps(text) : [readTextStep(text)], isDecimal: true };
}
