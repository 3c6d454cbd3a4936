import type { OpName } from '../port/port.ts';

/** Operations that run a whole training may take longer than others by this factor. */
const LONG_FACTOR = 12;
const LONG: ReadonlySet<OpName> = new Set(['train', 'microgpt']);

/** The time that an operation may take, where others have `deadline`; both in milliseconds. */
export function deadlineOf(op: OpName, deadline: number): number {
  return LONG.has(op) ? LONG_FACTOR * deadline : deadline;
}
