import type { Tape, Value } from './autograd.ts';
import { emptyCache, gpt, type Model, softmax } from './model.ts';
import { item, raise } from './python.ts';

// microgpt.py, lines 158 to 169.

/** A document's way through the model, from tokens to the one number that training lowers. */
export interface DocumentLoss {
  /** Mean of the position losses, in nats (loss.6). */
  readonly loss: Value;
  /** Loss at each position [n], in nats. */
  readonly losses: readonly Value[];
  /** Logits at each position [n, vocab_size]. */
  readonly logits: readonly (readonly Value[])[];
}

/**
 * loss_t = -ln p[target_id] (loss.1).
 *
 * @param tape - holds the arguments, and takes the nodes of the result
 * @param probs - probabilities of the next token [vocab_size]
 * @param target_id - the right answer, in [0, vocab_size)
 * @returns the surprise at the target, in nats
 * @throws RangeError where the target's probability is 0, as `math.log` raises a domain error
 * (loss.4), or there is no such target (loss.11)
 *
 * @example
 * const tape = new Tape();
 * tape.data[positionLoss(tape, [tape.leaf(0.5), tape.leaf(0.5)], 1)]; // => 0.6931471805599453
 */
export function positionLoss(tape: Tape, probs: readonly Value[], target_id: number): Value {
  const p = item(probs, target_id, `loss: target ${target_id}`, 'loss.11');
  return tape.neg(tape.log(p));
}

/**
 * loss = (1 / n) sum of losses (loss.6).
 *
 * @param tape - holds the arguments, and takes the nodes of the result
 * @param losses - position losses [n] in nats, n >= 1
 * @throws RangeError where there is none, as 1 / 0 raises
 *
 * @example
 * const tape = new Tape();
 * tape.data[averageLoss(tape, [tape.leaf(1), tape.leaf(2)])]; // => 1.5
 */
export function averageLoss(tape: Tape, losses: readonly Value[]): Value {
  if (losses.length === 0) raise('loss: there is no position to average over (loss.6)');
  return tape.mul(tape.sum(losses), tape.leaf(1 / losses.length));
}

/**
 * Forwards a document's tokens to its loss, with a fresh KV cache, over
 * n = min(block_size, len(tokens) - 1) positions.
 *
 * @param model - the parameters on their tape
 * @param tokens - BOS, the document's tokens, BOS
 * @throws RangeError where there are fewer than two tokens, or one is outside the vocabulary
 *
 * @example
 * const initial = initialParameters(CANONICAL, 27, new Random(42));
 * const model = createModel(new Tape(), CANONICAL, initial);
 * documentLoss(model, [26, 4, 12, 12, 0, 26]).losses.length; // => 5
 */
export function documentLoss(model: Model, tokens: readonly number[]): DocumentLoss {
  const { config, tape } = model;
  const n = Math.min(config.block_size, tokens.length - 1);
  const keys = emptyCache(config);
  const values = emptyCache(config);
  const losses: Value[] = [];
  const allLogits: Value[][] = [];
  for (let pos_id = 0; pos_id < n; pos_id++) {
    const [token_id, target_id] = [tokens[pos_id], tokens[pos_id + 1]];
    const logits = gpt(model, token_id, pos_id, keys, values);
    const probs = softmax(tape, logits);
    losses.push(positionLoss(tape, probs, target_id));
    allLogits.push(logits);
  }
  return { loss: averageLoss(tape, losses), losses, logits: allLogits };
}
