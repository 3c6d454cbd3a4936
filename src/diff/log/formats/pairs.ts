import { isInteger, NUMBER_SOURCE, parseNumber } from '../../number.ts';
import { type Format, type LineReader, MOST_DIGITS } from './format.ts';
import { Numbering } from './numbering.ts';

/** `1 3.3659669475848504`, `1,3.36`, `1: 3.36`, `1.0 3.36`, and nothing else. */
const PAIR = new RegExp(String.raw`^\s*(\d[\d.e+]{0,30})(?:\s*[,;|]\s*|:?\s+)(${NUMBER_SOURCE})[\s,;]*$`, 'i');
/** The longest line that is looked at. */
const MOST_LINE = 200;

/** A step and its loss a line. */
export const pairsFormat: Format = { name: 'pairs', named: false, reader: startPairs };

function startPairs(chosen: boolean): LineReader {
  const numbering = new Numbering();
  return (line) => {
    const pair = line.length <= MOST_LINE ? PAIR.exec(line) : null;
    const text = pair?.[2].slice(0, MOST_DIGITS) ?? '';
    const value = parseNumber(text);
    if (!pair || value === null || !Number.isInteger(parseNumber(pair[1]))) return null;
    // An integer alone is hardly ever a loss.
    return chosen || !isInteger(text) ? numbering.event(pair[1], value, text) : null;
  };
}
