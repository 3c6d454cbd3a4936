import { beforeEach, inject } from 'vitest';
import { noteThisProcess } from '../protocol/groups.ts';
import { hangFault } from '../protocol/hang.ts';
import { moduleWatch } from '../protocol/moduleWatch.ts';
import { againText, NO_REPRODUCTION } from './reproduction.ts';

// A file that vitest runs before each file of checks, where a module is watched (options.ts).

const choice = inject('port');
const { runs, seed, sizes } = inject('sampling');
const { invocation } = inject('reproduction') ?? NO_REPRODUCTION;

if (choice.kind === 'module') {
  noteThisProcess();
  const { file: module, deadline, hangs = [] } = choice;
  const watch = moduleWatch(deadline);

  const met = new Set<string>();

  beforeEach(({ task }) => {
    const { filepath } = task.file;
    // A file begins anew in each process: what stands before a hang gives what it gave.
    const before = hangs.filter(
      ({ check, file, again }) => again || file !== filepath || (check !== null && met.has(check)),
    );
    watch?.place({ check: task.name, file: filepath }, before);
    const hang = hangs.find(({ check, again }) => check === task.name && !again);
    if (hang === undefined) return;
    met.add(task.name);
    const fault = hangFault(module, hang);
    if (invocation !== null)
      fault.message += `\n  again    ${againText(task.name, invocation, { seed, runs, sizes, path: null })}`;
    throw fault;
  });
}
