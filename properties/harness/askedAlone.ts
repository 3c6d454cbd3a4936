import { valueText } from '../../src/port/callText.ts';
import { firstMismatch } from '../../src/port/mismatch.ts';
import { OPS } from '../../src/port/ops.ts';
import { PortFault } from '../../src/protocol/portFault.ts';
import { ask, isExact } from './ask.ts';
import type { Counterexample } from './counterexample.ts';
import { freshProcess } from './freshProcess.ts';
import { askedInNewProcess, type ProcessChoice } from './newProcess.ts';
import { NotApplicable } from './notApplicable.ts';
import { answeredBy, type Instead, type Request } from './requests.ts';
import { mayStart, started } from './startedProcesses.ts';
import { port } from './subject.ts';

/** Processes that are started for one failure. */
const MOST_A_FAILURE = 8;
/** Failures of a port that were its own, behind which no more are looked at: nothing seems to be kept. */
const MOST_OWN = 10;

/** How it shows that something is kept from one request to the next; as the first line of a failure says it. */
export type Kept = 'right when asked alone' | 'another answer when asked alone' | 'another answer to the same request';

let own = 0;

/** There are more requests than processes may be started; no check takes it for a rejected input. */
class TooMany extends NotApplicable {}

/**
 * Whether something is kept from one request to the next, so that a check fails: what it asks is answered rightly, or the
 * request that counts otherwise, by a process that was asked nothing before, or otherwise when it is asked again.
 *
 * @param culprit - the request whose answer is at fault; null where it is none
 * @returns null where nothing of that is so, or cannot be found out
 */
export async function keptBy(failure: Counterexample, culprit: Request | null): Promise<Kept | null> {
  const choice = freshProcess();
  // A request that ended the process, or let it hang, has been asked alone by the driver.
  if (choice === null || failure.cause instanceof PortFault) return null;
  if (own >= MOST_OWN && !failure.holdsNow) return null;
  if (await isRightAlone(choice, failure)) return 'right when asked alone';
  if (failure.holdsNow) return 'another answer to the same request';
  if (culprit !== null) {
    if (await isOther(culprit, () => askedAlone(choice, culprit))) return 'another answer when asked alone';
    if (await isOther(culprit, () => ask(culprit.op, culprit.args))) return 'another answer to the same request';
  }
  own++;
  return null;
}

async function isRightAlone(choice: ProcessChoice, { again }: Counterexample): Promise<boolean> {
  try {
    await answeredBy(inProcessesOfTheirOwn(choice), again);
    return true;
  } catch {
    return false;
  }
}

/** Whether a request is answered with something else than it was. */
async function isOther({ op, args, answer }: Request, again: () => unknown): Promise<boolean> {
  if (answer.kind !== 'given') return false;
  try {
    return firstMismatch(OPS[op].result, answer.value, await again(), port.dtype, isExact(op, args)) !== null;
  } catch {
    return false; // it is no answer
  }
}

async function askedAlone(choice: ProcessChoice, { op, args }: Request): Promise<unknown> {
  if (!mayStart()) throw new TooMany();
  started();
  return askedInNewProcess(choice, op, args);
}

/** Answers each request by a new process, and the same request by the same answer. */
function inProcessesOfTheirOwn(choice: ProcessChoice): Instead {
  const answers = new Map<string, Promise<unknown>>();
  return (op, args) => {
    const key = `${op} ${valueText(args)}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= MOST_A_FAILURE || !mayStart()) throw new TooMany();
    started();
    const answer = askedInNewProcess(choice, op, args);
    answers.set(key, answer);
    return answer;
  };
}
