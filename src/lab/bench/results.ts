import { readFileSync, writeFileSync } from 'node:fs';
import type { Machine } from '../../report/machine.ts';
import { recordLines } from '../recordLines.ts';
import type { Aim } from './aims.ts';
import type { CostPoint } from './cost.ts';
import type { CPython } from './cpython.ts';
import type { FunctionTime } from './functions.ts';
import type { Phase } from './phases.ts';
import type { Roofline } from './roofline.ts';
import type { SearchMeasured } from './searchTime.ts';

/** The machine that was measured on. */
export type MeasuredMachine = Machine & { readonly memoryGB: number };

/** What `npm run bench` writes to spec/measured/benchmarks.json: everything that spec/measured/benchmarks.md shows. */
export interface Benchmarks {
  readonly schema: 1;
  readonly machine: MeasuredMachine;
  readonly aims: readonly Aim[];
  readonly phases: readonly Phase[];
  /** Kept from an earlier run where this one had no microgpt.py. */
  readonly cpython: (CPython & { readonly machine: MeasuredMachine }) | null;
  readonly roofline: readonly Roofline[];
  readonly cost: readonly CostPoint[];
  readonly functions: readonly FunctionTime[];
  /** Of the search for mistakes, where it was measured; its tree is its own. */
  readonly search?: SearchMeasured;
}

const FILE = new URL('../../../spec/measured/benchmarks.json', import.meta.url);

export function readBenchmarks(): Benchmarks {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Benchmarks;
}

export function writeBenchmarks(benchmarks: Benchmarks): void {
  writeFileSync(FILE, recordLines(benchmarks));
}
