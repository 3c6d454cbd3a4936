import { appendFileSync, readFileSync } from 'node:fs';
import { type ExpectedFailure, ExpectedFault, parseExpected } from '../report/expectedFailures.ts';
import type { RunResult } from '../report/result.ts';
import { EXIT, Fault } from './fault.ts';
import { reasonOf } from './files.ts';
import { print, STANDARD_OUTPUT, writeJson } from './standardOutput.ts';
import { writeWhole } from './writeFile.ts';

/** Where GitHub Actions takes a job's summary. */
const STEP_SUMMARY = 'GITHUB_STEP_SUMMARY';

/** What is to be made of a result. */
export interface VerdictOptions {
  readonly json?: string;
  /** Failures that are expected. */
  readonly expected?: string;
  /** Where to write those that there are. */
  readonly writeExpected?: string;
}

/**
 * The lines of the file that the user named; none where none is named.
 *
 * @throws Fault where it cannot be read or used
 */
export async function expectedIn(command: string, file: string | undefined): Promise<ExpectedFailure[]> {
  if (file === undefined) return [];
  const { readSpec } = await import('../spec/clauses.ts');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Fault(`${command}: cannot read ${file}: ${reasonOf(error)}`);
  }
  try {
    const ids = readSpec().map(({ id }) => id);
    return parseExpected(text, ids, file);
  } catch (error) {
    throw error instanceof ExpectedFault ? new Fault(`${command}: ${error.message}`) : error;
  }
}

/**
 * Judges a result by the failures that are expected, writes and prints it, and sets the exit status.
 *
 * @param expected - as `expectedIn` reads them, before the run
 * @returns the result with its final verdict
 */
export async function giveVerdict(
  command: string,
  raw: RunResult,
  expected: readonly ExpectedFailure[],
  options: VerdictOptions,
): Promise<RunResult> {
  const { applyExpected, expectedText } = await import('../report/expectedFailures.ts');
  const { resultTable } = await import('../report/table.ts');
  const { styleFor } = await import('../report/style.ts');
  const result = applyExpected(raw, expected);
  if (options.writeExpected !== undefined) {
    writeWhole(command, options.writeExpected, expectedText(result, expected));
  }
  if (options.json !== undefined) await writeJson(command, options.json, result);
  await summarize(command, result);
  if (options.json !== STANDARD_OUTPUT) await print(resultTable(result, styleFor(process.stdout)));
  process.exitCode = result.verdict === 'conforms' ? EXIT.conforms : EXIT.doesNotConform;
  return result;
}

/** Adds the result to the job's summary, where there is one. */
async function summarize(command: string, result: RunResult): Promise<void> {
  const file = process.env[STEP_SUMMARY];
  if (file === undefined || file === '') return;
  const { runMarkdown } = await import('../report/markdown.ts');
  try {
    appendFileSync(file, runMarkdown(result));
  } catch (error) {
    throw new Fault(`${command}: cannot write ${file} (${STEP_SUMMARY}): ${reasonOf(error)}`);
  }
}
