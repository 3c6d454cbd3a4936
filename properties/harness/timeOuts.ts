import type { OpName } from '../../src/port/port.ts';
import { provided } from './provided.ts';

/** A request that was not answered in time. */
export interface TimeOut {
  readonly op: OpName | null;
  /** The check that asked. */
  readonly title: string;
  /** Lines that say how it comes again: "again" and "request". */
  readonly lines: readonly string[];
}

const noted: TimeOut[] = [];

/** Keeps what was not answered in time, for the checks behind it that are not asked on that account. */
export function noteTimeOut(timeOut: TimeOut): void {
  noted.push(timeOut);
}

/** The last time-out on whose account an operation is not asked; null where none is known. */
export function timeOutBefore(op: OpName | null): TimeOut | null {
  return noted.findLast((timeOut) => timeOut.op === op) ?? noted.at(-1) ?? hungBefore(op);
}

/** A module's, whose process is gone with what it was asked. */
function hungBefore(op: OpName | null): TimeOut | null {
  const choice = provided('port');
  const hangs = (choice.kind === 'module' ? choice.hangs : undefined) ?? [];
  const hang = hangs.findLast((one) => one.op === op) ?? hangs.at(-1);
  return hang?.check ? { op, title: hang.check, lines: [] } : null;
}
