import { documentLoss, positionsOf } from '../../../engine/loss.ts';
import type { Network } from '../../../engine/network.ts';
import { type NoName, typedName } from './typedName.ts';

/** One position of a name: what stands there, what is due next, and what the model gives for it. */
export interface Position {
  /** A character, or BOS. */
  readonly token: string;
  readonly target: string;
  /** The probability of each token [vocab_size]; `p` is the target's. */
  readonly probs: readonly number[];
  readonly p: number;
  /** -ln p, in nats (loss.1). */
  readonly loss: number;
}

/** A name through the model. */
export interface Positions {
  readonly kind: 'positions';
  readonly name: string;
  readonly positions: readonly Position[];
  /** The mean of the position losses, in nats (loss.6). */
  readonly loss: number;
  /** How many of its targets are beyond the last position (loss.7). */
  readonly left: number;
}

export type Reading = Positions | NoName;

/**
 * What the model gives for a name.
 *
 * @param network - its activations are overwritten; its parameters are not
 * @param uchars - the vocabulary's characters
 * @param text - as it was typed
 */
export function readingOf(network: Network, uchars: readonly string[], text: string): Reading {
  const { config, vocab_size, views, activations } = network;
  const typed = typedName(text, uchars, config.block_size);
  if (typed.kind === 'fault') return typed;
  const { tokens, left } = typed;
  const loss = documentLoss(network, tokens);
  const positions = Array.from({ length: positionsOf(config.block_size, tokens) }, (_, t): Position => {
    const probs = [...views.probs.subarray(t * vocab_size, (t + 1) * vocab_size)];
    return {
      token: nameOf(uchars, tokens[t]),
      target: nameOf(uchars, tokens[t + 1]),
      probs,
      p: probs[tokens[t + 1]],
      loss: activations.losses[t],
    };
  });
  return { kind: 'positions', name: text.trim(), positions, loss, left };
}

/** A token as it is shown. */
export function nameOf(uchars: readonly string[], token: number): string {
  return uchars[token] ?? 'BOS';
}
