import type { Config } from '../reference/config.ts';
import { Fault } from './fault.ts';

/** The most that is recorded: more would make files that nothing reads. */
const [MOST_STEPS, MOST_SAMPLES, MOST_LINE] = [1_000_000, 10_000, 2 ** 16];
const LF = 0x0a;

/**
 * Refuses steps that a run does not have, and more of anything than is recorded.
 *
 * @param steps - number of steps that will be taken
 * @param inFull - those to be written in full
 * @throws Fault then, before anything is computed
 */
export function checkSteps(
  command: string,
  steps: number,
  inFull: readonly number[],
  { num_steps, num_samples }: Config,
): void {
  if (steps === 0) throw new Fault(`${command}: num_steps is 0; there is no step to record`);
  if (steps > num_steps) {
    throw new Fault(`${command}: --steps ${steps} is beyond num_steps (${num_steps}); give --num_steps ${steps} too`);
  }
  if (steps > MOST_STEPS) {
    throw new Fault(
      `${command}: ${steps} steps are too many, at most ${MOST_STEPS} are recorded; --steps ${MOST_STEPS} stops after these`,
    );
  }
  if (num_samples > MOST_SAMPLES) {
    throw new Fault(
      `${command}: --num_samples ${num_samples} is too many, at most ${MOST_SAMPLES} are recorded; ask for fewer`,
    );
  }
  const beyond = inFull.find((step) => step > steps);
  if (beyond !== undefined) {
    throw new Fault(`${command}: --in-full ${beyond} is beyond the last step, ${steps}; name steps from 1 to ${steps}`);
  }
}

/**
 * Refuses a file of another kind, which may be one line: microgpt.py takes it, and trains on its first block_size characters.
 *
 * @throws Fault then
 */
export function checkLines(command: string, file: string, bytes: Uint8Array): void {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LF, start);
    const length = (end < 0 ? bytes.length : end) - start;
    if (length > MOST_LINE) {
      throw new Fault(
        `${command}: ${file}: a line has ${length} bytes, and at most ${MOST_LINE} are recorded; one document a line is needed (training.4)`,
      );
    }
    start += length + 1;
  }
}
