import { patchedReference } from '../../deviations/compiledReference.ts';
import { REFERENCE } from '../../port/modules.ts';
import type { Port } from '../../port/port.ts';
import { referencePort } from '../../port/reference.ts';
import type { Libm } from '../../reference/python.ts';
import { ROUNDINGS } from './roundings.ts';

/** The variable that says which port this module is. */
export const ROUNDING = 'MICROGPT_SPEC_ROUNDING';

/** The port's library. Its squares are not x * x, which those of V8 are; those of glibc miss it once in a thousand. */
const LIBRARY: Libm = {
  exp: Math.exp,
  log: Math.log,
  pow: (x, y) => (y === 2 ? x * x * (1 + Number.EPSILON) : x ** y),
  sin: Math.sin,
  cos: Math.cos,
};

/** What `run --module dist/lab/exact/roundedPort.js` tests: a port that rounds otherwise, or with no name the reference. */
export default await roundedPort(process.env[ROUNDING] ?? '');

async function roundedPort(id: string): Promise<Port> {
  const rounding = ROUNDINGS.find((entry) => entry.id === id);
  const { trace, ...port } = referencePort('0', await patchedReference(rounding?.edits ?? []), LIBRARY);
  const { exp, log, pow, sin, cos } = referencePort('0', REFERENCE, LIBRARY);
  const traced = rounding?.traces === false ? {} : { trace };
  return { ...port, ...traced, exp, log, pow, sin, cos, name: 'rounded', order: 'python' };
}
