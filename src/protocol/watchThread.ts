import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Hang } from './hang.ts';
import { CELLS, type CheckPlace, type WatchOrder } from './watchCells.ts';

/** Looks during the shortest time that is allowed, and the longest pause between two. */
const LOOKS = 20;
const MOST_PERIOD_MS = 250;
/** A pause between two looks that says that the whole process stood still, as behind Ctrl-Z. */
const STOPPED_MS = 2000;

const { cells, names, limits, stillMs, note }: WatchOrder = workerData;
const period = Math.max(1, Math.min(MOST_PERIOD_MS, Math.min(...limits) / LOOKS));
const parent = process.ppid;

let place: CheckPlace | null = null;
let looked = performance.now();
let progress = { count: -1, since: looked };
let beat = { count: -1, since: looked };

parentPort?.on('message', (next: CheckPlace) => {
  place = next;
});
setInterval(look, period);

/** A thread of its own, since a loop that never ends stops every timer of the thread that it is in. */
function look(): void {
  const now = performance.now();
  const stopped = now - looked > STOPPED_MS;
  looked = now;
  if (process.ppid !== parent) end(); // nobody waits for an answer any more
  progress = seen(progress, Atomics.load(cells, CELLS.progress), now, stopped);
  beat = seen(beat, Atomics.load(cells, CELLS.beat) + progress.count, now, stopped);
  if (Atomics.load(cells, CELLS.waiting) > 0) {
    const first = Atomics.load(cells, CELLS.first);
    if (now - progress.since >= limits[first]) noteAndEnd(names[first], limits[first]);
  } else if (now - beat.since >= stillMs) {
    noteAndEnd(null, stillMs);
  }
}

/** Since when a count has not changed. */
function seen(before: typeof beat, count: number, now: number, stopped: boolean): typeof beat {
  return count === before.count && !stopped ? before : { count, since: now };
}

function noteAndEnd(op: string | null, ms: number): void {
  const hang: Hang = { op, ms, check: place?.check ?? null, file: place?.file ?? null };
  writeFileSync(note, JSON.stringify(hang));
  end();
}

function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
