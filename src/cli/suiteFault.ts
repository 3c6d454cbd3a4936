import { ownFault } from '../suite/ownFault.ts';
import type { SuiteOutcome } from '../suite/runSuite.ts';
import { Fault } from './fault.ts';
import { shortList } from './shortList.ts';
import { traceFile } from './tell.ts';

/** Whose fault it was. */
export function suiteFault({ faults, said }: Extract<SuiteOutcome, { kind: 'suite-fault' }>): Fault {
  const own = ownFault(faults);
  if (own !== null) return new Fault(`run: ${own}`);
  const trace = traceFile([...faults, said].join('\n\n'));
  return new Fault(
    `run: SUITE: the suite is at fault, not the port: ${shortList(faults)}; please report it, with ${trace}`,
  );
}
