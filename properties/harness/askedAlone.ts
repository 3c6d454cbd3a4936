import { inject } from 'vitest';
import { valueText } from '../../src/port/callText.ts';
import { Driver } from '../../src/protocol/driver.ts';
import { PortFault } from '../../src/protocol/portFault.ts';
import type { Counterexample } from './counterexample.ts';
import { askedInNewProcess, type ProcessChoice } from './newProcess.ts';
import { answeredBy, type Instead } from './requests.ts';

/** Processes that are started for one failure, and by one worker. */
const MOST_A_FAILURE = 8;
const MOST_IN_ALL = 100;
/** Failures of a port that were its own, behind which no more are looked at: nothing seems to be kept. */
const MOST_OWN = 10;

let started = 0;
let own = 0;

/** There are more requests than processes may be started. */
class TooMany extends Error {}

/**
 * Whether a port answers rightly what it has just failed with, if each request goes to a process that was asked nothing before:
 * then something is kept from one request to the next. False where it fails again, or that cannot be found out.
 */
export async function isRightAlone({ cause, again }: Counterexample): Promise<boolean> {
  const choice = inject('port');
  // A request that ended the process, or let it hang, has been asked alone by the driver.
  if (choice.kind !== 'process' || cause instanceof PortFault || own >= MOST_OWN) return false;
  try {
    await answeredBy(inProcessesOfTheirOwn(choice), again);
    return true;
  } catch {
    own++;
    return false;
  }
}

/** Answers each request by a new process, and the same request by the same answer. */
function inProcessesOfTheirOwn(choice: ProcessChoice): Instead {
  const answers = new Map<string, Promise<unknown>>();
  return (op, args) => {
    const key = `${op} ${valueText(args)}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= MOST_A_FAILURE || started >= MOST_IN_ALL) throw new TooMany();
    started++;
    const answer = askedInNewProcess(choice, op, args);
    answers.set(key, answer);
    return answer;
  };
}

/**
 * The fewest requests that a process must be asked for its last answer to be another than it gives alone.
 *
 * @param asked - operations with their arguments, as a process was asked them; the last is the one that went wrong
 * @returns the last of them; null where none of them makes the difference
 */
export async function fewestThatChange(asked: readonly string[]): Promise<readonly string[] | null> {
  const choice = inject('port');
  const last = asked[asked.length - 1];
  if (choice.kind !== 'process' || last === undefined) return null;
  const alone = await lastAnswer(choice, [last]);
  for (let before = 1; before < asked.length && started < MOST_IN_ALL; before *= 2) {
    const some = asked.slice(-before - 1);
    if ((await lastAnswer(choice, some)) !== alone) return some;
  }
  return null;
}

/** What a new process answers to the last of some requests; null where it does not answer. */
async function lastAnswer({ command, deadline }: ProcessChoice, bodies: readonly string[]): Promise<string | null> {
  started++;
  const driver = new Driver(command, { deadline, window: 1 });
  try {
    let answer: string | null = null;
    for (const body of bodies) {
      answer = await driver.ask(body).then(
        (values) => values.join(' '),
        () => null,
      );
    }
    return answer;
  } finally {
    await driver.close();
  }
}
