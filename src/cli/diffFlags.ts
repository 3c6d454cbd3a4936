import { REPLAYED_ON } from '../golden/libraryLosses.ts';
import { CONSTANTS } from '../reference/config.ts';
import { camelCase } from './configFlags.ts';
import { Fault } from './fault.ts';

/** Flags that say what a run starts from. */
const OF_A_START = ['params', 'docs', 'layout', 'input'] as const;
/** Constants that say how much of a log counts, of whatever run it is. */
const OF_A_LOG: ReadonlySet<string> = new Set(['num_steps', 'num_samples']);
const DIALECT = 'canonical';

/**
 * Refuses flags of `diff` that would say nothing in the place where they stand.
 *
 * @param options - the command's options
 * @throws Fault where there is one
 */
export function checkDiffFlags(options: Readonly<Record<string, unknown>>): void {
  const has = (name: string) => options[name] !== undefined;
  if (has('against')) {
    const constants = Object.keys(CONSTANTS).filter(
      (name) => !OF_A_LOG.has(name) && (has(name) || has(camelCase(name))),
    );
    const dialect = has('dialect') && options.dialect !== DIALECT ? ['dialect'] : [];
    const [flag] = [...OF_A_START.filter(has), ...dialect, ...constants];
    if (flag !== undefined) {
      throw new Fault(
        `diff: --${flag} is of a run, and --against compares two logs and runs nothing; leave one of them out`,
      );
    }
  }
  checkLibraryFlag(options.libm, ['against', 'script'].find(has), OF_A_START.find(has));
  const other = ['params', 'docs', 'layout', 'against'].find(has);
  if (has('script') && other !== undefined) {
    throw new Fault(
      `diff: --script makes the log and the start itself, and --${other} is of another; leave one of them out`,
    );
  }
  const steps = options.step;
  const isStep = Array.isArray(steps) && steps.length > 0;
  const besideSteps = ['script', 'against'].find(has);
  if (isStep && besideSteps !== undefined) {
    throw new Fault(`diff: --step does not go with --${besideSteps}; leave one of them out`);
  }
  const ofScript = ['python', 'steps'].find(has);
  if (!has('script') && ofScript !== undefined) {
    throw new Fault(`diff: --${ofScript} is of the training of --script FILE; name the script`);
  }
  if (has('layout') && !has('params')) {
    throw new Fault('diff: --layout says how --params has its matrices, and there is none; add --params FILE');
  }
}

/** Refuses a library where there is no run on it: of others than V8 the canonical run was recorded, and no other. */
function checkLibraryFlag(name: unknown, ofOther: string | undefined, ofStart: string | undefined): void {
  if (name === undefined) return;
  if (ofOther !== undefined) {
    throw new Fault(
      `diff: --libm has the losses of the canonical run, and --${ofOther} is of another; leave one of them out`,
    );
  }
  if (name !== REPLAYED_ON && ofStart !== undefined) {
    throw new Fault(
      `diff: --libm ${name} has the canonical run as it was recorded, and --${ofStart} is of another, which can be replayed on ${REPLAYED_ON} alone, the library of this process; leave --libm out, or have run ask the port's own library (order=python)`,
    );
  }
}
