import { Option } from 'commander';
import { jsonText } from '../port/jsonText.ts';
import { type ExpectedFailure, ExpectedFault, parseExpected } from '../report/expectedFailures.ts';
import type { RunResult } from '../report/result.ts';
import { passes } from '../report/verdict.ts';
import type { SuiteOutcome } from '../suite/runSuite.ts';
import { EXIT, Fault } from './fault.ts';
import { readText } from './files.ts';
import { jobSummary } from './jobSummary.ts';
import { beside, type Product, productFor } from './products.ts';
import { minClausesOf } from './runOptions.ts';
import { STANDARD_OUTPUT } from './standardOutput.ts';
import { fittedVerdict } from './terminal.ts';

/** Characters of a text from outside that the table shows; a counterexample may have as many. */
const MOST_SHOWN = 20_000;

/** Bytes of a file of expected failures; a line of each clause takes 20 KB. */
const MOST_EXPECTED = 2 ** 20;

/** What is to be made of a result. */
export interface VerdictOptions {
  readonly json?: string;
  /** Failures that are expected. */
  readonly expected?: string;
  /** Where to write those that there are. */
  readonly writeExpected?: string;
  /** Whether the file of expected failures is written anew. */
  readonly updateExpected?: boolean;
  /** How many clauses must be held. */
  readonly minClauses?: number;
  /** Whether every failed check is shown, and what is long whole. */
  readonly verbose?: boolean;
}

/**
 * The lines of the file that the user named; none where none is named.
 *
 * @throws Fault where it cannot be read or used
 */
export async function expectedIn(command: string, file: string | undefined): Promise<ExpectedFailure[]> {
  if (file === undefined) return [];
  const { readSpec } = await import('../spec/clauses.ts');
  const text = await readText(command, file, MOST_EXPECTED);
  try {
    const ids = readSpec().map(({ id }) => id);
    return parseExpected(text, ids, file);
  } catch (error) {
    throw error instanceof ExpectedFault ? new Fault(`${command}: ${error.message}`) : error;
  }
}

/** A result, and what is said of its failures with the paths of this machine. */
export type Judged = Pick<Extract<SuiteOutcome, { kind: 'result' }>, 'result' | 'failures'>;

/** A result with its final verdict, and what is to be written of it. */
export interface Conclusion {
  readonly result: RunResult;
  readonly products: readonly Product[];
}

/**
 * Judges a result by the failures that are expected.
 *
 * @param command - the command, for messages
 * @param expected - as `expectedIn` reads them, before the run
 * @param printed - the beginning of the table that was printed already
 */
export async function conclude(
  command: string,
  { result: raw, failures }: Judged,
  expected: readonly ExpectedFailure[],
  options: VerdictOptions,
  printed = '',
): Promise<Conclusion> {
  const { applyExpected, expectedText } = await import('../report/expectedFailures.ts');
  const { resultTable } = await import('../report/table.ts');
  const { styleFor } = await import('../report/style.ts');
  const { shownAll } = await import('../port/shown.ts');
  const { json } = options;
  const writeExpected = writeExpectedOf(command, options);
  const result = withMinimum(applyExpected(raw, expected), options.minClauses);
  const products: Product[] = [];
  if (writeExpected !== undefined) {
    products.push(productFor(writeExpected, expectedText(result, expected)));
  }
  if (json !== undefined) products.push(productFor(json, jsonText(result)));
  products.push(...(await beside(() => summaryOf(result))));
  if (json !== STANDARD_OUTPUT) {
    const { verbose = false } = options;
    const table = shownAll(withFailures(result, failures), verbose ? Infinity : MOST_SHOWN);
    const text = resultTable(table, styleFor(process.stdout), verbose);
    const rest = text.startsWith(printed) ? text.slice(printed.length) : text;
    products.push({ kind: 'output', text: fittedVerdict(rest, passes(result)) });
  }
  return { result, products };
}

/** Where failures are written that are expected from now on. */
export function writeExpectedOf(
  command: string,
  { expected, writeExpected, updateExpected }: VerdictOptions,
): string | undefined {
  if (updateExpected !== true) return writeExpected;
  if (expected === undefined) {
    throw new Fault(
      `${command}: --update-expected writes the file of --expected, which is missing; --write-expected FILE makes one`,
    );
  }
  return expected;
}

/** A result of which more clauses may be due to hold. */
export function withMinimum(result: RunResult, least = 0): RunResult {
  const held = result.clauses.filter(({ status }) => status === 'held').length;
  if (held >= least) return result;
  const problem = `${held} clauses are held, and --min-clauses asks for ${least}`;
  return { ...result, problems: [...result.problems, problem] };
}

/** A result for whoever sits at this machine, whose paths may stand in it. */
function withFailures(result: RunResult, failures: Judged['failures']): RunResult {
  const clauses = result.clauses.map((clause) => ({
    ...clause,
    checks: clause.checks.map((check) => {
      const counterexample = failures.get(check.title);
      return check.counterexample === undefined || counterexample === undefined ? check : { ...check, counterexample };
    }),
  }));
  return { ...result, clauses };
}

/** Whether a port that does not conform is a failure of the command, too. */
export interface FailOptions {
  /** False with `--no-fail`. */
  readonly fail: boolean;
}

/** `--no-fail`, for commands that give a verdict. */
export const NO_FAIL = ['--no-fail', 'exit with 0 where a port does not conform; another step judges'] as const;

/** `--min-clauses`, for a number that only grows. */
export const MIN_CLAUSES = new Option(
  '--min-clauses <n>',
  'exit with 1 where fewer clauses are held: for a port that grows',
).argParser(minClausesOf);

/** The exit status of some results: that of the worst. */
export function statusOf(results: readonly RunResult[], { fail }: FailOptions): number {
  return results.every(passes) || !fail ? EXIT.conforms : EXIT.doesNotConform;
}

async function summaryOf(result: RunResult): Promise<Product[]> {
  const { runMarkdown } = await import('../report/markdown.ts');
  return jobSummary(runMarkdown(result));
}
