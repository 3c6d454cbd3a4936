import { Command, InvalidArgumentError, Option } from 'commander';
import { CHAPTERS, type Chapter } from '../port/ops.ts';
import type { RunResult } from '../report/result.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { EXIT, Fault } from './fault.ts';
import { nearest } from './nearest.ts';
import { print, STANDARD_OUTPUT, writeJson } from './output.ts';

interface RunOptions {
  readonly chapter?: readonly Chapter[];
  readonly seed: number;
  readonly runs: number;
  readonly json?: string;
  readonly reporter: readonly string[];
}

/** `run`: the suite against a port, the embedded reference by default. */
export function runCommand(): Command {
  return new Command('run')
    .description('run the suite, against the embedded reference, and print a verdict')
    .addOption(
      new Option('--chapter <names...>', `only these chapters: ${CHAPTERS.join(' ')}`).argParser(
        (name: string, before?: readonly Chapter[]) => [...(before ?? []), chapterNamed(name)],
      ),
    )
    .option('--seed <n>', 'seed of the random inputs; "random" draws one', seedOf, DEFAULT_SAMPLING.seed)
    .option('--runs <n>', 'random inputs for each law', runsOf, DEFAULT_SAMPLING.runs)
    .option('--json <file>', 'write the result as JSON; "-" prints it in place of the table')
    .option('--reporter <name>', "one of vitest's reporters, beside the table; may be repeated", append, [])
    .action(run);
}

async function run(options: RunOptions): Promise<void> {
  const { runSuite } = await import('../suite/run.ts');
  const outcome = await runSuite({
    port: { kind: 'reference' },
    sampling: { seed: options.seed, runs: options.runs },
    chapters: options.chapter ?? CHAPTERS,
    reporters: options.reporter,
    onCheck: progress(),
  });
  clearProgress();
  if (outcome.kind === 'suite-fault') {
    throw new Fault(`run: the suite is at fault, not the port: ${outcome.faults.join('; ')}`);
  }
  await show(outcome.result, options.json);
  process.exitCode = outcome.result.verdict === 'conforms' ? EXIT.conforms : EXIT.doesNotConform;
}

async function show(result: RunResult, file: string | undefined): Promise<void> {
  const { resultTable } = await import('../report/table.ts');
  const { styleFor } = await import('../report/style.ts');
  if (file !== undefined) await writeJson('run', file, result);
  if (file !== STANDARD_OUTPUT) await print(resultTable(result, styleFor(process.stdout)));
}

/** Counts checks on standard error while it is a terminal. */
function progress(): () => void {
  let ended = 0;
  return () => {
    ended++;
    if (process.stderr.isTTY) process.stderr.write(`\r${ended} checks`);
  };
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

function chapterNamed(name: string): Chapter {
  const chapter = CHAPTERS.find((candidate) => candidate === name);
  if (chapter === undefined) {
    throw new InvalidArgumentError(
      `There is no chapter ${name}; did you mean ${nearest(name, CHAPTERS).join(' or ')}?`,
    );
  }
  return chapter;
}

function seedOf(text: string): number {
  if (text === 'random') return Math.floor(Math.random() * 2 ** 31);
  const seed = Number(text);
  if (text === '' || !Number.isInteger(seed) || Math.abs(seed) >= 2 ** 31) {
    throw new InvalidArgumentError('It must be an integer below 2**31, or "random".');
  }
  return seed;
}

function runsOf(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1) throw new InvalidArgumentError('It must be an integer >= 1.');
  return runs;
}

function append(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
