import { isInteger, parseNumber } from '../../number.ts';
import { type Format, type LineReader, MOST_DIGITS } from './format.ts';
import { Numbering } from './numbering.ts';

/** One loss a line, in the order of steps. */
export const numbersFormat: Format = { name: 'numbers', named: false, reader: startNumbers };

function startNumbers(chosen: boolean): LineReader {
  const numbering = new Numbering();
  // Integers count once a loss has shown its digits: before, they are the sizes that a port prints at its start.
  let begun = chosen;
  return (line) => {
    if (line.length > 2 * MOST_DIGITS) return null;
    const text = line.trim().replace(/[,;]$/, '');
    const value = parseNumber(text);
    if (value === null || (!begun && isInteger(text))) return null;
    begun = true;
    return numbering.event(null, value, text);
  };
}
