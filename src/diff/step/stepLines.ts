import { type Finding, findingsOf } from './findings.ts';
import type { JudgedStep } from './judgeStep.ts';
import { placeOfAll } from './place.ts';
import { placeText } from './placeText.ts';
import { type Entry, isWrong, type Part, type StageResult } from './stageResult.ts';
import { stepsText, toldOnce } from './toldOnce.ts';

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
  const told = toldOnce(steps);
  return steps.flatMap(({ step, stages, doubts, lookOf }, i) => {
    const { findings, again } = told[i];
    const shown = findings.slice(0, MOST_FINDINGS);
    return [
      `step ${step}: ${countsOf(stages)}`,
      ...doubts().map((doubt) => `check the dump first: ${doubt}`),
      ...(again > 0 ? [`wrong as said above: ${again} ${again === 1 ? 'place' : 'places'}`] : []),
      ...shown.flatMap(({ finding, steps }, j) => [
        `${j === 0 && again === 0 ? 'first' : 'also'} wrong: ${placeText(finding)}${steps.length > 1 ? `, in ${stepsText(steps)}` : ''}`,
        ...detailLines(finding, lookOf),
      ]),
      ...(findings.length > MOST_FINDINGS ? [`and ${findings.length - MOST_FINDINGS} more (--json has all)`] : []),
      ...tableLines(stages),
    ];
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
    const doubted = first.forward.includes('logits') ? 'logits' : first.forward.at(-1);
    if (doubted !== undefined)
      return `next: write down ${doubted} of each position too: where they hold, it is the gradient, and else the forward pass`;
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

/** What of a dump a stage is from: `trace`, `grad`, `m`. */
function partOf({ part, name }: StageResult, lacking: readonly string[]): string {
  if (part !== 'forward') return lacking.find((one) => one.startsWith(`${name.split('.')[0]}.`)) ?? name.split('.')[0];
  return /^pos\d+\.(logits|probs)$/.exec(name)?.[1] ?? (name.startsWith('pos') ? 'the trace' : name);
}
