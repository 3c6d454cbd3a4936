import { fstatSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Diff, Searched } from '../diff/diff.ts';
import type { DiffRequest, LogDiff } from '../diff/diffLog.ts';
import type { StepTexts } from '../diff/step/stepTexts.ts';
import { isConforming, type Verdict } from '../diff/verdict.ts';
import { shown } from '../port/shown.ts';
import { shellWords } from '../protocol/shell.ts';
import { addConfigFlags, configOf, statedOf } from './configFlags.ts';
import { checkDiffFlags } from './diffFlags.ts';
import { type DiffOutputs, diffProducts, showsSummary } from './diffProducts.ts';
import { checkIsLog, dumpHint } from './dumpHint.ts';
import { EXIT, Fault } from './fault.ts';
import { streamInput } from './files.ts';
import { expectVerdict, giveVerdict } from './judgement.ts';
import { libmFlag, libraryNamed } from './libm.ts';
import { isOfCommand, logSource, type ReadingOptions, readingOf, STANDARD_INPUT, withLogSource } from './logSource.ts';
import { checkNoFolders, checkOutputsApart } from './outputsApart.ts';
import { endingPorts } from './ports.ts';
import { writeProducts } from './products.ts';
import { progressLine } from './progress.ts';
import { append, stepsOf } from './runOptions.ts';
import { scriptFlags } from './script.ts';
import { type ScriptTraining, type TrainingOptions, trainScript } from './scriptTraining.ts';
import { print } from './standardOutput.ts';
import { type NamedSteps, namedSteps } from './stepFiles.ts';
import { fitted } from './terminal.ts';
import { withWorkFolder } from './workFolder.ts';

const [TRAINS_SCRIPT, NAMES_PYTHON] = scriptFlags(
  'trains it, replays the run from its own start, and judges its steps 1 to 3 as --step does',
);

const STATUS: Readonly<Record<Verdict, number>> = {
  exact: EXIT.conforms,
  f64: EXIT.conforms,
  f32: EXIT.conforms,
  printed: EXIT.conforms,
  diverges: EXIT.doesNotConform,
  'different-start': EXIT.doesNotConform,
  'no-losses': EXIT.fault,
};

const PIPED = 'standard input is a pipe, and is not read; to compare a log from it too, name it: diff - --step FILE';

/** What a search tries. */
const TRIED = { mistakes: 'known mistakes and combinations', readings: 'readings of the parameters' } as const;

interface DiffOptions extends ReadingOptions, DiffOutputs, TrainingOptions {
  readonly params?: string;
  readonly docs?: string;
  readonly layout?: string;
  readonly against?: string;
  readonly libm?: string;
  readonly quick?: boolean;
  readonly search?: boolean;
  readonly diagnosis: boolean;
  readonly allowIncomplete?: boolean;
  readonly num_steps?: number;
  readonly numSteps?: number;
  readonly step: readonly string[];
}

/** `diff`: a log's losses and samples beside those of the run that is due. */
export function diffCommand(): Command {
  const command = withLogSource(new Command('diff'))
    .description("compare a port's printed losses and samples with those of microgpt.py, and print a verdict")
    .option(
      '--params <file>',
      "the port's initial parameters: replays the run from there (spec/traces.md, Dumps of a start)",
    )
    .option('--docs <file>', 'its documents in training order, one a line')
    .option(
      '--layout <name>',
      'how the parameters are stored, where that is not found: names joined by "+" (alphabetical, lm-head-last, transposed, ...), or the matrices as they stand, joined by ",", "^T" behind a transposed one; "+bos-first" where BOS has row 0',
    )
    .option('--input <file>', 'the dataset: for documents beyond the first 1000, and to find mistakes in their order')
    .addOption(TRAINS_SCRIPT)
    .addOption(NAMES_PYTHON)
    .option('--steps <n>', 'of the training of --script, at most', stepsOf)
    .option(
      '--step <file>',
      'a dump of one training step, or a folder of such: says stage by stage where it leaves the specification, without a log too; may be repeated (npx microgpt-spec init dump LANG prints the lines for a port; spec/traces.md, Dumps of a step)',
      append,
      [],
    )
    .addOption(libmFlag())
    .option('--against <log>', 'compare with another log in place of a run')
    .option('--quick', 'look for single mistakes only, not for combinations')
    .addOption(
      new Option(
        '--search',
        'look for combinations of mistakes too where the run starts elsewhere (up to three together; counted, so the same on any machine, and 90 s at the most); else it is done where it does not',
      ).conflicts('quick'),
    )
    .option('--no-diagnosis', 'look for no mistakes')
    .option('--allow-incomplete', 'exit with 0 also where the log agrees and does not hold all of its run')
    .option('--badge <file>', 'of a log: write a badge for https://shields.io/endpoint')
    .option('--json <file>', 'write the result as JSON; "-" prints it in place of the summary')
    .option(
      '--html <file>',
      'write a page with the loss curve over the one that is due, and of --step the stages as a picture and maps of the differences; one file, which needs no network; "-" prints it in place of the summary',
    );
  return addConfigFlags(command, 'found from the log and its dump').action(diff);
}

async function diff(operands: readonly string[], options: DiffOptions): Promise<void> {
  expectVerdict();
  checkDiffFlags({ ...options });
  const outputs = { '--json': options.json, '--html': options.html, '--badge': options.badge };
  const isWritten = isOfCommand();
  // A command may write its dumps while it runs: a folder is listed when it has ended.
  const found = isWritten ? null : options.step.map(namedSteps);
  checkNoFolders('diff', outputs);
  checkOutputsApart('diff', outputs, filesRead(operands, options, found));
  if (!isWritten) checkIsLog(operands);
  if (found !== null && found.length > 0 && operands.length === 0) return stepsAlone(found, options);
  const named = found === null || found.length === 0 ? null : await stepTextsOf(found, options);
  const { log, hasBegun, trained } = await endingPorts(() =>
    withWorkFolder((work) => compared(work, operands, options)),
  );
  const steps = await stepsBeside(named, found, options, log.trace.num_steps, trained);
  const result: LogDiff = steps?.holds === false ? { ...log, verdict: 'diverges' } : log;
  const { endLines, summaryLines } = await import('../diff/summary.ts');
  const hint = isConforming(result.verdict) || isWritten || operands.length === 0 ? null : dumpHint(operands[0]);
  const whole = withSteps(summaryLines(result), steps, hint);
  const rest = hasBegun ? withSteps(endLines(result), steps, hint) : whole;
  giveVerdict(statusOf(result, options.allowIncomplete === true || options.steps !== undefined));
  await writeProducts('diff', await diffProducts(result, { rest, whole }, options, steps));
}

/** Steps beside a log, which may say of how many steps the run is; those of a script; null where there are none. */
async function stepsBeside(
  named: StepTexts | null,
  found: readonly NamedSteps[] | null,
  options: DiffOptions,
  logged: number | null,
  trained: StepTexts | null,
): Promise<StepTexts | null> {
  if (options.step.length === 0) return trained;
  if (named !== null && (logged === null || named.judged.num_steps === logged)) return named;
  return stepTextsOf(found ?? options.step.map(namedSteps), options, logged);
}

/** The files that are read, as far as they are named. */
function filesRead(operands: readonly string[], options: DiffOptions, found: readonly NamedSteps[] | null): string[] {
  const { params, docs, input, against, script, step } = options;
  const logs = found === null ? [] : operands.filter((log) => log !== STANDARD_INPUT);
  const steps = found?.flatMap(({ files }) => files) ?? step;
  return [...logs, params, docs, input, against, script, ...steps].filter((file) => file !== undefined);
}

/** The lines of a log with those of its steps before them, and what is next before the verdict. */
function withSteps(lines: readonly string[], steps: StepTexts | null, hint: string | null): readonly string[] {
  const said = [...(hint === null ? [] : [hint]), ...(steps?.next ?? [])];
  return [...(steps?.lines ?? []), ...lines.toSpliced(-1, 0, ...said)];
}

/** Steps without a log. */
async function stepsAlone(found: readonly NamedSteps[], options: DiffOptions): Promise<void> {
  if (options.badge !== undefined) throw new Fault('diff: --badge is of a log; name one, or - for standard input');
  if (options.libm !== undefined) {
    throw new Fault(
      "diff: --libm is of a log's losses, and a step is judged within a class, whatever its library; leave it out",
    );
  }
  const read = await judgedStepsOf(found, options);
  const judged = isPiped() ? { ...read, notes: [...read.notes, PIPED] } : read;
  const { stepVerdict } = await import('../diff/step/stepVerdict.ts');
  const verdict = await withFault(async () => stepVerdict(judged));
  giveVerdict(verdict.holds ? EXIT.conforms : EXIT.doesNotConform);
  const { stepProducts } = await import('./stepProducts.ts');
  await writeProducts('diff', await stepProducts(judged, verdict, options));
}

function isPiped(): boolean {
  try {
    return fstatSync(process.stdin.fd).isFIFO();
  } catch {
    return false; // standard input is closed
  }
}

async function stepTextsOf(
  found: readonly NamedSteps[],
  options: DiffOptions,
  logged: number | null = null,
): Promise<StepTexts> {
  const { stepTexts } = await import('../diff/step/stepTexts.ts');
  return stepTexts(await judgedStepsOf(found, options, logged));
}

async function judgedStepsOf(found: readonly NamedSteps[], options: DiffOptions, logged: number | null = null) {
  const { judgedSteps } = await import('./steps.ts');
  return judgedSteps(found, { ...options }, undefined, logged);
}

/** The comparison, whether its beginning was printed while it was being made, and the first steps of a script. */
async function compared(work: string, operands: readonly string[], flags: DiffOptions) {
  const progress = progressLine();
  const training = flags.script === undefined ? null : await trainScript(flags, work, progress);
  const options = training === null ? flags : { ...flags, ...training.dumps };
  const reading = await readingOf(options, (step) => progress.show(`step ${step}`), operands);
  const { chunks, ending } = training ?? (await logSource(operands));
  // A command may write its dumps while it runs.
  const log = isOfCommand() && readsFiles(options) ? await readWhole(chunks) : chunks;
  const { diffSources } = await import('../report/diffSources.ts');
  const { diffLog } = await import('../diff/diffLog.ts');
  const { beginningLines } = await import('../diff/summary.ts');
  const { withGolden } = await import('./withGolden.ts');
  let hasBegun = false;
  const showBeginning = async (diff: Diff) => {
    progress.clear();
    hasBegun = true;
    await print(fitted(shown(`${beginningLines(diff).join('\n')}\n`)));
  };
  const request = {
    ...(await dumpsNamed(options)),
    config: configOf('diff', { ...options }),
    stated: statedOf({ ...options }),
    stepsGiven: (options.num_steps ?? options.numSteps) !== undefined,
    reading,
    ending,
    script: scriptOf(flags),
    layout: options.layout,
    libm: options.libm === undefined ? undefined : await libraryNamed(options.libm),
    against: options.against === undefined ? undefined : streamInput('diff', options.against),
    diagnosis: diagnosisOf(options),
    onOtherStart: showsSummary(options) ? showBeginning : undefined,
    onProgress: (tried: number, what: keyof typeof TRIED) => progress.show(`${tried} ${TRIED[what]} tried`),
  };
  const result = await withGolden(() => withFault(() => diffLog(log, { ...diffSources(), ...request })));
  const trained = training === null ? null : await scriptStepsOf(training, flags, result);
  progress.clear();
  return { log: result, hasBegun, trained };
}

async function scriptStepsOf(training: ScriptTraining, options: DiffOptions, { diagnosis }: Diff) {
  const { scriptSteps } = await import('./scriptSteps.ts');
  return scriptSteps(training, { ...options }, (diagnosis?.explanations.length ?? 0) > 0);
}

function scriptOf({ script, python, steps }: DiffOptions): DiffRequest['script'] {
  if (script === undefined) return undefined;
  return { port: shellWords(['--script', script, ...(python === undefined ? [] : ['--python', python])]), steps };
}

/** A log that agrees as far as it goes conforms only where it goes all the way, or need not. */
function statusOf({ verdict, completeness }: Diff, allowsIncomplete: boolean): number {
  const isLimited = isConforming(verdict) && completeness.reasons.length > 0;
  return isLimited && !allowsIncomplete ? EXIT.doesNotConform : STATUS[verdict];
}

function readsFiles({ params, docs, input }: DiffOptions): boolean {
  return params !== undefined || docs !== undefined || input !== undefined;
}

/** All of a log, as it came. */
async function readWhole(chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const { Readable } = await import('node:stream');
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Readable.from(read);
}

async function dumpsNamed(options: DiffOptions) {
  if (!readsFiles(options)) return {};
  const { dumpsOf } = await import('./dumps.ts');
  return dumpsOf(options);
}

function diagnosisOf({ quick, search, diagnosis }: DiffOptions): Searched {
  if (!diagnosis) return 'none';
  if (search) return 'full';
  return quick ? 'quick' : 'usual';
}

/** Shows what a dump or its configuration has wrong as a fault of the call. */
async function withFault<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`diff: ${error.message}`) : error;
  }
}
