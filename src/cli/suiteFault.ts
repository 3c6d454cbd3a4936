import { CALL } from '../suite/collect.ts';
import type { SuiteOutcome } from '../suite/runSuite.ts';
import { Fault } from './fault.ts';
import { shortList } from './shortList.ts';
import { traceFile } from './tell.ts';

/** Whose fault it was: a port that cannot be loaded or started says so in each file, and is named once. */
export function suiteFault({ faults, said }: Extract<SuiteOutcome, { kind: 'suite-fault' }>): Fault {
  const callFault = faults.find((fault) => fault.startsWith(CALL));
  if (callFault !== undefined) return new Fault(`run: ${callFault.slice(CALL.length + 1)}`);
  const portFault = faults.map((fault) => /PORT: .*/s.exec(fault)?.[0]).find((fault) => fault !== undefined);
  if (portFault !== undefined) return new Fault(`run: ${portFault}`);
  const trace = traceFile([...faults, said].join('\n\n'));
  return new Fault(
    `run: SUITE: the suite is at fault, not the port: ${shortList(faults)}; please report it, with ${trace}`,
  );
}
