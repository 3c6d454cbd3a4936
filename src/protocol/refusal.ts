/** Time-outs of one operation behind which it is not asked again, and of all behind which nothing is. */
const MOST_OF_ONE = 3;
const MOST_IN_ALL = 10;

/** In place of an operation: that the port kept its process busy behind an answer. */
export const NO_OPERATION = '';

/**
 * Why a port is not asked for an operation any more: each time-out costs its whole deadline, and hundreds of checks ask.
 *
 * @param who - the port, as messages name it
 * @param timedOut - the operations that it has not answered in time so far, one entry each time
 * @param op - the operation that is due
 * @returns null where it is asked
 */
export function refusal(who: string, timedOut: readonly string[], op: string): string | null {
  const times = timedOut.filter((name) => name === op).length;
  if (times >= MOST_OF_ONE)
    return `PORT: ${who} did not answer ${op} in time, ${times} times; it is not asked for it again`;
  const busy = timedOut.filter((name) => name === NO_OPERATION).length;
  if (timedOut.length < MOST_IN_ALL && busy < MOST_OF_ONE) return null;
  return `PORT: ${who} did not answer in time, ${timedOut.length} times in all; it is not asked again`;
}
