import type { Config } from '../../../reference/config.ts';
import type { ModelChoices } from './modelChoices.ts';
import { type NumericModel, numericLogits } from './numericModel.ts';
import type { Pass, Rows } from './pass.ts';

/**
 * A document's loss with choices, and on the way back its gradient (loss.1 to loss.10).
 *
 * @param model - what the document goes through
 * @param tokens - BOS, the document's tokens, BOS
 * @param records - whether the way back will be taken
 * @returns the loss, in nats; NaN or infinite where the reference raises
 */
export function numericLoss(model: NumericModel, tokens: ArrayLike<number>, records: boolean): number {
  const { config, choices, pass } = model;
  const n = Math.min(config.block_size, tokens.length - 1 - choices.dropped);
  if (n < 1) return Number.NaN;
  pass.begin(n, records);
  const logits = numericLogits(model, tokens);
  return meanLoss(pass, { logits, probs: pass.rows(logits.width) }, tokens, config, choices);
}

/** The logits of a document, and room for their probabilities. */
export interface Logits {
  readonly logits: Rows;
  readonly probs: Rows;
}

/** The logits alone, for losses with several choices behind them; null where the document has no position. */
export function numericLogitsOf(model: NumericModel, tokens: ArrayLike<number>): Logits | null {
  const { config, choices, pass } = model;
  const n = Math.min(config.block_size, tokens.length - 1 - choices.dropped);
  if (n < 1) return null;
  pass.begin(n, false);
  const logits = numericLogits(model, tokens);
  return { logits, probs: pass.rows(logits.width) };
}

/** What of a model's choices stands behind its logits. */
export const BEHIND_LOGITS: ReadonlySet<string> = new Set<keyof ModelChoices>([
  'logEps',
  'logFactor',
  'target',
  'divisor',
]);

/** The mean of -log softmax(logits)[target] over the positions. */
export function meanLoss(
  pass: Pass,
  { logits, probs: { data: probs } }: Logits,
  tokens: ArrayLike<number>,
  config: Config,
  choices: ModelChoices,
): number {
  const { n } = pass;
  const { width } = logits;
  const { softmaxEps, logEps, logFactor } = choices;
  const share = 1 / divisorOf(choices, config, n);
  let sum = 0;
  for (let t = 0; t < n; t++) {
    const at = t * width;
    let max = -Infinity;
    for (let i = at; i < at + width; i++) if (logits.data[i] > max) max = logits.data[i];
    let total = 0;
    for (let i = at; i < at + width; i++) {
      probs[i] = Math.exp(logits.data[i] - max);
      total += probs[i];
    }
    total += softmaxEps;
    for (let i = at; i < at + width; i++) probs[i] /= total;
    sum -= logFactor * Math.log(probs[at + targetOf(choices, tokens, t)] + logEps);
  }
  if (!pass.records) return sum * share;
  pass.note(() => {
    for (let t = 0; t < n; t++) {
      const at = t * width;
      const target = targetOf(choices, tokens, t);
      const p = probs[at + target];
      const back = choices.lossGradient === 'mean' ? share : 1;
      const dp = -logFactor * negSlope(choices, p + logEps) * back * p * logSlope(choices, p + logEps);
      for (let i = 0; i < width; i++) logits.grad[at + i] += dp * ((i === target ? 1 : 0) - probs[at + i]);
    }
  });
  return sum * share;
}

function negSlope({ negGradient }: ModelChoices, p: number): number {
  if (negGradient === 'right') return 1;
  return negGradient === 'sign' ? -1 : -Math.log(p);
}

function logSlope({ logGradient }: ModelChoices, p: number): number {
  if (logGradient === 'inverse') return 1 / p;
  return logGradient === 'argument' ? p : 1;
}

function targetOf({ target }: ModelChoices, tokens: ArrayLike<number>, t: number): number {
  switch (target) {
    case 'next':
      return tokens[t + 1];
    case 'itself':
      return tokens[t];
    case 'second':
      return tokens[Math.min(t + 2, tokens.length - 1)];
  }
}

function divisorOf({ divisor }: ModelChoices, { block_size }: Config, n: number): number {
  switch (divisor) {
    case 'n':
      return n;
    case 'one':
      return 1;
    case 'block_size':
      return block_size;
    case 'n+1':
      return n + 1;
    case 'n-1':
      return Math.max(1, n - 1);
  }
}
