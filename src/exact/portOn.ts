import type { Reference } from '../port/modules.ts';
import { packageVersion } from '../port/packageVersion.ts';
import type { Dtype } from '../port/precision.ts';
import { type CompletePort, referencePort } from '../port/reference.ts';
import type { Libm } from '../reference/python.ts';

/**
 * The reference as a port, on a library and in a port's arithmetic.
 *
 * @param reference - in that arithmetic, as `referenceIn` gives it
 * @param math - the library that exp, ln and powers are taken from
 */
export function portOn(reference: Reference, dtype: Dtype, math: Libm): CompletePort {
  const port = referencePort(packageVersion(), reference, math);
  return dtype === 'f64' ? port : { ...port, adam: singleAdam(reference, math) };
}

/** A step of Adam whose buffers are of float32 too: the copy rounds as it stores; its text says Float64Array in types alone. */
function singleAdam({ optimizer }: Reference, math: Libm): CompletePort['adam'] {
  return (config, step, data, grad, m, v) => {
    const [updated, gradient] = [Float32Array.from(data), Float32Array.from(grad)];
    const moments = { m: Float32Array.from(m), v: Float32Array.from(v) };
    Reflect.apply(optimizer.adam, null, [config, step, updated, gradient, moments, math]);
    return { data: [...updated], m: [...moments.m], v: [...moments.v] };
  };
}
