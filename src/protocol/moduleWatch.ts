import { Worker } from 'node:worker_threads';
import { isOpName } from '../port/jsonValues.ts';
import { OPS } from '../port/ops.ts';
import type { OpName, Port } from '../port/port.ts';
import { isPromised } from '../port/promised.ts';
import { wrapped } from '../port/wrapped.ts';
import { deadlineOf } from './deadlines.ts';
import { type Hang, hangFault, LOAD } from './hang.ts';
import { NotAsked } from './portFault.ts';
import { NO_OPERATION, refusal } from './refusal.ts';
import { CELLS, type CheckPlace, type WatchOrder } from './watchCells.ts';

/** The variable that names the file in which a hang is to be noted; set in a process that can be ended and replaced. */
export const HANG_NOTE = 'MICROGPT_SPEC_HANG';

const OP_NAMES: readonly OpName[] = Object.keys(OPS).filter(isOpName);
const NAMES: readonly string[] = [...OP_NAMES, LOAD];

const BEAT_MS = 100;
/** A module is loaded through vitest, which takes its own time on a machine that is busy. */
const LEAST_LOAD_MS = 5000;
/** The suite itself computes between two operations, a few seconds at the most. */
const LEAST_STILL_MS = 30_000;

/** Built beside the others: a thread does not start from TypeScript in every Node that is supported. */
const THREAD = new URL('../../dist/protocol/watchThread.js', import.meta.url);

/**
 * Watches a module from a thread beside it: where an operation does not end in time, in a loop or with a promise that never
 * settles, the hang is noted and the process killed, for nothing else ends a loop.
 */
export class ModuleWatch {
  readonly #cells = new Int32Array(new SharedArrayBuffer(Object.keys(CELLS).length * Int32Array.BYTES_PER_ELEMENT));
  readonly #waiting: number[] = [];
  readonly #thread: Worker;
  #hangs: readonly Hang[] = [];

  /**
   * @param deadline - milliseconds that an operation may take, trainings more
   * @param note - the file for the note
   */
  constructor(deadline: number, note: string) {
    const order: WatchOrder = {
      cells: this.#cells,
      names: NAMES,
      limits: [...OP_NAMES.map((op) => deadlineOf(op, deadline)), Math.max(deadline, LEAST_LOAD_MS)],
      stillMs: Math.max(deadline, LEAST_STILL_MS),
      note,
    };
    this.#thread = new Worker(THREAD, { workerData: order, execArgv: [] });
    this.#thread.unref();
    setInterval(() => Atomics.add(this.#cells, CELLS.beat, 1), BEAT_MS).unref();
  }

  /**
   * Says which check asks from now on.
   *
   * @param hangs - those that came before it
   */
  place(place: CheckPlace, hangs: readonly Hang[]): void {
    this.#hangs = hangs;
    this.#thread.postMessage(place);
  }

  /** Watches while the module is loaded. */
  async loading<T>(load: () => Promise<T>): Promise<T> {
    const end = this.#begin(NAMES.indexOf(LOAD));
    return load().finally(end);
  }

  /**
   * The same port, with each of its operations watched.
   *
   * @param file - the module, for messages
   */
  watched(port: Port, file: string): Port {
    return wrapped(port, (op, ask) => {
      const index = NAMES.indexOf(op);
      return (...args) => {
        const refused = this.#hangs.length === 0 ? null : refusalBehind(this.#hangs, file, op);
        if (refused !== null) throw new NotAsked(refused);
        return this.#during(index, () => ask(...args));
      };
    });
  }

  #during(index: number, ask: () => unknown): unknown {
    const end = this.#begin(index);
    let answer: unknown;
    try {
      answer = ask();
    } catch (error) {
      end();
      throw error;
    }
    if (isPromised(answer)) return Promise.resolve(answer).finally(end);
    end();
    return answer;
  }

  /** Called often: a few stores and no clock. */
  #begin(index: number): () => void {
    this.#waiting.push(index);
    this.#note();
    return () => {
      this.#waiting.splice(this.#waiting.indexOf(index), 1);
      this.#note();
    };
  }

  #note(): void {
    Atomics.store(this.#cells, CELLS.first, this.#waiting[0] ?? 0);
    Atomics.store(this.#cells, CELLS.waiting, this.#waiting.length);
    Atomics.add(this.#cells, CELLS.progress, 1);
  }
}

/** Why an operation is not asked for behind such hangs; null where it is. */
function refusalBehind(hangs: readonly Hang[], file: string, op: OpName): string | null {
  const again = hangs.find((hang) => hang.again);
  if (again !== undefined) return hangFault(file, again).message;
  const timedOut = hangs.map((hang) => hang.op ?? NO_OPERATION);
  return refusal(file, timedOut, op);
}

let watch: ModuleWatch | null = null;

/**
 * The watch of this process, which loads one module.
 *
 * @param deadline - milliseconds that an operation may take; nothing is watched without
 * @returns null where nothing is watched: there is no deadline, or nobody who would replace the process
 */
export function moduleWatch(deadline: number | undefined): ModuleWatch | null {
  const note = process.env[HANG_NOTE];
  if (deadline === undefined || note === undefined) return null;
  watch ??= new ModuleWatch(deadline, note);
  return watch;
}
