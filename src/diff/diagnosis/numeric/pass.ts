import { type Matrix, reserve, Space, view, type Workspace } from '../../../engine/memory.ts';

/** Numbers in a workspace, and the derivative of the loss by each. */
export interface Tensor {
  /** Where both begin, in bytes. */
  readonly address: number;
  readonly gradAddress: number;
  readonly data: Float64Array;
  readonly grad: Float64Array;
}

/** Activations by position [n, width], row by row. */
export interface Rows extends Tensor {
  readonly width: number;
}

/** A matrix in the list of all parameters. */
export interface Weights {
  /** Index of its first entry. */
  readonly at: number;
  readonly nout: number;
  readonly nin: number;
}

/** How much room a pass has. */
export interface Room {
  readonly num_params: number;
  /** The most positions that a document has. */
  readonly positions: number;
  /** How many rows of each width a pass takes at most. */
  readonly rows: readonly { readonly width: number; readonly count: number }[];
}

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/**
 * One way forward and back over all positions of a document. What an operation has to do on the way back is noted as it is
 * done, so that a model with other operations needs no other way back. Its room is used again from pass to pass.
 */
export class Pass {
  /** Number of positions. */
  n = 0;
  /** How many passes were begun. */
  passes = 0;
  /** Whether the way back will be taken: only then is it noted. */
  records = false;
  readonly workspace: Workspace;
  /** The most positions that a document has. */
  readonly positions: number;
  /** All parameters, and their gradient, which a pass adds to [num_params]; Adam's two buffers likewise. */
  readonly parameters: Tensor;
  readonly moments: Tensor;
  /** For a product before it is added [the largest of a matrix and of rows]. */
  readonly scratch: number;
  #notes: (() => void)[] = [];
  /** Rows by width; and how many of them this pass has taken. */
  readonly #rows = new Map<number, { readonly list: readonly Rows[]; taken: number }>();

  /**
   * @param workspace - which it takes over
   * @throws RangeError where there is not so much memory
   */
  constructor(workspace: Workspace, { num_params, positions, rows }: Room) {
    this.workspace = workspace;
    this.positions = positions;
    const space = new Space(workspace.dtype);
    const placed = (length: number) => [space.vector(length), space.vector(length)] as const;
    const parameters = placed(num_params);
    const moments = placed(num_params);
    const widest = Math.max(...rows.map(({ width }) => width));
    this.scratch = space.vector(Math.max(num_params, positions * widest)).address;
    const all = rows.map(({ width, count }) => ({
      width,
      list: Array.from({ length: count }, () => placed(positions * width)),
    }));
    reserve(workspace, space);
    this.parameters = tensorOf(workspace, parameters);
    this.moments = tensorOf(workspace, moments);
    for (const { width, list } of all) {
      const made = list.map((pair) => ({ width, ...tensorOf(workspace, pair) }));
      this.#rows.set(width, { list: [...(this.#rows.get(width)?.list ?? []), ...made], taken: 0 });
    }
  }

  /** Begins with n positions. */
  begin(n: number, records: boolean): void {
    this.n = n;
    this.passes++;
    this.records = records;
    this.#notes = [];
    for (const room of this.#rows.values()) room.taken = 0;
  }

  /** Rows for a result; their gradient is 0. */
  rows(width: number): Rows {
    const room = this.#rows.get(width);
    const rows = room?.list[room.taken++];
    if (rows === undefined) throw new Error(`SUITE: a numeric pass has no more rows of width ${width}`);
    if (this.records) rows.grad.fill(0, 0, this.n * width);
    return rows;
  }

  /** Notes what is to be done on the way back. */
  note(back: () => void): void {
    this.#notes.push(back);
  }

  /** The way back: what was noted last comes first. */
  backward(): void {
    for (let i = this.#notes.length - 1; i >= 0; i--) this.#notes[i]();
  }

  /** Address of a matrix of the parameters, and of its gradient. */
  addressOf({ at }: Weights): number {
    return this.parameters.address + at * BYTES;
  }

  gradAddressOf({ at }: Weights): number {
    return this.parameters.gradAddress + at * BYTES;
  }
}

function tensorOf(workspace: Workspace, [data, grad]: readonly [Matrix, Matrix]): Tensor {
  return {
    address: data.address,
    gradAddress: grad.address,
    data: numbersOf(workspace, data),
    grad: numbersOf(workspace, grad),
  };
}

function numbersOf(workspace: Workspace, matrix: Matrix): Float64Array {
  const numbers = view(workspace, matrix);
  if (numbers instanceof Float64Array) return numbers;
  throw new TypeError('SUITE: a numeric pass needs a workspace of float64');
}
