import { Command, Option } from 'commander';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import type { ExpectedFailure } from '../report/expectedFailures.ts';
import type { RunResult } from '../report/result.ts';
import type { SuiteRequest } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING, LARGEST_SIZES } from '../suite/sampling.ts';
import type { Shard } from '../suite/shard.ts';
import { type CodeCoverage, checkCounting, codeCoverage, uncovered } from './codeCoverage.ts';
import { conclude, expectedIn, MIN_CLAUSES, NO_FAIL, statusOf, writeExpectedOf } from './conclusion.ts';
import { coverageProducts } from './coverage.ts';
import { Fault } from './fault.ts';
import { expectVerdict, giveVerdict } from './judgement.ts';
import { withinMaxTime } from './maxTime.ts';
import { missingLines } from './minLines.ts';
import { checkOutputsApart } from './outputsApart.ts';
import { endingPorts } from './ports.ts';
import { beside, type Product, writeProducts } from './products.ts';
import { progressLine } from './progress.ts';
import { reporterProducts, withReporters } from './reporters.ts';
import {
  append,
  chapterNamed,
  joined,
  maxTimeOf,
  percentOf,
  revisionOf,
  runsOf,
  seedOf,
  shardOf,
  sizesOf,
  soakOf,
  stepsOf,
  timeoutOf,
} from './runOptions.ts';
import { checksDue, progressText, startText } from './runProgress.ts';
import {
  COVERAGE_FOLDER,
  codeFolder,
  coverageFolder,
  DEFAULT_TIMEOUT_S,
  type RunOptions,
  requestOf,
} from './runRequest.ts';
import { orderFlag, portCommand, scriptFlags } from './script.ts';
import { sideProducts } from './sideFiles.ts';
import { checkSoak, soakRun } from './soak.ts';
import { STANDARD_OUTPUT, watchOutput } from './standardOutput.ts';
import { suiteFault } from './suiteFault.ts';
import type { TableSoFar } from './tableSoFar.ts';
import { withWorkFolder } from './workFolder.ts';

/** Seconds that a run may take: four hours, which no right port has needed. */
const DEFAULT_MAX_TIME_S = 14_400;
const S_PER_MINUTE = 60;
const REPORT_FOLDER = 'report';
const SHARD_FOLDER = 'shards';
const [RUNS_SCRIPT, NAMES_PYTHON] = scriptFlags('its own statements answer the suite, found by what they do');

/** `run`: the suite against a port, the embedded reference by default. */
export function runCommand(): Command {
  return new Command('run')
    .description('run the suite, against a port or the embedded reference, and print a verdict')
    .argument(
      '[command...]',
      'the port, behind "--": a program that answers spec/protocol.md; without "--" and --module, the reference',
    )
    .addOption(
      new Option('--chapter <names...>', `only these chapters: ${SPEC_CHAPTERS.join(' ')}`).argParser(
        joined(chapterNamed),
      ),
    )
    .option(
      '--clause <id>',
      'only this clause, such as loss.11, or the check of this title; may be repeated',
      append,
      [],
    )
    .option('--path <path>', "with one check: fast-check's path to the one input to ask, as a failure prints it")
    .option('--seed <n>', 'seed of the random inputs; "random" draws one', seedOf, DEFAULT_SAMPLING.seed)
    .option('--runs <n>', 'random inputs for each law', runsOf, DEFAULT_SAMPLING.runs)
    .option(
      '--sizes <n>',
      `how much larger than usual some inputs are drawn; ${LARGEST_SIZES} is models 384 wide (128 with a layer), blocks of 256, 100,000 steps, files of a million lines`,
      sizesOf,
      DEFAULT_SAMPLING.sizes,
    )
    .option(
      '--soak <minutes>',
      'one run, and then rounds with new seeds and larger or more inputs until the time is up or a check fails: each size up to that of --sizes 64 by itself, not six layers 384 wide, which is 200 MB a request',
      soakOf,
    )
    .option(
      '--steps <n>',
      'steps of the canonical run to ask for; by default what hello says (steps=), or 1000',
      stepsOf,
    )
    .option('--core', 'only core checks: inputs that a run may have; without it edge checks are asked too', false)
    .option('--module <file>', 'a port in JavaScript or TypeScript: a module whose default export is one')
    .addOption(RUNS_SCRIPT)
    .addOption(NAMES_PYTHON)
    .addOption(orderFlag())
    .option(
      '--coverage [folder]',
      `coverage of clauses, and of the code of a module port, the reference, or --lcov: text, and files in the folder (${COVERAGE_FOLDER})`,
    )
    .option(
      '--lcov <file>',
      "with --coverage: lines that the port's own tool has counted, shown beside the clauses; may be repeated",
      append,
      [],
    )
    .option(
      '--lcov-by <command>',
      'what the shell is to run when the port has ended, for the file of --lcov to be there',
    )
    .option('--json <file>', 'write the result as JSON; "-" prints it in place of the table')
    .option(
      '--report [folder]',
      `write a page, Markdown and a badge into the folder (${REPORT_FOLDER}), as report does`,
    )
    .option('--expected <file>', 'failures that are expected: a line a clause, its kinds of failure and the reason')
    .option('--write-expected <file>', 'write that file from this run')
    .option('--update-expected', 'with --expected: write the file anew from this run, with the reasons that it has')
    .addOption(MIN_CLAUSES)
    .option(
      '--min-lines <percent>',
      "with --coverage: exit with 1 where fewer of the port's lines are covered",
      percentOf,
    )
    .option('--revision <n>', "judge by this revision of the specification's list of clauses", revisionOf)
    .option(
      '--reporter <name[=file]>',
      "beside the table: junit=FILE, github-actions (a failure a clause), or one of vitest's, tap, verbose, ...; may be repeated",
      append,
      [],
    )
    .option('--shard <i/n>', 'only a part of the suite, for report --merge to join', shardOf)
    .option('--shard-folder <folder>', 'where the parts go', SHARD_FOLDER)
    .option(
      '--verbose',
      'show every failed check, and requests whole; without it a failed check for each clause',
      false,
    )
    .option(...NO_FAIL)
    .option('--watch <paths...>', 'run again whenever one of these files or folders changes')
    .option(
      '--timeout <seconds>',
      'how long an answer may take, of a command or a module; trainings have 12 times as long',
      timeoutOf,
      DEFAULT_TIMEOUT_S,
    )
    .option(
      '--max-time <seconds>',
      'how long the whole run may take, with --soak beyond its minutes; what is late is ended, with status 2',
      maxTimeOf,
      DEFAULT_MAX_TIME_S,
    )
    .addOption(
      new Option('--require <names...>', 'chapters that must be claimed whole, or "all"').argParser(
        joined((name) => (name === 'all' ? name : chapterNamed(name))),
      ),
    )
    .action(run);
}

async function run(command: readonly string[], options: RunOptions): Promise<void> {
  checkSoak(options);
  if (options.watch === undefined) return runOnce(command, options);
  if (options.shard !== undefined) throw new Fault('run: --watch or --shard, not both');
  const { whenChanged } = await import('./watch.ts');
  return whenChanged(options.watch, () => runOnce(command, options));
}

async function runOnce(command: readonly string[], options: RunOptions): Promise<void> {
  expectVerdict();
  const port = portCommand('run', command, options);
  return withWorkFolder((work) => runIn(work, port, options));
}

/** @param work - a folder for files that are put in their places at the end */
async function runIn(work: string, command: readonly string[], options: RunOptions): Promise<void> {
  writeExpectedOf('run', options); // refused before minutes are spent
  checkCounting(command, options);
  const began = Date.now();
  const expected = await expectedIn('run', options.expected);
  const progress = progressLine();
  let ended = 0;
  const { request: asked, files, own } = await requestOf(command, options, work);
  const printed = own.map(({ name, file }) => [`--reporter ${name}`, file]);
  checkOutputsApart(
    'run',
    { '--json': options.json, ...Object.fromEntries(printed) },
    [options.expected, options.module, options.script, ...options.lcov].filter((file) => file !== undefined),
  );
  // vitest's reporters write to standard output too, and not in between, and so does coverage; what a soak comes to is known at its end.
  const apart =
    options.json === STANDARD_OUTPUT ||
    asked.reporters.length > 0 ||
    options.soak !== undefined ||
    options.coverage !== undefined;
  const table = apart ? null : await tableFor(expected, progress.clear);
  const onChapter = (soFar: RunResult) => table?.show(soFar);
  const total = await checksDue(asked);
  const onCheck = () => {
    ended++;
    if (options.soak === undefined) progress.show(progressText(ended, total, asked.coverage !== null, options.shard));
  };
  const request = { ...asked, onCheck, onChapter };
  progress.show(startText(command, options.module));
  watchOutput(); // vitest's reporters write there too
  const bounded = <T>(action: () => Promise<T>) =>
    endingPorts(() =>
      withinMaxTime(
        options.maxTime + (options.soak ?? 0) * S_PER_MINUTE,
        options.soak === undefined ? '--max-time' : '--soak and --max-time',
        () => {
          progress.clear();
          return ended;
        },
        () => withReporters(action),
      ),
    );
  if (options.shard !== undefined) {
    const [first] = own;
    if (first !== undefined) {
      throw new Fault(`run: --reporter ${first.name} is of a whole run; give it to report --merge, without --shard`);
    }
    const part = await partOf(request, options.shard, options);
    await bounded(part);
    return writeProducts('run', sideProducts(files()));
  }
  const { runSuite } = await import('../suite/runSuite.ts');
  const { soak } = options;
  const outcome = await bounded(() =>
    soak === undefined ? runSuite(request) : soakRun(request, soak, expected, progress),
  );
  progress.clear();
  if (outcome.kind === 'suite-fault') throw suiteFault(outcome);
  const code = coverageFolder(options) === null ? null : await codeCoverage(codeFolder(work), command, options, began);
  const problems = [...outcome.result.problems, ...(code === null ? [] : missingLines(code, options.minLines))];
  const judged = { ...outcome, result: { ...outcome.result, problems } };
  const { result, products } = await conclude('run', judged, expected, options, table?.printed);
  const all = [
    ...(await beside(() => coverageOf(result, code, command, options))),
    ...(await beside(async () => sideProducts(files()))),
    ...(await beside(() => reporterProducts(own, result))),
    ...products,
    ...(await beside(() => reportOf(result, options))),
  ];
  giveVerdict(statusOf([result], options));
  await writeProducts('run', all);
}

async function tableFor(expected: readonly ExpectedFailure[], before: () => void): Promise<TableSoFar> {
  const { TableSoFar } = await import('./tableSoFar.ts');
  return new TableSoFar(expected, before);
}

async function coverageOf(
  result: RunResult,
  code: CodeCoverage | null,
  command: readonly string[],
  options: RunOptions,
): Promise<Product[]> {
  const folder = coverageFolder(options);
  if (folder === null || code === null) return [];
  return coverageProducts(result, folder, code, {
    own: uncovered(command, options.module) === null,
    quiet: options.json === STANDARD_OUTPUT,
  });
}

async function reportOf(result: RunResult, { report }: RunOptions): Promise<Product[]> {
  if (report === undefined) return [];
  const { allIn, pageProducts } = await import('./pages.ts');
  return pageProducts([result], allIn(report === true ? REPORT_FOLDER : report), 'full');
}

/** The verdict and all that depends on it are given where the parts are joined. */
async function partOf(request: SuiteRequest, shard: Shard, options: RunOptions): Promise<() => Promise<void>> {
  const whole = (['json', 'expected', 'writeExpected', 'minClauses', 'coverage', 'report'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (whole !== undefined) {
    const flag = whole.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    throw new Fault(`run: --${flag} is of a whole run; give it to report --merge, without --shard`);
  }
  const { testFiles } = await import('../suite/testFiles.ts');
  const files = testFiles(request.chapters).length;
  if (shard.count > files) {
    throw new Fault(
      `run: --shard ${shard.index}/${shard.count}: the suite is divided by files, of which there are ${files} here; ask for no more parts`,
    );
  }
  const { runShardInto } = await import('./shard.ts');
  return () => runShardInto(options.shardFolder, shard, request, options);
}
