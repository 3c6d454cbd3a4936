import { valueText } from '../../src/port/callText.ts';
import type { OpName } from '../../src/port/port.ts';
import { ask } from './ask.ts';
import { type Outcome, outcome } from './expect.ts';
import { askedInNewProcess } from './newProcess.ts';
import { provided } from './provided.ts';

/** A request of a port's. */
export interface Asked {
  readonly op: OpName;
  readonly args: readonly unknown[];
}

const known = new Map<string, Promise<Outcome>>();

/**
 * What a port answers that was asked nothing before: a new process. A module cannot be had anew, and the reference need not
 * be; theirs is what they answered the first time.
 */
export function freshAnswer(request: Asked): Promise<Outcome> {
  const key = `${request.op} ${valueText(request.args)}`;
  const answer = known.get(key) ?? answered(request);
  known.set(key, answer);
  return answer;
}

function answered({ op, args }: Asked): Promise<Outcome> {
  const choice = provided('port');
  return outcome(() => (choice.kind === 'process' ? askedInNewProcess(choice, op, args) : ask(op, args)));
}
