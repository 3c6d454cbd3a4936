import type { ModelChoices } from './modelChoices.ts';
import type { Pass, Rows } from './pass.ts';

/** What a norm does. */
export type NormChoices = Pick<ModelChoices, 'square' | 'normEps' | 'normEpsPlace' | 'normGradient'>;

/**
 * y = x s at each position, s being (mean x^2 + eps)^(-1/2) where nothing else is chosen (model.6, model.7).
 *
 * @param x - activations [n, width]
 */
export function norm(pass: Pass, x: Rows, choices: NormChoices): Rows {
  return choices.square === 'centred' ? scaled(pass, centred(pass, x), choices) : scaled(pass, x, choices);
}

/** x less its mean, position by position. */
function centred(pass: Pass, x: Rows): Rows {
  const { n } = pass;
  const { width } = x;
  const y = pass.rows(width);
  for (let t = 0; t < n; t++) {
    const mean = meanOf(x.data, t * width, width);
    for (let j = t * width; j < (t + 1) * width; j++) y.data[j] = x.data[j] - mean;
  }
  if (!pass.records) return y;
  pass.note(() => {
    for (let t = 0; t < n; t++) {
      const mean = meanOf(y.grad, t * width, width);
      for (let j = t * width; j < (t + 1) * width; j++) x.grad[j] += y.grad[j] - mean;
    }
  });
  return y;
}

function meanOf(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let j = from; j < from + count; j++) sum += values[j];
  return sum / count;
}

function scaled(pass: Pass, x: Rows, { square, normEps, normEpsPlace, normGradient }: NormChoices): Rows {
  const { n } = pass;
  const { width } = x;
  const y = pass.rows(width);
  const divisor = square === 'sum' ? 1 : width;
  const eps = normEpsPlace === 'sum' ? normEps / width : normEps;
  const scales = pass.rows(1).data;
  const squares = pass.rows(1).data;
  for (let t = 0; t < n; t++) {
    let sum = 0;
    for (let j = t * width; j < (t + 1) * width; j++) sum += x.data[j] * x.data[j];
    const ms = sum / divisor;
    squares[t] = ms;
    scales[t] = normEpsPlace === 'outside' ? 1 / (Math.sqrt(ms) + eps) : 1 / Math.sqrt(ms + eps);
    for (let j = t * width; j < (t + 1) * width; j++) y.data[j] = x.data[j] * scales[t];
  }
  if (!pass.records) return y;
  pass.note(() => {
    for (let t = 0; t < n; t++) {
      const scale = scales[t];
      let ds = 0;
      for (let j = t * width; j < (t + 1) * width; j++) ds += y.grad[j] * x.data[j];
      const slope =
        normEpsPlace === 'outside' ? -(scale ** 2) / (2 * Math.sqrt(squares[t])) : -0.5 * scale * scale * scale;
      const back = normGradient === 'full' ? (ds * slope * 2) / divisor : normGradient === 'sum' ? ds * slope * 2 : 0;
      const factor = normGradient === 'identity' ? 1 : scale;
      for (let j = t * width; j < (t + 1) * width; j++) x.grad[j] += y.grad[j] * factor + back * x.data[j];
    }
  });
  return y;
}
