import { untilError } from '../../deviations/deviantRun.ts';
import { documentLoss } from '../../engine/loss.ts';
import { view } from '../../engine/memory.ts';
import { createNetwork, type Network } from '../../engine/network.ts';
import { train } from '../../engine/train.ts';
import type { Config } from '../../reference/config.ts';
import type { MatrixShape, StateDict } from '../../reference/parameters.ts';
import { type Arrangement, blockOf, hasRowOfBOS, type Place, stateDictOf } from './arrangement.ts';
import type { FlatDump } from './layouts.ts';

/** Most numbers of transposed and rotated matrices that are kept: 32 MiB. */
const MOST_KEPT = 2 ** 22;

/** Where a run is replayed from, but for the arrangement of its parameters. */
export interface ArrangedStart {
  readonly config: Config;
  /** The matrices of the model in the order of state_dict; others in an arrangement are passed over. */
  readonly wanted: readonly MatrixShape[];
  readonly dump: FlatDump;
  /** Tokens of the documents in training order. */
  readonly tokens: readonly (readonly number[])[];
}

/**
 * Runs of the engine from one dump in many arrangements: 10 us for the first loss of one, since only the matrices that
 * stand otherwise than in the one before are copied.
 */
export class ArrangedRuns {
  readonly #start: ArrangedStart;
  readonly #network: Network;
  readonly #addresses = new Map<string, number>();
  /** The part of the dump that each matrix has at the moment. */
  readonly #placed = new Map<string, string>();
  readonly #kept = new Map<string, Float64Array>();
  #keptNumbers = 0;

  constructor(start: ArrangedStart) {
    const { config, wanted, tokens } = start;
    this.#start = start;
    const standard = { places: wanted.map((shape) => ({ shape, transposed: false })), bosFirst: false };
    const positions = Math.max(...tokens.map(({ length }) => length));
    this.#network = createNetwork(config, this.parameters(standard), positions);
    let address = 0;
    for (const { name, nout, nin } of wanted) {
      this.#addresses.set(name, address);
      address += nout * nin;
    }
  }

  /** The parameters in an arrangement. */
  parameters(arrangement: Arrangement): StateDict {
    return stateDictOf(this.#start.dump.values, arrangement, this.#start.wanted);
  }

  /** The loss of the first document; NaN where the arithmetic raises. */
  firstLoss(arrangement: Arrangement): number {
    this.#put(arrangement);
    try {
      return documentLoss(this.#network, this.#start.tokens[0]);
    } catch (error) {
      if (error instanceof RangeError) return NaN;
      throw error;
    }
  }

  /** The losses of training, computed when they are asked for; it ends early where the arithmetic raises. */
  *losses(arrangement: Arrangement): Generator<number, void> {
    const { workspace, vectors } = this.#network;
    this.#placed.clear();
    this.#put(arrangement);
    this.#placed.clear(); // training changes what is put here
    view(workspace, vectors.m).fill(0);
    view(workspace, vectors.v).fill(0);
    yield* untilError(train(this.#network, this.#start.tokens));
  }

  #put({ places, bosFirst }: Arrangement): void {
    let start = 0;
    for (const place of places) {
      const { name, nout, nin } = place.shape;
      const address = this.#addresses.get(name);
      const rotated = bosFirst && hasRowOfBOS(name);
      const part = `${start}${place.transposed ? ` ${nout}` : ''}${rotated ? ' rotated' : ''}`;
      if (address !== undefined && this.#placed.get(name) !== part) {
        const block =
          place.transposed || rotated ? this.#made(part, place, start, bosFirst) : this.#plain(place, start);
        this.#network.views.parameters.set(block, address);
        this.#placed.set(name, part);
      }
      start += nout * nin;
    }
  }

  #plain({ shape }: Place, start: number): Float64Array {
    return this.#start.dump.values.subarray(start, start + shape.nout * shape.nin);
  }

  #made(part: string, place: Place, start: number, bosFirst: boolean): Float64Array {
    const key = `${part} ${place.shape.nin}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const block = blockOf(this.#start.dump.values, start, place, bosFirst);
    if (this.#keptNumbers + block.length <= MOST_KEPT) {
      this.#kept.set(key, block);
      this.#keptNumbers += block.length;
    }
    return block;
  }
}
