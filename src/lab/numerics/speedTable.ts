import { readFileSync, writeFileSync } from 'node:fs';
import { table } from './numericsTables.ts';

/** Ratios of times on one machine in one sitting: times themselves say nothing elsewhere. */
export interface Speed {
  readonly schema: 1;
  readonly node: string;
  /** Time of the 1000 steps with an object for each node, by that with flat arrays. */
  readonly objects: number;
  /** Time of microgpt.py under CPython, by that of the reference's whole program; null until it was measured. */
  readonly cpython: { readonly ratio: number; readonly version: string } | null;
}

const SPEED_FILE = new URL('../../../spec/measured/speed.json', import.meta.url);
/** Significant digits of a ratio: more would not come out again. */
const DIGITS = 2;

export function readSpeed(): Speed {
  return JSON.parse(readFileSync(SPEED_FILE, 'utf8')) as Speed;
}

export function writeSpeed(speed: Speed): void {
  writeFileSync(SPEED_FILE, `${JSON.stringify(speed, null, 2)}\n`);
}

/** A ratio with as many digits as are published. */
export function ratio(x: number): number {
  return Number(x.toPrecision(DIGITS));
}

/** The section of spec/numerics.md. */
export function speedSection(): string {
  const { node, objects, cpython } = readSpeed();
  const rows = [
    { what: 'the reference: a flat tape', time: '1' },
    { what: 'the same with an object for each node (`src/lab/numerics/objectTape.ts`)', time: String(objects) },
    cpython
      ? { what: `microgpt.py, ${cpython.version}`, time: String(cpython.ratio) }
      : { what: 'microgpt.py, CPython', time: 'not measured yet' },
  ];
  return table(rows, [
    [`the canonical run, Node ${node}`, ({ what }) => what],
    ['time, as a multiple', ({ time }) => time],
  ]);
}
