import { nonFiniteName } from '../port/nonFinite.ts';

/** Digits after the point that microgpt.py prints of a loss. */
const LOSS_DECIMALS = 4;
/** A tie of rounding to 4 decimals ends with a 5 in the fifth; doubles that do are multiples of 2**-5. */
const TIE_DENOMINATOR = 32;
/** From here on `toFixed` writes an exponent; every such double is an integer. */
const TO_FIXED_LIMIT = 1e21;
const STEP_WIDTH = 4;
const SAMPLE_WIDTH = 2;

/** What microgpt.py prints between its training loop and the samples. */
export const INFERENCE_HEADING = '\n--- inference (new, hallucinated names) ---\n';

/** The three lines before training. */
export function headerText(num_docs: number, vocab_size: number, num_params: number): string {
  return `num docs: ${num_docs}\nvocab size: ${vocab_size}\nnum params: ${num_params}\n`;
}

/**
 * One step's line: `step    1 / 1000 | loss 3.3660`, ended by a carriage return as microgpt.py ends it.
 *
 * @param step - counted from 1
 */
export function stepText(step: number, num_steps: number, loss: number): string {
  return `${stepLabel(step, num_steps)}${fixed(loss)}\r`;
}

/** As `stepText`, on a line of its own, with the fewest digits from which the loss can be read back exactly. */
export function fullPrecisionStepText(step: number, num_steps: number, loss: number): string {
  return `${stepLabel(step, num_steps)}${repr(loss)}\n`;
}

/**
 * One sample's line: `sample  1: kamon`.
 *
 * @param index - counted from 1
 */
export function sampleText(index: number, name: string): string {
  return `sample ${String(index).padStart(SAMPLE_WIDTH)}: ${name}\n`;
}

/** A number's shortest text that reads back as the same double; nan, inf and -inf under Python's names. */
export function repr(x: number): string {
  return nonFiniteName(x) ?? (Object.is(x, -0) ? '-0.0' : String(x));
}

/** Python's `f"{x:.4f}"`: ties go to the even digit, where `toFixed` takes the larger; exponents are never used. */
export function fixed(x: number): string {
  if (!Number.isFinite(x)) return repr(x);
  const magnitude = Math.abs(x);
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  if (magnitude >= TO_FIXED_LIMIT) return `${sign}${BigInt(magnitude)}.${'0'.repeat(LOSS_DECIMALS)}`;
  const oneMore = magnitude.toFixed(LOSS_DECIMALS + 1);
  const tieToEven = Number.isInteger(magnitude * TIE_DENOMINATOR) && /[02468]5$/.test(oneMore);
  return sign + (tieToEven ? oneMore.slice(0, -1) : magnitude.toFixed(LOSS_DECIMALS));
}

function stepLabel(step: number, num_steps: number): string {
  const [s, n] = [step, num_steps].map((number) => String(number).padStart(STEP_WIDTH));
  return `step ${s} / ${n} | loss `;
}
