import type { OpName } from '../../src/port/port.ts';
import { startPort } from '../../src/protocol/processPort.ts';
import type { PortChoice } from '../../src/protocol/select.ts';

/** A port in another process. */
export type ProcessChoice = Extract<PortChoice, { kind: 'process' }>;

/** What a new process answers that is asked nothing else. Throws what the port throws, and where it does not start. */
export async function askedInNewProcess(
  { command, deadline }: ProcessChoice,
  op: OpName,
  args: readonly unknown[],
): Promise<unknown> {
  const { port, driver } = await startPort(command, { deadline, window: 1 });
  try {
    return await Reflect.apply(port[op] ?? unclaimed, port, args);
  } finally {
    await driver.close();
  }
}

function unclaimed(): never {
  throw new Error('PORT: another process of the port claims other operations');
}
