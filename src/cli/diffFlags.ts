import { againstFault, OF_A_START } from '../diff/againstFault.ts';
import { REPLAYED_ON } from '../golden/libraryLosses.ts';
import { camelCase } from './configFlags.ts';
import { Fault } from './fault.ts';

const DIALECT = 'canonical';

/**
 * Refuses flags of `diff` that would say nothing in the place where they stand.
 *
 * @param options - the command's options
 * @throws Fault where there is one
 */
export function checkDiffFlags(options: Readonly<Record<string, unknown>>): void {
  const has = (name: string) => options[name] !== undefined;
  const isStep = Array.isArray(options.step) && options.step.length > 0;
  const ofARun = (name: string) => {
    if (name === 'step') return isStep;
    return name === 'dialect' ? has(name) && options[name] !== DIALECT : has(name) || has(camelCase(name));
  };
  const besideAgainst = has('against') ? againstFault(ofARun) : null;
  if (besideAgainst !== null) throw new Fault(`diff: ${besideAgainst}`);
  checkLibraryFlag(options.libm, ['against', 'script'].find(has), OF_A_START.find(has));
  const other = ['params', 'docs', 'layout', 'against'].find(has);
  if (has('script') && other !== undefined) {
    throw new Fault(
      `diff: --script makes the log and the start itself, and --${other} is of another; leave one of them out`,
    );
  }
  if (isStep && has('script')) throw new Fault('diff: --step does not go with --script; leave one of them out');
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
      `diff: --libm ${name} has the canonical run as it was recorded, and --${ofStart} may be of another, which can be replayed on ${REPLAYED_ON} alone, the library of this process; leave --libm out, or have run ask the port's own library (order=python)`,
    );
  }
}
