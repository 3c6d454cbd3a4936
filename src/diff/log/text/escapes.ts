/** Begins every control sequence of a terminal (ECMA-48). */
export const ESCAPE = '\x1b';

const E = ESCAPE;
/** What moves the cursor to the start of a line, or clears the screen: text behind it stands in another line. */
const MOVES = String.raw`${E}c|${E}\[[01]?G|${E}\[[\d;]*[AEFHf]`;
/** Colours, erasures and the like; titles of windows (ended by BEL or ESC \); character sets and other short ones. */
const OTHERS = String.raw`${E}\[[0-?]*[ -/]*[@-~]|${E}\][^\x07\x1b\r\n]*(?:\x07|${E}\\)|${E}[ -/]+[0-~]|${E}[0-Z\\^-~]`;
const SEQUENCE = new RegExp(`(${MOVES})|${OTHERS}`, 'g');

/**
 * Takes complete control sequences out of a text. One that the end of the text cuts off is left for the next piece.
 *
 * @returns the text, with a line end where the cursor moved to another line
 */
export function withoutEscapes(text: string): string {
  return text.replace(SEQUENCE, (_, move?: string) => (move === undefined ? '' : '\n'));
}
