import { shownByOf } from '../../../diff/step/findings.ts';
import type { Part, StageResult } from '../../../diff/step/stageResult.ts';
import { STATUSES, statusOf } from '../../../diff/step/stepLines.ts';

/** How a stage was judged, in words. */
export type StageStatus = (typeof STATUSES)[number];

/** How one value was judged, over all its positions and heads. */
export interface Tally {
  readonly counts: Readonly<Record<StageStatus, number>>;
  readonly all: number;
  /** Of them all: wrong where one is. */
  readonly status: StageStatus;
  /** Why it was not judged, at the first place where it was not. */
  readonly because: string | null;
}

/** What a value is where its positions and heads differ: the first of these that there is. */
const ORDER: readonly StageStatus[] = ['wrong', 'not judged', 'held', 'not given'];

/** How some stages were judged together; `not given` where there are none. */
export function tallyOf(stages: readonly StageResult[]): Tally {
  const count = (status: StageStatus) => stages.filter((stage) => statusOf(stage) === status).length;
  const counts = Object.fromEntries(STATUSES.map((status) => [status, count(status)])) as Record<StageStatus, number>;
  const unjudged = stages.find((stage) => stage.status === 'not judged');
  return {
    counts,
    all: stages.length,
    status: ORDER.find((status) => counts[status] > 0) ?? 'not given',
    because: unjudged?.status === 'not judged' ? unjudged.because : null,
  };
}

/** Stages by the value that they are of, `forward layer0.q`, `backward layer0.attn_wq`, `adam m.wte`, in the order of execution. */
export function byValue(stages: readonly StageResult[]): ReadonlyMap<string, readonly StageResult[]> {
  const values = new Map<string, StageResult[]>();
  for (const stage of stages) {
    const key = keyOf(stage);
    const own = values.get(key);
    if (own === undefined) values.set(key, [stage]);
    else own.push(stage);
  }
  return values;
}

/** What the value of a stage goes by in `byValue`. */
export function keyOf(stage: Pick<StageResult, 'part' | 'name'>): string {
  return valueKey(stage.part, shownByOf(stage));
}

/** The same, of a part and the value's own name. */
export function valueKey(part: Part, name: string): string {
  return `${part} ${name}`;
}

/** All counts of a value, as `3 held, 4 wrong`. */
export function tallyText({ counts, because }: Tally): string {
  const some = STATUSES.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  return `${some.length === 0 ? 'not given' : some.join(', ')}${because === null ? '' : `: ${because}`}`;
}
