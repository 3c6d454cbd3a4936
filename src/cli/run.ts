import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CHAPTERS, type Chapter } from '../port/ops.ts';
import type { PortChoice } from '../port/select.ts';
import type { RunResult } from '../report/result.ts';
import { type CoverageRequest, REFERENCE_CODE } from '../suite/coverage.ts';
import { CANONICAL_STEPS, DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { EXIT, Fault } from './fault.ts';
import { nearest } from './nearest.ts';
import { print, STANDARD_OUTPUT, writeJson } from './output.ts';
import { endingPorts } from './ports.ts';
import { progressLine } from './progress.ts';

/** Seconds that an answer may take. */
const DEFAULT_TIMEOUT_S = 10;
const MS_PER_S = 1000;
const COVERAGE_FOLDER = 'coverage';

interface RunOptions {
  readonly chapter?: readonly Chapter[];
  readonly seed: number;
  readonly runs: number;
  readonly steps?: number;
  readonly module?: string;
  readonly json?: string;
  readonly coverage?: string | true;
  readonly reporter: readonly string[];
  readonly timeout: number;
  readonly require?: readonly string[];
}

/** `run`: the suite against a port, the embedded reference by default. */
export function runCommand(): Command {
  return new Command('run')
    .description('run the suite, against a port or the embedded reference, and print a verdict')
    .argument(
      '[command...]',
      'the port, behind "--": a program that answers spec/protocol.md; without it, the reference',
    )
    .addOption(
      new Option('--chapter <names...>', `only these chapters: ${CHAPTERS.join(' ')}`).argParser(
        (name: string, before?: readonly Chapter[]) => [...(before ?? []), chapterNamed(name)],
      ),
    )
    .option('--seed <n>', 'seed of the random inputs; "random" draws one', seedOf, DEFAULT_SAMPLING.seed)
    .option('--runs <n>', 'random inputs for each law', runsOf, DEFAULT_SAMPLING.runs)
    .option(
      '--steps <n>',
      'steps of the canonical run to ask for; by default what hello says (steps=), or 1000',
      stepsOf,
    )
    .option('--module <file>', 'a port in JavaScript or TypeScript: a module whose default export is one')
    .option(
      '--coverage [folder]',
      `V8's coverage of the module port, or of the reference: text, and lcov and HTML in the folder (${COVERAGE_FOLDER})`,
    )
    .option('--json <file>', 'write the result as JSON; "-" prints it in place of the table')
    .option('--reporter <name>', "one of vitest's reporters, beside the table; may be repeated", append, [])
    .option(
      '--timeout <seconds>',
      'how long an answer may take; trainings have 12 times as long',
      secondsOf,
      DEFAULT_TIMEOUT_S,
    )
    .addOption(
      new Option('--require <names...>', 'chapters that must be claimed whole, or "all"').argParser(
        (name: string, before?: readonly string[]) => [...(before ?? []), name === 'all' ? name : chapterNamed(name)],
      ),
    )
    .action(run);
}

async function run(command: readonly string[], options: RunOptions): Promise<void> {
  const { runSuite } = await import('../suite/run.ts');
  const progress = progressLine();
  let ended = 0;
  const outcome = await endingPorts(() =>
    runSuite({
      port: choiceOf(command, options),
      required: (options.require ?? []).flatMap((name) =>
        CHAPTERS.filter((chapter) => name === 'all' || name === chapter),
      ),
      sampling: { seed: options.seed, runs: options.runs, steps: options.steps ?? null },
      chapters: CHAPTERS.filter((chapter) => options.chapter?.includes(chapter) ?? true),
      reporters: options.reporter,
      coverage: coverageOf(command, options),
      onCheck: () => progress.show(`${++ended} checks`),
    }),
  );
  progress.clear();
  if (outcome.kind === 'suite-fault') {
    throw new Fault(`run: ${faultOf(outcome.faults)}`);
  }
  await show(outcome.result, options.json);
  process.exitCode = outcome.result.verdict === 'conforms' ? EXIT.conforms : EXIT.doesNotConform;
}

/** Whose fault it was: a port that cannot be loaded or started says so in each file, and is named once. */
function faultOf(faults: readonly string[]): string {
  const portFault = faults.map((fault) => /PORT: .*/s.exec(fault)?.[0]).find((fault) => fault !== undefined);
  return portFault ?? `SUITE: the suite is at fault, not the port: ${faults.join('; ')}`;
}

async function show(result: RunResult, file: string | undefined): Promise<void> {
  const { resultTable } = await import('../report/table.ts');
  const { styleFor } = await import('../report/style.ts');
  if (file !== undefined) await writeJson('run', file, result);
  if (file !== STANDARD_OUTPUT) await print(resultTable(result, styleFor(process.stdout)));
}

function choiceOf(command: readonly string[], { module, timeout }: RunOptions): PortChoice {
  if (module === undefined) {
    return command.length === 0 ? { kind: 'reference' } : { kind: 'process', command, deadline: timeout * MS_PER_S };
  }
  if (command.length > 0) throw new Fault('run: give --module FILE or -- COMMAND, not both');
  const file = resolve(module);
  if (!existsSync(file)) throw new Fault(`run: cannot read ${module}: there is no such file or folder`);
  return { kind: 'module', file };
}

/** A port in another process brings its language's own coverage. */
function coverageOf(command: readonly string[], { coverage, module }: RunOptions): CoverageRequest | null {
  if (coverage === undefined) return null;
  if (command.length > 0) {
    throw new Fault('run: --coverage is of a module port or the reference; wrap a command in its own coverage tool');
  }
  const folder = resolve(coverage === true ? COVERAGE_FOLDER : coverage);
  return { folder, include: module === undefined ? REFERENCE_CODE : [resolve(module)] };
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

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds < Infinity)) throw new InvalidArgumentError('It must be a number of seconds > 0.');
  return seconds;
}

function stepsOf(text: string): number {
  const steps = runsOf(text);
  if (steps > CANONICAL_STEPS) throw new InvalidArgumentError(`The canonical run has ${CANONICAL_STEPS}.`);
  return steps;
}

function runsOf(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1) throw new InvalidArgumentError('It must be an integer >= 1.');
  return runs;
}

function append(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
