import { DumpContradiction } from '../diff/step/dumpedConstants.ts';
import { type JudgedSteps, judgedDumps } from '../diff/step/judgedDumps.ts';
import type { StepFile } from '../diff/step/readStep.ts';
import type { StepDump } from '../diff/step/stepDump.ts';
import { statedOf } from './configFlags.ts';
import { Fault } from './fault.ts';
import { identityOf } from './fileIdentity.ts';
import { readInput } from './files.ts';
import type { NamedSteps } from './stepFiles.ts';

/** Bytes of a file that are read. */
const MOST_BYTES = 2 ** 28;
const ADVICE = '; write one step a file';

/**
 * Reads dumps of steps and judges them.
 *
 * @param found - files and folders that are named, of one run
 * @param options - the command's, the constants among them
 * @param seen - what of a dump is judged
 * @param logged - num_steps as a log beside the steps says it, where neither a flag nor the dump does
 * @throws Fault where a file cannot be read, is no such dump, or is not of the configuration
 */
export async function judgedSteps(
  found: readonly NamedSteps[],
  options: Readonly<Record<string, unknown>>,
  seen?: (dump: StepDump) => StepDump,
  logged: number | null = null,
): Promise<JudgedSteps> {
  const files: StepFile[] = [];
  const names = found.flatMap((one) => one.files);
  checkOnce(names);
  for (const name of names) {
    files.push({ name, bytes: await readInput('diff', name, MOST_BYTES, ADVICE) });
  }
  try {
    const judged = await judgedDumps(files, { stated: statedOf(options), logged, seen });
    return { ...judged, notes: [...found.flatMap((one) => one.note ?? []), ...judged.notes] };
  } catch (error) {
    if (error instanceof DumpContradiction) throw new Fault(`diff: ${error.message}`);
    if (!(error instanceof RangeError)) throw error;
    const isFolder = found.some((one) => one.files[0] !== one.named);
    throw new Fault(`diff: ${error.message}${isFolder ? '; or name the dumps one by one, --step FILE for each' : ''}`);
  }
}

/** A step that is given twice would count as two. */
function checkOnce(names: readonly string[]): void {
  const first = new Map<string, string>();
  for (const name of names) {
    const identity = identityOf(name);
    const before = identity === null ? undefined : first.get(identity);
    if (before !== undefined) {
      const which = before === name ? name : `${before} and ${name}`;
      throw new Fault(`diff: --step names the same file twice, ${which}; name each dump once`);
    }
    if (identity !== null) first.set(identity, name);
  }
}
