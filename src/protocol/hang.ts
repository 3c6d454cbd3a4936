import { readFileSync } from 'node:fs';
import { PortFault } from './portFault.ts';

/** In place of an operation: that the module is being loaded. */
export const LOAD = 'load';

/** What a module did not end in time. */
export interface Hang {
  /** The operation, or `load`; null where something else kept the process from going on. */
  readonly op: string | null;
  /** The milliseconds that it had. */
  readonly ms: number;
  /** The title of the check that asked, and its file; null outside of any check. */
  readonly check: string | null;
  readonly file: string | null;
  /** That the process stood still although the check was not asked again: something else is at fault, wherever it began. */
  readonly again?: boolean;
}

const MS_PER_S = 1000;

/** A hang as a fault of the module. */
export function hangFault(module: string, { op, ms, again = false }: Hang): PortFault {
  const within = `within ${ms / MS_PER_S} s`;
  if (op === LOAD) {
    return new PortFault(
      `PORT: ${module} did not load ${within}: an endless loop at its top level, or a promise that never settles`,
    );
  }
  const what = op === null ? `kept its process from going on for ${ms / MS_PER_S} s` : `did not answer ${op} ${within}`;
  const then = again ? 'twice; it is not asked again' : 'and was ended; a fresh process was asked for the rest';
  return new PortFault(`PORT: ${module} ${what}, ${then}`);
}

/** The hang that a watch noted before it ended its process; null where it noted none. */
export function notedHang(note: string): Hang | null {
  try {
    return JSON.parse(readFileSync(note, 'utf8'));
  } catch {
    return null;
  }
}
