import { encode } from '../../../reference/tokenizer.ts';

/** A name as the model reads it. */
export interface Tokens {
  readonly kind: 'tokens';
  /** BOS, its characters, BOS. */
  readonly tokens: readonly number[];
  /** How many of its targets, the BOS at its end among them, are beyond the last position, and so not judged (loss.7). */
  readonly left: number;
}

/** Why a text is no name for this model, and what to do. */
export interface NoName {
  readonly kind: 'fault';
  readonly said: string;
}

/**
 * Reads what was typed, without the spaces around it, as microgpt.py strips a document.
 *
 * @param uchars - the vocabulary's characters, in code-point order
 * @param block_size - how many positions the model has
 */
export function typedName(text: string, uchars: readonly string[], block_size: number): Tokens | NoName {
  const name = text.trim();
  const known = `the characters ${uchars[0]} to ${uchars.at(-1)}`;
  if (name === '') return { kind: 'fault', said: `There is no name yet: type one of ${known}.` };
  const characters = [...name];
  const unknown = [...new Set(characters.filter((character) => !uchars.includes(character)))];
  if (unknown.length > 0) {
    const shown = unknown.map((character) => JSON.stringify(character)).join(', ');
    return { kind: 'fault', said: `The model has no token for ${shown}: type a name of ${known}.` };
  }
  const tokens = encode(uchars, name);
  return { kind: 'tokens', tokens, left: Math.max(0, tokens.length - 1 - block_size) };
}
