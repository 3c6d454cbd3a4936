import { type Finding, findingsOf } from './findings.ts';
import type { JudgedStep } from './judgeStep.ts';
import { placeOfAll } from './place.ts';
import type { Entry, Part, StageResult } from './stageResult.ts';

/** Findings of a step that are shown one by one. */
const MOST_FINDINGS = 6;
/** Values that the next dump is asked for, by name. */
const MOST_ASKED = 3;
const DIGITS = 6;
const TIMES_DIGITS = 2;
/** How a stage may be judged, in words. */
export const STATUSES = ['held', 'wrong', 'not given', 'not judged'] as const;
/** In the order of execution. */
export const PARTS: readonly Part[] = ['forward', 'backward', 'adam'];
const NAME_WIDTH = 24;
const COLUMN_WIDTH = 12;

/** What is printed of judged steps: the first wrong stage with its place, the others, and how all stages were judged. */
export function stepLines(steps: readonly JudgedStep[]): string[] {
  return steps.flatMap(({ step, stages, doubts, lookOf }) => {
    const findings = ofAllMatrices(findingsOf(stages), stages);
    const [first, ...others] = findings;
    return [
      `step ${step}: ${countsOf(stages)}`,
      ...doubts().map((doubt) => `check the dump first: ${doubt}`),
      ...(first === undefined ? [] : [`first wrong: ${placeText(first)}`, ...detailLines(first, lookOf)]),
      ...others
        .slice(0, MOST_FINDINGS - 1)
        .flatMap((finding) => [`also wrong: ${placeText(finding)}`, ...detailLines(finding, lookOf)]),
      ...(findings.length > MOST_FINDINGS ? [`and ${findings.length - MOST_FINDINGS} more (--json has all)`] : []),
      ...tableLines(stages),
    ];
  });
}

/** What Adam has wrong in every matrix alike is one thing. */
export function ofAllMatrices(findings: readonly Finding[], stages: readonly StageResult[]): Finding[] {
  const kindOf = ({ part, name }: StageResult) => (part === 'adam' ? name.split('.')[0] : null);
  const wholeOf = (kind: string): string | null => {
    const own = stages.filter((stage) => kindOf(stage) === kind);
    const judged = own.filter(({ status }) => status !== 'not judged');
    if (judged.length < 2 || !judged.every(({ status }) => isWrong(status))) return null;
    return `${kind} of every matrix${judged.length < own.length ? ' that could be judged' : ''}`;
  };
  const told = new Set<string>();
  return findings.flatMap((finding) => {
    const kind = kindOf(finding.stage);
    const shownBy = kind === null ? null : wholeOf(kind);
    if (kind === null || shownBy === null) return [finding];
    if (told.has(kind)) return [];
    told.add(kind);
    return [{ ...finding, shownBy }];
  });
}

/**
 * What to do next.
 *
 * @param of - where the steps are from: a dump, whose constants flags say, or a script, which has its own
 */
export function nextLine(steps: readonly JudgedStep[], of: 'dump' | 'script' = 'dump'): string {
  if (of === 'dump' && steps.some(({ doubts }) => doubts().length > 0))
    return 'next: mend the dump as said behind "check the dump first", and dump the step again';
  const [first] = steps.flatMap(({ stages }) => findingsOf(stages));
  if (first !== undefined) {
    const { clause } = placeOfAll(first.part, first.places);
    const missing = first.part === 'forward' ? first.places.length - 1 : 0;
    if (missing > 0)
      return `next: write down ${first.places.slice(1, 1 + MOST_ASKED).join(', ')}${missing > MOST_ASKED ? ', ...' : ''} too, of each position: then the first of them that is wrong is told`;
    const due = `next: npx microgpt-spec explain ${clause} says what is due there; mend it`;
    if (of === 'script') return `${due}, and train it again`;
    const constants =
      first.part === 'adam' ? ', or say the constants that the port has (--learning_rate, --num_steps, ...)' : '';
    return `${due}${constants}, and dump the step again`;
  }
  const lacking = steps.flatMap((step) => step.lacking);
  const notGiven = steps
    .flatMap(({ stages }) => stages)
    .filter(({ status }) => status === 'not given')
    .map((stage) => partOf(stage, lacking));
  const missing = new Set([...lacking, ...notGiven]);
  return missing.size === 0
    ? 'next: dump step 2 and 3 too, or pipe the losses in: npx microgpt-spec diff'
    : `next: what is not given was not judged: write down ${[...missing].join(', ')} too (npx microgpt-spec init dump LANG prints the lines)`;
}

/** Whether nothing that could be judged is wrong, something could, and the dump itself has nothing to mend. */
export function stepsHold(steps: readonly JudgedStep[]): boolean {
  if (steps.some(({ doubts }) => doubts().length > 0)) return false;
  const all = steps.flatMap(({ stages }) => stages);
  return all.some(({ status }) => status === 'held') && all.every(({ status }) => !isWrong(status));
}

/** How many stages held, were wrong, were not given and not judged. */
export function countsOf(stages: readonly StageResult[]): string {
  const counts = STATUSES.map(
    (status) => [stages.filter((stage) => statusOf(stage) === status).length, status] as const,
  );
  return counts
    .filter(([count], i) => count > 0 || i < 2)
    .map(([count, status]) => `${count} ${status}`)
    .join(', ');
}

/** What a finding says is wrong, with its place in microgpt.py and its clause. */
export function placeText({ part, shownBy, places, stage }: Finding): string {
  const { lines, clause } = placeOfAll(part, places);
  const at = lines[0] === lines[1] ? `line ${lines[0]}` : `lines ${lines[0]} to ${lines[1]}`;
  const where = `microgpt.py, ${at}; ${clause}`;
  const [, ...missing] = places;
  if (part === 'adam' && missing.length > 0) {
    const moments = missing.map((name) => name.split('.')[0]).join(' or ');
    return `${shownBy}, or ${moments} before it, which the dump has not (${where})`;
  }
  if (part === 'forward' && missing.length > 0)
    return `${shownBy}, or ${spanOf(missing)} before it, which the dump has not (${where})`;
  if (part !== 'backward') return `${shownBy} (${where})`;
  if (stage.status === 'wrong' && stage.fault === 'flow')
    return `the gradient on its way back through ${places.join(', ')}, shown by ${shownBy} (${where})`;
  if (stage.status === 'wrong' && stage.fault === 'either' && places.length > 1)
    return `the gradient of ${shownBy} alone, or that on its way back through ${places.slice(1).join(', ')} (${where})`;
  return `the gradient of ${shownBy} alone (${where})`;
}

function spanOf(names: readonly string[]): string {
  const last = names[names.length - 1];
  return names.length === 1 ? last : `a value from ${names[0]} to ${last}`;
}

function detailLines(finding: Finding, lookOf: JudgedStep['lookOf']): string[] {
  const { stage } = finding;
  const largest = stage.status === 'shape' ? [] : stage.difference.largest;
  return [
    ...detailSentences(finding, lookOf).map((sentence) => `  ${sentence}`),
    ...largest.map((entry) => `    ${entryText(entry)}`),
  ];
}

/** How many entries of a finding's stage differ and by how much, and what the difference looks like. */
export function detailSentences({ stage }: Finding, lookOf: JudgedStep['lookOf']): string[] {
  if (stage.status === 'shape')
    return [`${stage.name} has ${stage.got.join(' x ')} numbers, due are ${stage.due.join(' x ')}`];
  const { difference } = stage;
  const look = lookOf(stage);
  const at = look === null || look.at === stage.name ? '' : `${look.at}: `;
  const times = Number.isFinite(difference.times)
    ? `${difference.times.toPrecision(TIMES_DIGITS)} times the tolerance`
    : 'no difference is allowed there';
  return [
    `${stage.name}: ${difference.wrong} of ${difference.all} entries differ, ${times}`,
    ...(look === null ? [] : [`${at}${look.sentence}`]),
  ];
}

function entryText({ at, got, due }: Entry): string {
  return `[${at.join('][')}] is ${numberText(got)}, due is ${numberText(due)}`;
}

/** A number in six digits. */
export function numberText(x: number): string {
  return Number.isFinite(x) ? String(Number(x.toPrecision(DIGITS))) : String(x);
}

function tableLines(stages: readonly StageResult[]): string[] {
  const rows = PARTS.flatMap((part) => {
    const own = stages.filter((stage) => stage.part === part);
    return own.length === 0
      ? []
      : [[part, ...STATUSES.map((status) => own.filter((one) => statusOf(one) === status).length)]];
  });
  const head = ['stages', ...STATUSES];
  return [head, ...rows].map(([name, ...cells]) =>
    [String(name).padEnd(NAME_WIDTH), ...cells.map((cell) => String(cell).padStart(COLUMN_WIDTH))].join(''),
  );
}

/** A value of another shape is wrong. */
export function statusOf({ status }: StageResult): (typeof STATUSES)[number] {
  return status === 'shape' ? 'wrong' : status;
}

export function isWrong(status: StageResult['status']): boolean {
  return status === 'wrong' || status === 'shape';
}

/** What of a dump a stage is from: `trace`, `grad`, `m`. */
function partOf({ part, name }: StageResult, lacking: readonly string[]): string {
  if (part !== 'forward') return lacking.find((one) => one.startsWith(`${name.split('.')[0]}.`)) ?? name.split('.')[0];
  return /^pos\d+\.(logits|probs)$/.exec(name)?.[1] ?? (name.startsWith('pos') ? 'the trace' : name);
}
