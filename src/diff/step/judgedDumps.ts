import type { Dtype } from '../../port/precision.ts';
import { sizeFault } from '../../port/sizeLimit.ts';
import { CANONICAL, type Config } from '../../reference/config.ts';
import { type Stated, statedConfig } from '../dialects/stated.ts';
import { besideNotes } from './besideNotes.ts';
import { checkSizes, DumpContradiction, dumpedConstants } from './dumpedConstants.ts';
import { type JudgedStep, judgeSteps } from './judgeStep.ts';
import { hasNoLayers } from './noLayers.ts';
import { type Reading, readingOf } from './reading.ts';
import { dtypeOf, isEither } from './readPrecision.ts';
import { type StepSizes, sizesOf } from './readSizes.ts';
import { type ReadStep, readSteps, type StepFile } from './readStep.ts';
import { withSquaresTurned } from './squareMatrices.ts';
import { isWrong } from './stageResult.ts';
import type { StepDump } from './stepDump.ts';
import { stepTokens } from './stepTokens.ts';
import { checkTraceNames, tracedLayers } from './traceNames.ts';

const SHORT =
  'the numbers of params and grad are so few in digits that float64 has them as well as float32; judged as f32, the wider of the two: dump grad from a start that is drawn to tell them';
const NO_LAYERS =
  'no layer is named, and what is behind the layers holds without one: n_layer 0 is taken; --n_layer says another';

/** Steps that were dumped and judged. */
export interface JudgedSteps {
  readonly dtype: Dtype;
  readonly steps: readonly JudgedStep[];
  /** What was read otherwise than it stands in the files, or not at all. */
  readonly notes: readonly string[];
  /** What Adam's part was judged with. */
  readonly num_steps: number;
}

/** What is known of dumps beside their files. */
export interface DumpsKnown {
  /** The constants that the caller has said. */
  readonly stated: Stated;
  /** num_steps as a log beside the steps says it, where neither the caller nor the dump does; else null. */
  readonly logged: number | null;
  /** What of a dump is judged. */
  readonly seen?: ((dump: StepDump) => StepDump) | undefined;
}

/**
 * Reads dumps of the steps of one run and judges them.
 *
 * @param files - the dumps
 * @throws RangeError where one is no such dump
 * @throws DumpContradiction where they are not of one configuration, or not of that which the caller has said
 */
export async function judgedDumps(
  files: readonly StepFile[],
  { stated, logged, seen = (dump) => dump }: DumpsKnown,
): Promise<JudgedSteps> {
  const all = await readSteps(files, stated.constants as StepSizes);
  const read = all.map((step) => ({ ...step, dump: seen(step.dump) }));
  const dumps = read.map(({ dump }) => dump);
  const { vocab_size, ...sizes }: StepSizes = Object.assign({}, ...dumps.map(sizesOf));
  const constants = { ...dumpedConstants(read, stated), ...stated.constants };
  checkSizes(sizes, constants, stated.constants);
  const dtype = dtypeOf(dumps);
  const known = read.map((step): ReadStep => ({ ...step, dump: withTokens(step, vocab_size) }));
  const ofLog = logged === null || constants.num_steps !== undefined ? {} : { num_steps: logged };
  const told = { ...tracedLayers(dumps), ...sizes, ...constants, ...ofLog };
  const withSaid = (said: Partial<Config>) => configOf({ dialect: stated.dialect, constants: said });
  const isBare =
    !('n_layer' in told) &&
    hasNoLayers(
      known.map(({ dump }) => dump),
      withSaid({ ...told, n_head: 1 }),
      dtype,
    );
  const said = isBare ? { ...told, n_layer: 0 } : told;
  const { n_head } = constants;
  const reading = readingIn(known, withSaid({ ...said, n_head: n_head ?? 1 }), n_head, dtype); // any width has one head
  const { steps, note } = reading;
  const config = withSaid({ ...said, n_head: reading.n_head });
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
  const notes = [
    ...(isEither(dumps) ? [SHORT] : []),
    ...(note === null ? [] : [note]),
    ...(isBare ? [NO_LAYERS] : []),
    ...beyond,
    ...new Set(beside),
    ...places,
    ...steps.flatMap((step) => step.notes),
    ...(ofLog.num_steps === undefined || ofLog.num_steps === CANONICAL.num_steps
      ? []
      : [`num_steps ${ofLog.num_steps} is taken from the log; --num_steps says another`]),
  ];
  return { dtype, steps: counted, notes, num_steps: config.num_steps };
}

function configOf(stated: Stated): Config {
  try {
    const config = statedConfig(stated);
    const fault = sizeFault(config);
    if (fault !== null) throw new DumpContradiction(fault);
    return config;
  } catch (error) {
    throw error instanceof RangeError ? new DumpContradiction(error.message) : error;
  }
}

/** A step of which only its place says which it is: where only Adam's part is wrong, which depends on that, it may be another. */
function inDoubtOfPlace(step: JudgedStep, placeNote: string | null): JudgedStep {
  const wrong = step.stages.filter(({ status }) => isWrong(status));
  if (placeNote === null || wrong.length === 0 || wrong.some(({ part }) => part !== 'adam')) return step;
  return { ...step, doubts: () => [...step.doubts(), placeNote] };
}

/** The steps with the number of heads that the caller or the dump's constants say, or that the dump tells. */
function readingIn(steps: readonly ReadStep[], config: Config, n_head: number | undefined, dtype: Dtype): Reading {
  if (n_head !== undefined) return { steps: withSquaresTurned(steps, config, dtype), n_head, note: null };
  return readingOf(steps, { ...config, n_head: CANONICAL.n_head }, dtype);
}

function withTokens(step: ReadStep, vocab_size: number | undefined): StepDump {
  return { ...step.dump, tokens: stepTokens(step, vocab_size) };
}

/** @throws RangeError where a step is behind the last one, whose learning rate is below 0 */
function checkSteps(steps: readonly ReadStep[], { num_steps }: Config): void {
  const beyond = steps.find(({ dump }) => dump.step > num_steps);
  if (beyond === undefined) return;
  throw new RangeError(
    `step ${beyond.dump.step} is behind the last of ${num_steps}: write its number, from 1 on, or say --num_steps`,
  );
}
