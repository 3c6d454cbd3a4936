import { floatToken, listTokens, TokenReader } from './tokens.ts';

/** The operation that answers with its argument, a list of floats: it shows how a port reads and prints numbers. */
export const ECHO = 'echo';

/**
 * Reads a list of floats and writes it again.
 *
 * @param tokens - the values of the request
 * @throws WireError where they are no list of floats
 */
export function echoed(tokens: readonly string[]): string[] {
  const reader = new TokenReader(tokens);
  const values = reader.list(() => reader.float());
  reader.end();
  return listTokens(values, (x) => [floatToken(x)]);
}
