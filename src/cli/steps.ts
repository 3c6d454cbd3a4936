import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type JudgedStep, judgeSteps } from '../diff/step/judgeStep.ts';
import { type Reading, readingOf } from '../diff/step/reading.ts';
import { dtypeOf } from '../diff/step/readPrecision.ts';
import { type StepSizes, sizesOf } from '../diff/step/readSizes.ts';
import { type ReadStep, readSteps, type StepFile } from '../diff/step/readStep.ts';
import { withSquaresTurned } from '../diff/step/squareMatrices.ts';
import type { StepDump } from '../diff/step/stepDump.ts';
import { stepTokens } from '../diff/step/stepTokens.ts';
import type { Dtype } from '../port/precision.ts';
import { CANONICAL, type Config } from '../reference/config.ts';
import { configOf, statedOf } from './configFlags.ts';
import { Fault } from './fault.ts';
import { readInput } from './files.ts';

/** Bytes of a file that are read. */
const MOST_BYTES = 2 ** 28;
const ADVICE = '; write one step a file';

/** Steps that were dumped and judged. */
export interface JudgedSteps {
  readonly dtype: Dtype;
  readonly steps: readonly JudgedStep[];
  /** What was read otherwise than it stands in the files, or not at all. */
  readonly notes: readonly string[];
}

/**
 * Reads dumps of steps and judges them.
 *
 * @param named - files and folders, of one run
 * @param options - the command's, the constants among them
 * @param seen - what of a dump is judged
 * @throws Fault where a file cannot be read, is no such dump, or is not of the configuration
 */
export async function judgedSteps(
  named: readonly string[],
  options: Readonly<Record<string, unknown>>,
  seen: (dump: StepDump) => StepDump = (dump) => dump,
): Promise<JudgedSteps> {
  const files: StepFile[] = [];
  for (const name of named.flatMap(filesOf)) {
    files.push({ name, bytes: await readInput('diff', name, MOST_BYTES, ADVICE) });
  }
  try {
    const { constants } = statedOf(options);
    const all = await readSteps(files, constants as StepSizes);
    const read = all.map((step) => ({ ...step, dump: seen(step.dump) }));
    const { vocab_size, ...sizes }: StepSizes = Object.assign({}, ...read.map(({ dump }) => sizesOf(dump)));
    checkSizes(sizes, constants);
    const dtype = dtypeOf(read.map(({ dump }) => dump));
    const known = read.map((step): ReadStep => ({ ...step, dump: withTokens(step, vocab_size) }));
    const { n_head, steps, note } = readingIn(known, sizes, options, dtype);
    const config = configOf('diff', { ...sizes, ...options, n_head });
    const judged = judgeSteps(
      steps.map(({ dump }) => dump),
      config,
      dtype,
    );
    const notes = [...(note === null ? [] : [note]), ...steps.flatMap(({ notes }) => notes)];
    return { dtype, steps: judged, notes };
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`diff: ${error.message}`) : error;
  }
}

/** The steps with the number of heads that the flags say, or that the dump tells. */
function readingIn(
  steps: readonly ReadStep[],
  sizes: Partial<Config>,
  options: Readonly<Record<string, unknown>>,
  dtype: Dtype,
): Reading {
  const { n_head } = statedOf(options).constants;
  // Any width has one head.
  const config = configOf('diff', { ...sizes, ...options, n_head: n_head ?? 1 });
  if (n_head !== undefined) return { steps: withSquaresTurned(steps, config, dtype), n_head, note: null };
  return readingOf(steps, { ...config, n_head: CANONICAL.n_head }, dtype);
}

function withTokens(step: ReadStep, vocab_size: number | undefined): StepDump {
  return { ...step.dump, tokens: stepTokens(step, vocab_size) };
}

/** The file; or those of a folder, `step2` before `step10`. */
function filesOf(named: string): string[] {
  if (!statSync(named, { throwIfNoEntry: false })?.isDirectory()) return [named];
  const names = readdirSync(named).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const files = names.map((name) => join(named, name)).filter((file) => statSync(file).isFile());
  if (files.length === 0) {
    throw new Fault(`diff: --step ${named}: the folder has no file; name a dump, or write one into it`);
  }
  return files;
}

/** A size that the dump tells is what a flag says, where one does. */
function checkSizes(found: Partial<Config>, said: Partial<Config>): void {
  for (const [name, size] of Object.entries(found)) {
    const flag = said[name as keyof Config];
    if (flag === undefined || flag === size) continue;
    throw new Fault(
      `diff: the dump has ${name} ${size}, and --${name} says ${flag}; leave the flag out, or name a dump of that run`,
    );
  }
}
