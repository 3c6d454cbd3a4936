import { CONSTANTS } from '../reference/config.ts';

/** Flags that say what a run starts from. */
export const OF_A_START = ['params', 'docs', 'layout', 'input'] as const;
/** Constants that say how much of a log counts, of whatever run it is. */
const OF_A_LOG: ReadonlySet<string> = new Set(['num_steps', 'num_samples']);

/**
 * What would say nothing beside `--against`, which compares two logs and runs nothing.
 *
 * @param has - whether a flag is given, by its name: of a start, a constant, a dialect, a step
 * @returns null where there is nothing
 */
export function againstFault(has: (flag: string) => boolean): string | null {
  const constants = Object.keys(CONSTANTS).filter((name) => !OF_A_LOG.has(name));
  const flag = [...OF_A_START, 'dialect', ...constants].find(has);
  if (flag !== undefined) {
    return `--${flag} is of a run, and --against compares two logs and runs nothing; leave one of them out`;
  }
  return has('step') ? '--step does not go with --against; leave one of them out' : null;
}
