import { type StageResult, timesApart } from '../../../diff/step/stageResult.ts';

/** A number of the port beside the one that is due. */
export interface Compared {
  /** Where it stands: `[3][5]`, `pos2.head1 [5]`. */
  readonly at: string;
  readonly own: number;
  readonly due: number;
  /** The difference in multiples of what is allowed; Infinity where that is 0, or one of them is NaN. */
  readonly times: number;
}

/** The numbers of a wrong value by rows, which may differ in length. */
export interface DifferenceGrid {
  /** Each row with what stands before it: a number of a row, or a position and head. */
  readonly rows: readonly { readonly label: string; readonly cells: readonly Compared[] }[];
  /** What a row is. */
  readonly rowsAre: 'rows' | 'positions';
}

/** A stage whose numbers differ. */
export type WrongStage = StageResult & { readonly status: 'wrong' };

const PLACE = /^(pos\d+)\.(?:layer\d+\.)?(?:(head\d+)\.)?/;

/**
 * The numbers of a value.
 *
 * @param stages - those of it that are wrong: one of a matrix; of a value of the forward pass all positions and heads
 */
export function differenceGrid(stages: readonly WrongStage[]): DifferenceGrid {
  const [{ numbers }] = stages;
  if (numbers.columns !== null) {
    const { columns } = numbers;
    const all = comparedOf(stages[0], (i) => `[${Math.floor(i / columns)}][${i % columns}]`);
    const rows = Array.from({ length: Math.ceil(all.length / columns) }, (_, i) => ({
      label: String(i),
      cells: all.slice(i * columns, (i + 1) * columns),
    }));
    return { rows, rowsAre: 'rows' };
  }
  const rows = stages.map((stage) => {
    const [, position, head] = PLACE.exec(stage.name) ?? [];
    const label = [position, head].filter((part) => part !== undefined).join('.');
    return { label, cells: comparedOf(stage, (i) => `${label} [${i}]`.trimStart()) };
  });
  return { rows, rowsAre: 'positions' };
}

/** The entries that are wrong, the largest differences first. */
export function largestOf({ rows }: DifferenceGrid, most: number): readonly Compared[] {
  const wrong = rows.flatMap(({ cells }) => cells).filter(({ times }) => times > 1);
  return wrong.sort((a, b) => apart(b) - apart(a) || 0).slice(0, most);
}

/** The difference; of what is no number the largest there is. */
function apart({ own, due }: Compared): number {
  const difference = Math.abs(own - due);
  return Number.isNaN(difference) ? Number.MAX_VALUE : Math.min(difference, Number.MAX_VALUE);
}

function comparedOf({ numbers }: WrongStage, at: (i: number) => string): Compared[] {
  return numbers.due.map(({ mid, rad }, i) => ({
    at: at(i),
    own: numbers.own[i],
    due: mid,
    times: timesApart(numbers.own[i], mid, 2 * rad),
  }));
}
