import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type JudgedStep, judgeSteps } from '../diff/step/judgeStep.ts';
import { dtypeOf, type ReadStep, readStep, sizesOf } from '../diff/step/readStep.ts';
import type { StepDump } from '../diff/step/stepDump.ts';
import { stepTokens } from '../diff/step/stepTokens.ts';
import type { Dtype } from '../port/precision.ts';
import { configOf } from './configFlags.ts';
import { Fault } from './fault.ts';
import { readInput } from './files.ts';

/** Bytes of a file that are read: those of a dump of parameters, seven times. */
const MOST_BYTES = 2 ** 28;
const ADVICE = '; dump one step alone';

/** Steps that were dumped and judged. */
export interface JudgedSteps {
  readonly dtype: Dtype;
  readonly steps: readonly JudgedStep[];
}

/**
 * Reads dumps of steps and judges them.
 *
 * @param named - files and folders, of one run
 * @param options - the command's, the constants among them
 * @throws Fault where a file cannot be read, is no such dump, or is not of the configuration
 */
export async function judgedSteps(
  named: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<JudgedSteps> {
  const read: ReadStep[] = [];
  for (const file of named.flatMap(filesOf)) read.push(...(await stepsIn(file)));
  const sizes = Object.assign({}, ...read.map(({ dump }) => sizesOf(dump)));
  const { vocab_size, ...found } = sizes;
  const config = configOf('diff', { ...found, ...options });
  try {
    const dumps = read
      .map((step): StepDump => ({ ...step.dump, tokens: stepTokens(step, vocab_size) }))
      .toSorted((a, b) => a.step - b.step);
    const again = dumps.find(({ step }, i) => dumps[i + 1]?.step === step);
    if (again !== undefined) throw new RangeError(`step: there are two dumps of step ${again.step}; leave one of them out`);
    const dtype = dtypeOf(dumps);
    return { dtype, steps: judgeSteps(dumps, config, dtype) };
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`diff: ${error.message}`) : error;
  }
}

/** The file; or those of a folder, `step2` before `step10`. */
function filesOf(named: string): string[] {
  if (!statSync(named, { throwIfNoEntry: false })?.isDirectory()) return [named];
  const names = readdirSync(named).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const files = names.map((name) => join(named, name)).filter((file) => statSync(file).isFile());
  if (files.length === 0) throw new Fault(`diff: --step ${named}: the folder has no file; name a dump, or write one into it`);
  return files;
}

async function stepsIn(file: string): Promise<readonly ReadStep[]> {
  const bytes = await readInput('diff', file, MOST_BYTES, ADVICE);
  try {
    return await readStep(bytes, file);
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`diff: ${file}: ${error.message}`) : error;
  }
}
