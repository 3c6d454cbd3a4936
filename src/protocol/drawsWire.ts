import type { Draw, Drawn } from '../port/values.ts';
import { floatToken, listTokens, type TokenReader, WireError } from './tokens.ts';

/** A draw as it stands on the wire: `gauss 0 1`. */
export function drawTokens(draw: Draw): string[] {
  switch (draw.kind) {
    case 'random':
      return ['random'];
    case 'getrandbits':
      return ['getrandbits', String(draw.k)];
    case 'gauss':
      return ['gauss', floatToken(draw.mu), floatToken(draw.sigma)];
    case 'shuffle':
      return ['shuffle', String(draw.n)];
    case 'choices':
      return ['choices', ...listTokens(draw.weights, (w) => [floatToken(w)])];
  }
}

/** Reads a draw. Throws WireError where its kind is unknown. */
export function readDraw(reader: TokenReader): Draw {
  const kind = reader.word();
  switch (kind) {
    case 'random':
      return { kind };
    case 'getrandbits':
      return { kind, k: reader.int() };
    case 'gauss':
      return { kind, mu: reader.float(), sigma: reader.float() };
    case 'shuffle':
      return { kind, n: reader.int() };
    case 'choices':
      return { kind, weights: reader.list(() => reader.float()) };
    default:
      throw new WireError(`there is no draw ${kind}`);
  }
}

/** What a draw gave, as it stands on the wire. */
export function drawnTokens(drawn: Drawn): string[] {
  if (typeof drawn === 'bigint') return [String(drawn)];
  return typeof drawn === 'number' ? [floatToken(drawn)] : listTokens(drawn, (i) => [String(i)]);
}

/** Reads what a draw gave; its kind tells the type, and `round` is that of the port's floats. */
export function readDrawn(reader: TokenReader, draw: Draw, round: (x: number) => number): Drawn {
  switch (draw.kind) {
    case 'random':
      return reader.float(); // a uniform is a double in every port (random.3)
    case 'gauss':
      return round(reader.float());
    case 'getrandbits':
      return reader.integer();
    case 'choices':
      return reader.int();
    case 'shuffle':
      return reader.list(() => reader.int());
  }
}
