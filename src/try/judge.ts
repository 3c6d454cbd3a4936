import { againstFault } from '../diff/againstFault.ts';
import type { Searched } from '../diff/diff.ts';
import { diffJson } from '../diff/diffJson.ts';
import { type DiffRequest, diffLog, type LogDiff } from '../diff/diffLog.ts';
import { looksLikeStep, stepHint } from '../diff/log/dumpLike.ts';
import { PatternError, patternReader } from '../diff/log/pattern.ts';
import type { Reading } from '../diff/log/readLog.ts';
import { type JudgedSteps, judgedDumps } from '../diff/step/judgedDumps.ts';
import { stepsJson } from '../diff/step/stepJson.ts';
import { type StepTexts, stepTexts } from '../diff/step/stepTexts.ts';
import { stepVerdict, stepVerdictLines, wordOf } from '../diff/step/stepVerdict.ts';
import { summaryLines } from '../diff/summary.ts';
import { isConforming } from '../diff/verdict.ts';
import { jsonText } from '../port/jsonText.ts';
import { shown } from '../port/shown.ts';
import { diffParts } from '../report/page/diffParts.ts';
import type { PageParts } from '../report/page/pageParts.ts';
import { stepParts } from '../report/page/step/stepParts.ts';
import { type Flags, flagsOf } from './flags.ts';
import { type Inputs, inputsOf, piecesOf, type RoledBlob } from './inputs.ts';
import { endsOf, type NamedBlob } from './roles.ts';

/** What is to be judged. */
export interface TryRequest {
  readonly files: readonly RoledBlob[];
  readonly search: Searched;
  /** As for the command: `--n_layer 2`. */
  readonly flags: string;
  /** As of `--pattern`; empty where the form of the log is found. */
  readonly pattern: string;
}

/** What was judged, in texts. */
export interface Judgement {
  /** What `diff` prints; the last line is the verdict. */
  readonly lines: readonly string[];
  /** What `diff --json` writes. */
  readonly json: string;
  readonly page: PageParts;
  /** The comparison of the log; null of steps alone. */
  readonly diff: LogDiff | null;
}

/** Where a judgement reads the package, and whom it tells of its progress. */
export interface Judging extends Pick<DiffRequest, 'golden' | 'ensemble' | 'compiled'> {
  readonly onProgress: (said: string) => void;
  /** Is given what is there before mistakes are looked for: what `diff --no-diagnosis` says. */
  readonly onFirst: (judgement: Judgement) => void;
}

/** A log of so many bytes is read once only. */
const MOST_READ_TWICE = 2 ** 22;
const CANONICAL = 'canonical';
const TRIED = { mistakes: 'known mistakes and combinations', readings: 'readings of the parameters' } as const;

/**
 * Judges a log, dumped steps or both, as `diff` does.
 *
 * @throws RangeError where a file is not what it is said to be, or does not fit
 * @throws DumpContradiction where dumped steps are not of one configuration
 */
export async function judge(request: TryRequest, judging: Judging): Promise<Judgement> {
  const flags = flagsOf(request.flags);
  const form = formOf(request.pattern);
  const inputs = await inputsOf(request.files);
  const { log, against } = inputs;
  const besideAgainst = against === null ? null : againstFault((name) => isGiven(name, inputs, flags));
  if (besideAgainst !== null) throw new RangeError(besideAgainst);
  if (log === null) return ofSteps(await judgedDumps(inputs.steps, { stated: flags.stated, logged: null }));
  const compared = (search: Searched) => ofLog(log, inputs, { ...flags, ...form }, search, judging);
  const isSearch = against === null && request.search !== 'none';
  const isQuick = inputs.params === undefined && inputs.docs === undefined && log.blob.size <= MOST_READ_TWICE;
  if (isQuick && isSearch) judging.onFirst(await compared('none'));
  return compared(request.search);
}

/** How the losses are read, where it is said. */
function formOf(pattern: string): Pick<Reading, 'format'> {
  if (pattern === '') return {};
  try {
    return { format: patternReader(pattern) };
  } catch (error) {
    throw error instanceof PatternError ? new RangeError(error.message) : error;
  }
}

/** Whether a flag of the command is given, as files and flags of the page say it. */
function isGiven(flag: string, inputs: Inputs, { stated, layout }: Flags): boolean {
  const { params, docs, dataset, steps } = inputs;
  const dialect = stated.dialect === CANONICAL ? undefined : (stated.dialect ?? undefined);
  const given = { params, docs, input: dataset, layout, dialect, step: steps[0], ...stated.constants };
  return Object.entries(given).some(([name, value]) => name === flag && value !== undefined);
}

function ofSteps(judged: JudgedSteps): Judgement {
  const verdict = stepVerdict(judged);
  const lines = stepVerdictLines(judged, verdict);
  const json = { verdict: wordOf(verdict), step: stepsJson(judged.steps, judged.dtype) };
  return { lines: shownLines(lines), json: jsonText(json), page: stepParts(judged, verdict.text, lines), diff: null };
}

async function ofLog(
  { name, blob }: NamedBlob,
  { against, params, docs, dataset, steps }: Inputs,
  { stated, config, layout, format }: Flags & Pick<Reading, 'format'>,
  diagnosis: Searched,
  { onProgress, golden, ensemble, compiled }: Judging,
): Promise<Judgement> {
  const compared = await diffLog(piecesOf(blob), {
    ...{ golden, ensemble, compiled, params, docs, dataset, layout, stated, config, diagnosis },
    stepsGiven: stated.constants.num_steps !== undefined,
    against: against === null ? undefined : piecesOf(against.blob),
    reading: {
      ...(format === undefined ? {} : { format }),
      name: { kind: 'file', text: name },
      onStep: (step) => onProgress(`step ${step}`),
    },
    onProgress: (tried, what) => onProgress(`${tried} ${TRIED[what]} tried`),
  });
  const beside =
    steps.length === 0 ? null : stepTexts(await judgedDumps(steps, { stated, logged: compared.trace.num_steps }));
  const diff: LogDiff = beside?.holds === false ? { ...compared, verdict: 'diverges' } : compared;
  const hint = isConforming(diff.verdict) || !looksLikeStep(await endsOf(blob)) ? [] : [stepHint(name)];
  const said = [...hint, ...(beside?.next ?? [])];
  const lines = [...(beside?.lines ?? []), ...summaryLines(diff).toSpliced(-1, 0, ...said)];
  const page = diffParts(diff, beside?.judged ?? null, lines);
  return { lines: shownLines(lines), json: jsonText(jsonOf(diff, beside)), page, diff };
}

function jsonOf(diff: LogDiff, beside: StepTexts | null): object {
  if (beside === null) return diffJson(diff);
  return { ...diffJson(diff), step: stepsJson(beside.judged.steps, beside.judged.dtype) };
}

/** As they are printed: what would do something to a terminal is shown as what it is. */
function shownLines(lines: readonly string[]): string[] {
  return lines.map((line) => shown(line));
}
