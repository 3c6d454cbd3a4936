import { EXIT } from './fault.ts';

const MS_PER_S = 1000;

/**
 * Runs an action; where it is not done in time, says so and ends the process, and with it what `endingPorts` has around. Vitest has
 * no way to be stopped in the midst of a check.
 *
 * @param seconds - what `--max-time` gives, and the minutes of a soak
 * @param flags - what gives them, for the message
 * @param checks - how many checks have ended so far
 */
export async function withinMaxTime<T>(
  seconds: number,
  flags: string,
  checks: () => number,
  action: () => Promise<T>,
): Promise<T> {
  const late = setTimeout(() => {
    process.stderr.write(
      `microgpt-spec: run: not done after ${seconds} s (${flags}), when ${checks()} checks had ended; give it more, or run parts: --chapter, --shard, --steps\n`,
    );
    process.exit(EXIT.fault);
  }, seconds * MS_PER_S);
  try {
    return await action();
  } finally {
    clearTimeout(late);
  }
}
