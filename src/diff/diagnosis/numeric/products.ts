import type { Pass, Rows, Weights } from './pass.ts';

/**
 * y = w x at each position (model.1).
 *
 * @param x - activations [n, nin]
 * @param w - weights [nout, nin]
 * @param seen - what the gradient of w is taken with in place of x
 * @returns activations [n, nout]
 */
export function linear(pass: Pass, x: Rows, w: Weights, seen: Rows = x): Rows {
  const { n, scratch } = pass;
  const { kernels } = pass.workspace;
  const { nout, nin } = w;
  const y = pass.rows(nout);
  kernels.timesTransposed(y.address, x.address, pass.addressOf(w), n, nout, nin);
  if (!pass.records) return y;
  pass.note(() => {
    const dw = pass.gradAddressOf(w);
    kernels.transposedTimes(scratch, y.gradAddress, seen.address, nout, nin, n);
    kernels.sum(dw, dw, scratch, nout * nin);
    kernels.times(scratch, y.gradAddress, pass.addressOf(w), n, nin, nout);
    kernels.sum(x.gradAddress, x.gradAddress, scratch, n * nin);
  });
  return y;
}

/** y = wᵀ x, w square: a mistake (model.1). */
export function transposed(pass: Pass, x: Rows, w: Weights, seen: Rows = x): Rows {
  const { n, scratch } = pass;
  const { kernels } = pass.workspace;
  const { nin: width } = w;
  const y = pass.rows(width);
  kernels.times(y.address, x.address, pass.addressOf(w), n, width, width);
  if (!pass.records) return y;
  pass.note(() => {
    const dw = pass.gradAddressOf(w);
    kernels.transposedTimes(scratch, seen.address, y.gradAddress, width, width, n);
    kernels.sum(dw, dw, scratch, width * width);
    kernels.timesTransposed(scratch, y.gradAddress, pass.addressOf(w), n, width, width);
    kernels.sum(x.gradAddress, x.gradAddress, scratch, n * width);
  });
  return y;
}

/** a + b, of one width (model.13); b gets no gradient where `passes` is false. */
export function add(pass: Pass, a: Rows, b: Rows, passes = true): Rows {
  const { kernels } = pass.workspace;
  const y = pass.rows(a.width);
  const count = pass.n * a.width;
  kernels.sum(y.address, a.address, b.address, count);
  if (!pass.records) return y;
  pass.note(() => {
    kernels.sum(a.gradAddress, a.gradAddress, y.gradAddress, count);
    if (passes) kernels.sum(b.gradAddress, b.gradAddress, y.gradAddress, count);
  });
  return y;
}
