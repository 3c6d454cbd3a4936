import type { Stated } from '../diff/dialects/stated.ts';
import { besideNotes } from '../diff/step/besideNotes.ts';
import { type JudgedStep, judgeSteps } from '../diff/step/judgeStep.ts';
import { hasNoLayers } from '../diff/step/noLayers.ts';
import { type Reading, readingOf } from '../diff/step/reading.ts';
import { dtypeOf, isEither } from '../diff/step/readPrecision.ts';
import { type StepSizes, sizesOf } from '../diff/step/readSizes.ts';
import { type ReadStep, readSteps, type StepFile } from '../diff/step/readStep.ts';
import { withSquaresTurned } from '../diff/step/squareMatrices.ts';
import { isWrong } from '../diff/step/stageResult.ts';
import type { StepDump } from '../diff/step/stepDump.ts';
import { stepTokens } from '../diff/step/stepTokens.ts';
import { checkTraceNames, tracedLayers } from '../diff/step/traceNames.ts';
import type { Dtype } from '../port/precision.ts';
import { CANONICAL, type Config, DIALECTS } from '../reference/config.ts';
import { configOf, statedOf } from './configFlags.ts';
import { Fault } from './fault.ts';
import { identityOf } from './fileIdentity.ts';
import { readInput } from './files.ts';
import type { NamedSteps } from './stepFiles.ts';

/** Bytes of a file that are read. */
const MOST_BYTES = 2 ** 28;
const ADVICE = '; write one step a file';
const SHORT =
  'the numbers of params and grad are so few in digits that float64 has them as well as float32; judged as f32, the wider of the two: dump grad from a start that is drawn to tell them';
const NO_LAYERS =
  'no layer is named, and what is behind the layers holds without one: n_layer 0 is taken; --n_layer says another';
/** What a dialect says of a step. */
const OF_DIALECT: ReadonlySet<string> = new Set(['activation', 'decay']);

/** Steps that were dumped and judged. */
export interface JudgedSteps {
  readonly dtype: Dtype;
  readonly steps: readonly JudgedStep[];
  /** What was read otherwise than it stands in the files, or not at all. */
  readonly notes: readonly string[];
  /** What Adam's part was judged with. */
  readonly num_steps: number;
}

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
  seen: (dump: StepDump) => StepDump = (dump) => dump,
  logged: number | null = null,
): Promise<JudgedSteps> {
  const files: StepFile[] = [];
  const names = found.flatMap((one) => one.files);
  checkOnce(names);
  for (const name of names) {
    files.push({ name, bytes: await readInput('diff', name, MOST_BYTES, ADVICE) });
  }
  try {
    const stated = statedOf(options);
    const all = await readSteps(files, stated.constants as StepSizes);
    const read = all.map((step) => ({ ...step, dump: seen(step.dump) }));
    const { vocab_size, ...sizes }: StepSizes = Object.assign({}, ...read.map(({ dump }) => sizesOf(dump)));
    const dumped = dumpedConstants(read, stated);
    const constants = { ...dumped, ...stated.constants };
    checkSizes(sizes, constants, stated.constants);
    const dtype = dtypeOf(read.map(({ dump }) => dump));
    const known = read.map((step): ReadStep => ({ ...step, dump: withTokens(step, vocab_size) }));
    const traced = tracedLayers(read.map(({ dump }) => dump));
    const ofLog = logged === null || constants.num_steps !== undefined ? {} : { num_steps: logged };
    const told = { ...traced, ...sizes, ...options, ...constants, ...ofLog };
    const isBare =
      !('n_layer' in told) &&
      hasNoLayers(
        known.map(({ dump }) => dump),
        configOf('diff', { ...told, n_head: 1 }),
        dtype,
      );
    const said = isBare ? { ...told, n_layer: 0 } : told;
    const { n_head, steps, note } = readingIn(known, said, constants.n_head, dtype);
    const config = configOf('diff', { ...said, n_head });
    checkSteps(steps, config);
    const beyond = steps.flatMap(({ dump }) => checkTraceNames(dump, config));
    const beside = steps.flatMap((step) => besideNotes(step, { ...config, vocab_size }));
    const judged = judgeSteps(
      steps.map(({ dump }) => dump),
      config,
      dtype,
    );
    const counted = judged.map((one, i) => inDoubtOfPlace(one, steps[i].placeNote));
    const isAdamWrong = judged.some(({ stages }) =>
      stages.some(({ part, status }) => part === 'adam' && isWrong(status)),
    );
    const isSaid = isAdamWrong || files.length > 1;
    const places = steps.flatMap(({ placeNote }, i) =>
      isSaid && placeNote !== null && counted[i] === judged[i] ? [placeNote] : [],
    );
    const short = isEither(read.map(({ dump }) => dump)) ? [SHORT] : [];
    const notes = [
      ...found.flatMap((one) => one.note ?? []),
      ...short,
      ...(note === null ? [] : [note]),
      ...(isBare ? [NO_LAYERS] : []),
      ...beyond,
      ...new Set(beside),
      ...places,
      ...steps.flatMap(({ notes }) => notes),
      ...(ofLog.num_steps === undefined || ofLog.num_steps === CANONICAL.num_steps
        ? []
        : [`num_steps ${ofLog.num_steps} is taken from the log; --num_steps says another`]),
    ];
    return { dtype, steps: counted, notes, num_steps: config.num_steps };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const isFolder = found.some(({ named, files }) => files[0] !== named);
    throw new Fault(`diff: ${error.message}${isFolder ? '; or name the dumps one by one, --step FILE for each' : ''}`);
  }
}

/** A step of which only its place says which it is: where only Adam's part is wrong, which depends on that, it may be another. */
function inDoubtOfPlace(step: JudgedStep, placeNote: string | null): JudgedStep {
  const wrong = step.stages.filter(({ status }) => isWrong(status));
  if (placeNote === null || wrong.length === 0 || wrong.some(({ part }) => part !== 'adam')) return step;
  return { ...step, doubts: () => [...step.doubts(), placeNote] };
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

/**
 * The steps with the number of heads that the flags or the dump's constants say, or that the dump tells.
 *
 * @param said - the constants that are known, as options
 */
function readingIn(
  steps: readonly ReadStep[],
  said: Readonly<Record<string, unknown>>,
  n_head: number | undefined,
  dtype: Dtype,
): Reading {
  // Any width has one head.
  const config = configOf('diff', { ...said, n_head: n_head ?? 1 });
  if (n_head !== undefined) return { steps: withSquaresTurned(steps, config, dtype), n_head, note: null };
  return readingOf(steps, { ...config, n_head: CANONICAL.n_head }, dtype);
}

function withTokens(step: ReadStep, vocab_size: number | undefined): StepDump {
  return { ...step.dump, tokens: stepTokens(step, vocab_size) };
}

/**
 * The port's constants that the dumps of one run have beside their steps.
 *
 * @throws Fault where two steps have another each, or a flag says another
 */
function dumpedConstants(steps: readonly ReadStep[], { dialect, constants }: Stated): Partial<Config> {
  const dumped: Partial<Config> = Object.assign({}, ...steps.map((step) => step.constants));
  for (const [name, value] of Object.entries(dumped)) {
    const key = name as keyof Config;
    const other = steps.find((step) => step.constants[key] !== undefined && step.constants[key] !== value);
    if (other !== undefined)
      throw new Fault(
        `diff: config has ${name} ${value} in one step, and ${other.constants[key]} in step ${other.dump.step}; name dumps of one run`,
      );
    checkFlag(`config of the dump has ${name} ${value}`, `--${name}`, value, constants[key]);
    if (dialect !== null && constants[key] === undefined && OF_DIALECT.has(name))
      checkFlag(`config of the dump has ${name} ${value}`, `--dialect ${dialect}`, value, DIALECTS[dialect][key]);
  }
  return dumped;
}

/** @throws RangeError where a step is behind the last one, whose learning rate is below 0 */
function checkSteps(steps: readonly ReadStep[], { num_steps }: Config): void {
  const beyond = steps.find(({ dump }) => dump.step > num_steps);
  if (beyond === undefined) return;
  throw new RangeError(
    `step ${beyond.dump.step} is behind the last of ${num_steps}: write its number, from 1 on, or say --num_steps`,
  );
}

/** A size that the dump tells is what a flag says, or its own constants do. */
function checkSizes(found: Partial<Config>, said: Partial<Config>, flags: Partial<Config>): void {
  for (const [name, size] of Object.entries(found)) {
    const key = name as keyof Config;
    checkFlag(`the dump has ${name} ${size}`, `--${name}`, size, flags[key]);
    if (said[key] === undefined || said[key] === size) continue;
    throw new Fault(`diff: the dump has ${name} ${size}, and its config says ${said[key]}; mend the one that is wrong`);
  }
}

function checkFlag(dumped: string, flag: string, value: unknown, said: unknown): void {
  if (said === undefined || said === value) return;
  throw new Fault(`diff: ${dumped}, and ${flag} says ${said}; leave the flag out, or name a dump of that run`);
}
