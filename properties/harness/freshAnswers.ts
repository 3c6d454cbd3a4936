import { inject } from 'vitest';
import { valueText } from '../../src/port/callText.ts';
import type { OpName } from '../../src/port/port.ts';
import { startPort } from '../../src/protocol/processPort.ts';
import { ask } from './ask.ts';
import { type Outcome, outcome } from './expect.ts';

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

async function answered({ op, args }: Asked): Promise<Outcome> {
  const choice = inject('port');
  if (choice.kind !== 'process') return outcome(() => ask(op, args));
  const { port, driver } = await startPort(choice.command, { deadline: choice.deadline, window: 1 });
  try {
    return await outcome(() => Reflect.apply(port[op] ?? (() => undefined), port, args));
  } finally {
    await driver.close();
  }
}
