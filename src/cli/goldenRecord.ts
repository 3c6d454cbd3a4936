import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { Recorder } from '../golden/record/recorder.ts';
import type { FileHash } from '../golden/record/recordingManifest.ts';
import { packageVersion } from '../port/packageVersion.ts';
import { shellWords } from '../protocol/shell.ts';
import type { Config } from '../reference/config.ts';
import type { Start } from '../reference/microgpt.ts';
import { addConfigFlags, configOf } from './configFlags.ts';
import { Fault } from './fault.ts';
import { readInput } from './files.ts';
import { checkFolders } from './folderFlag.ts';
import { integerOf } from './numbers.ts';
import { progressLine } from './progress.ts';
import { checkLines, checkSteps } from './recordingLimits.ts';
import { print } from './standardOutput.ts';
import { checkFolderIsNew, type NewFolder, writeFolder } from './wholeFolder.ts';
import { writeWhole } from './writeFile.ts';

const COMMAND = 'golden record';
const DEFAULT_FOLDER = 'microgpt-recording';
const MANIFEST = 'manifest.json';
/** Steps that are written in full where a run has them, beside its last. */
const IN_FULL: readonly number[] = [1, 2, 3, 10, 100, 1000];
/** Milliseconds after which a run lets signals through. */
const BREATH_MS = 50;

interface RecordOptions {
  readonly input: string;
  readonly out: string;
  readonly steps?: number;
  readonly inFull?: readonly number[];
  readonly force?: boolean;
}

/** `golden record`: golden data of the user's own dataset, sizes and dialect. */
export function goldenRecordCommand(): Command {
  const command = new Command('record')
    .description(
      'train the reference on a dataset of your own, and write losses, parameters, documents, steps in full and samples in the form of golden/canonical',
    )
    .requiredOption('--input <file>', 'the dataset, a document a line')
    .option('--out <folder>', 'where to write', DEFAULT_FOLDER)
    .option('--steps <n>', 'stop after n of the num_steps steps; the learning rate stays that of num_steps', stepOf)
    .option('--in-full <n,...>', `the steps to write in full (else ${IN_FULL.join(',')}, and the last)`, stepsOf)
    .option('--force', 'replace a recording that is there');
  return addConfigFlags(command).action(record);
}

async function record(options: RecordOptions): Promise<void> {
  const { input, out, force = false } = options;
  checkFolders(COMMAND, { out });
  const config = configOf(COMMAND, { ...options });
  const steps = options.steps ?? config.num_steps;
  const inFull = options.inFull ?? [...new Set([...IN_FULL, steps])].filter((step) => step <= steps);
  checkSteps(COMMAND, steps, inFull, config);
  const place: NewFolder = { command: COMMAND, folder: out, mark: MANIFEST, force };
  checkFolderIsNew(place);
  const bytes = await readInput(COMMAND, input);
  checkLines(COMMAND, input, bytes);
  const start = await startOf(config, input, bytes);
  const lines = await ofFile(input, () => write(place, start, { input, bytes, steps, inFull }));
  await print(lines.map((line) => `${line}\n`).join(''));
}

async function startOf(config: Config, file: string, bytes: Uint8Array): Promise<Start> {
  const { begin } = await import('../reference/microgpt.ts');
  const { Random } = await import('../reference/random.ts');
  const { sizeFault } = await import('../port/sizeLimit.ts');
  const start = await ofFile(file, async () => begin(config, bytes, new Random(config.seed)));
  const fault = sizeFault(config, start.tokenizer.vocab_size);
  if (fault !== null) throw new Fault(`${COMMAND}: ${file}: ${fault}`);
  if (start.docs.length > 0) return start;
  throw new Fault(
    `${COMMAND}: ${file} has no documents: every line is empty; one document a line is needed (training.4)`,
  );
}

interface Asked {
  readonly input: string;
  readonly bytes: Uint8Array;
  readonly steps: number;
  readonly inFull: readonly number[];
}

/** Records, and says what stands in the folder and what can be done with it. */
async function write(place: NewFolder, start: Start, { input, bytes, steps, inFull }: Asked): Promise<string[]> {
  const { recorderOf } = await import('../golden/record/recorder.ts');
  const { recordedFiles } = await import('../golden/record/recordedFiles.ts');
  const { hashOf, recordingManifest } = await import('../golden/record/recordingManifest.ts');
  const version = packageVersion();
  const recorder = recorderOf(start, steps, version);
  const hashes: Record<string, FileHash> = {};
  const progress = progressLine();
  await writeFolder(place, async (folder) => {
    const onStep = breathing(progress.show, 'step', steps);
    const onSample = breathing(progress.show, 'sample', start.config.num_samples);
    const recording = { ...recorder, steps, inFull: new Set(inFull), onStep, onSample };
    for await (const file of recordedFiles(start, recording)) {
      hashes[file.path] = hashOf(file);
      writeWhole(COMMAND, join(folder, file.path), file.text);
    }
    const from = { file: input, bytes, num_docs: start.docs.length, version };
    writeWhole(COMMAND, join(folder, MANIFEST), recordingManifest(from, recorder, hashes));
  });
  progress.clear();
  return [
    `${place.folder}: ${steps} steps on ${start.docs.length} documents by the ${recorder.by}; in full: ${inFull.join(', ')}`,
    ...heldLines(recorder),
    'next:',
    `  npx microgpt-spec golden verify ${shellWords([place.folder])}`,
    `  npx microgpt-spec diff LOG --against ${shellWords([join(place.folder, 'losses.json')])}`,
  ];
}

/** What is said of the engine, which stands in for the reference where that would take long. */
function heldLines({ held }: Recorder): string[] {
  if (held === null) return [];
  const { steps, maxAbsDelta, partAt } = held;
  const parted = partAt === null ? '' : `; they part at step ${partAt}, from where rounding alone decides`;
  return [
    `note: the reference would take long; in the first ${steps} losses the engine differs from it by ${maxAbsDelta.toExponential(1)} at most${parted}`,
  ];
}

/** Shows how far a run has come, and lets an interrupt through now and then: a run is one long computation. */
function breathing(show: (text: string) => void, what: string, all: number): (count: number) => Promise<void> {
  let last = performance.now();
  return async (count) => {
    show(`${what} ${count} / ${all}`);
    if (performance.now() - last < BREATH_MS) return;
    await setImmediate();
    last = performance.now();
  };
}

/** Shows what the reference finds wrong with a dataset or a run as a fault of the call. */
async function ofFile<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`${COMMAND}: ${file}: ${error.message}`) : error;
  }
}

function stepOf(text: string): number {
  return integerOf(text, { least: 1 });
}

function stepsOf(text: string): readonly number[] {
  const steps = text.split(',').map(stepOf);
  if (new Set(steps).size < steps.length) throw new InvalidArgumentError('A step stands there twice.');
  return steps.toSorted((a, b) => a - b);
}
