import { type Finding, findingsOf } from './findings.ts';
import type { JudgedStep } from './judgeStep.ts';
import { placeOfAll } from './place.ts';
import type { Entry, Part, StageResult } from './stageResult.ts';

/** Findings of a step that are shown one by one. */
const MOST_FINDINGS = 6;
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
  return steps.flatMap(({ step, stages, lookOf }) => {
    const findings = ofAllMatrices(findingsOf(stages), stages);
    const [first, ...others] = findings;
    return [
      `step ${step}: ${countsOf(stages)}`,
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
  const isWhole = (kind: string) => {
    const own = stages.filter((stage) => kindOf(stage) === kind);
    return own.length > 1 && own.every(({ status }) => isWrong(status));
  };
  const told = new Set<string>();
  return findings.flatMap((finding) => {
    const kind = kindOf(finding.stage);
    if (kind === null || !isWhole(kind)) return [finding];
    if (told.has(kind)) return [];
    told.add(kind);
    return [{ ...finding, shownBy: `${kind} of every matrix` }];
  });
}

/** What to do next. */
export function nextLine(steps: readonly JudgedStep[]): string {
  const [first] = steps.flatMap(({ stages }) => findingsOf(stages));
  if (first !== undefined) {
    const { clause } = placeOfAll(first.part, first.places);
    const constants =
      first.part === 'adam' ? ', or say the constants that the port has (--learning_rate, --num_steps, ...)' : '';
    return `next: npx microgpt-spec explain ${clause} says what is due there; mend it${constants}, and dump the step again`;
  }
  const missing = new Set(
    steps
      .flatMap(({ stages }) => stages)
      .filter(({ status }) => status !== 'held')
      .map(partOf),
  );
  return missing.size === 0
    ? 'next: dump step 2 and 3 too, or pipe the losses in: npx microgpt-spec diff'
    : `next: what is not given was not judged: write down ${[...missing].join(', ')} too`;
}

/** Whether nothing that could be judged is wrong, and something could. */
export function stepsHold(steps: readonly JudgedStep[]): boolean {
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
  if (part !== 'backward') return `${shownBy} (${where})`;
  if (stage.status === 'wrong' && stage.fault === 'flow')
    return `the gradient on its way back through ${places.join(', ')}, shown by ${shownBy} (${where})`;
  if (stage.status === 'wrong' && stage.fault === 'either' && places.length > 1)
    return `the gradient of ${shownBy} alone, or that on its way back through ${places.slice(1).join(', ')} (${where})`;
  return `the gradient of ${shownBy} alone (${where})`;
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
function partOf({ part, name }: StageResult): string {
  if (part !== 'forward') return name.split('.')[0];
  return /^pos\d+\.(logits|probs)$/.exec(name)?.[1] ?? (name.startsWith('pos') ? 'the trace' : name);
}
