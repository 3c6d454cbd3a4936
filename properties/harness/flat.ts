import type { StateDict } from '../../src/port/config.ts';

/**
 * All numbers of a state_dict, as Adam takes them.
 *
 * @param like - whose order of matrices counts; by default its own
 */
export function flat(state_dict: StateDict, like: StateDict = state_dict): number[] {
  return Object.keys(like).flatMap((name) => state_dict[name].flat());
}

/** The inverse of `flat`: as many numbers as `like` has, under its names. */
export function unflat(numbers: readonly number[], like: StateDict): StateDict {
  let next = 0;
  const matrices = Object.entries(like).map(([name, rows]) => [
    name,
    rows.map((row) => row.map(() => numbers[next++])),
  ]);
  return Object.fromEntries(matrices);
}
