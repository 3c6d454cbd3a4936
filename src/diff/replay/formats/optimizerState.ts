import type { DumpedArray } from './dumpedArray.ts';
import { matrixName } from './matrixNames.ts';

/** Parts of a name that say that these are no parameters, but their gradients or what Adam keeps of them. */
const BESIDE =
  /^(?:grads?|gradients?|d|m|v|[mv]_?hat|exp_avg(?:_sq)?|adam(?:_?[mv])?|optim(?:izer)?(?:_state(?:_dict)?)?|opt|moments?_?[12]?|momentum|velocity)$/i;
const SEPARATOR = /[./]/;
/** The same before a name, in one word with it: `m_wte`, `adam_v_wte`. */
const BEFORE = /^(?:grad|d|m|v|adam_[mv])_/i;

/**
 * Leaves gradients and Adam's buffers out of a checkpoint.
 *
 * @param arrays - all that it has
 * @returns the parameters; all, where there is nothing else
 */
export function parametersAmong(arrays: readonly DumpedArray[]): readonly DumpedArray[] {
  const parameters = arrays.filter(({ name }) => !isBeside(name));
  return parameters.length === 0 ? arrays : parameters;
}

function isBeside(name: string): boolean {
  if (matrixName(name) !== null) return false; // layers.0.attn.v
  return (
    name.split(SEPARATOR).some((part) => BESIDE.test(part)) ||
    (BEFORE.test(name) && matrixName(name.replace(BEFORE, '')) !== null)
  );
}
