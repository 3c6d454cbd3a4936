import type { Matrix, StateDict } from './config.ts';

/**
 * All parameters as one list, in the order of microgpt.py's `params` (parameters.5).
 *
 * @param state_dict - matrices by name
 * @returns all their entries, row by row
 *
 * @example
 * flatten({ wte: [[1, 2], [3, 4]], wpe: [[5, 6]] }); // => [1, 2, 3, 4, 5, 6]
 */
export function flatten<T>(state_dict: StateDict<T>): T[] {
  return Object.values(state_dict).flat(2);
}

/**
 * The inverse of `flatten`.
 *
 * @param values - one number for each parameter
 * @param like - a state_dict with the names and shapes wanted
 *
 * @example
 * unflatten([1, 2], { wte: [[0, 0]] }); // => { wte: [[1, 2]] }
 */
export function unflatten(values: ArrayLike<number>, like: StateDict): StateDict {
  let next = 0;
  const state_dict: Record<string, Matrix> = {};
  for (const [name, rows] of Object.entries(like)) state_dict[name] = rows.map((row) => row.map(() => values[next++]));
  return state_dict;
}
