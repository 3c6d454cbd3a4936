import { execAt } from './execAt.ts';
import { parseGrouped } from './grouped.ts';
import { MOST_DIGITS } from './row.ts';
import { COUNT, isPlaceholder, NUMBER, WRAPPED } from './token.ts';

/** microgpt.py's own line as a form: what stands in the place of the loss is one, number or not. */
const OWN_PLACE = /^\s*step\s+\d[^|]{0,40}\|\s*loss[\s:=]*$/i;

/** What stands between the word and its number: `loss 3.36`, `loss: 3.36`, `| Loss | 3.36`, `loss -> 3.36`, `"loss": "3.36"`. */
const BETWEEN = String.raw`(?:[\s:=|>("'\x60*→⇒-]|\.{3,})*?`;
const VALUE = new RegExp(`${BETWEEN}(${NUMBER})`, 'iy');
/** The same where nothing is doubtful, which is faster. */
const PLAIN_VALUE = /[\s:=]*(\d{1,20}\.\d{1,20})(?=[\s,;|)\]}]|$)(?!,\d|\s?[x*×]\s?10\b)/y;
/** In a sentence: `the loss is 3.36`; only where the line has a step. */
const SPOKEN_VALUE = new RegExp(String.raw`\s+(?:is|was)\s+(${NUMBER})`, 'iy');
/** Another word for the step stands between the two: `loss at step 5: 3.36`, `loss (5) = 3.36`, `loss[5]: 3.36`. */
const STEP_BETWEEN = new RegExp(
  String.raw`\s*(?:[([@._]|at|after|for|of|in)\s*(?:step|iter(?:ation)?|epoch)?[\s#]*(${COUNT})\s*[)\]]?\s*(?:steps?|iterations?)?\s*(?:[:=|]|->|→|is\b)${BETWEEN}(${NUMBER})`,
  'iy',
);
const WRAPPED_VALUE = new RegExp(`${BETWEEN}${WRAPPED}(${NUMBER})`, 'iy');
/** numpy's value in TensorFlow's form. */
const NUMPY_VALUE = new RegExp(String.raw`[\s:=]*<tf\.Tensor[^>]{0,80}numpy=(${NUMBER})`, 'iy');
/** What stands in the place of a number. */
const TOKEN = /([\s:=|("'`*]*)([^\s|;()"'`]{1,100})/y;

/** What stands behind the name of a loss. */
export interface FoundValue {
  readonly text: string;
  readonly isNumber: boolean;
  /** Where it ends. */
  readonly to: number;
  /** A step between the name and the value. */
  readonly step: string | null;
  /** A word stands between them: this may be a sentence about losses. */
  readonly isSpoken: boolean;
}

/**
 * The value behind a name.
 *
 * @param at - where the name ends
 * @returns a word or placeholder where a number should be; null where nothing is said of a value
 */
export function valueAt(line: string, at: number): FoundValue | null {
  const plain = execAt(PLAIN_VALUE, line, at);
  if (plain !== null) return number(plain, at);
  const between = execAt(STEP_BETWEEN, line, at);
  if (between !== null) return { ...number([between[0], between[2]], at), step: between[1] };
  const value = execAt(VALUE, line, at) ?? execAt(NUMPY_VALUE, line, at);
  if (value !== null) return number(value, at);
  const spoken = execAt(SPOKEN_VALUE, line, at);
  if (spoken !== null) return { ...number(spoken, at), isSpoken: true };
  const token = execAt(TOKEN, line, at);
  const wrapped = execAt(WRAPPED_VALUE, line, at);
  // A placeholder has digits too: `~3.42`, `3.1xxx`.
  if (wrapped !== null && !isPlaceholder(token?.[2] ?? '')) return number(wrapped, at);
  return token === null ? null : noNumber(line, at, token);
}

function number([whole, text]: readonly string[], at: number): FoundValue {
  return { text, isNumber: true, to: at + whole.length, step: null, isSpoken: false };
}

/** A word or placeholder where a number should be. */
function noNumber(line: string, at: number, [whole, separator, text]: readonly string[]): FoundValue | null {
  const trimmed = text.replace(/[,.:\]})>*]+$/, '');
  // What is cut off would make a number of it: 3.4...
  const word = trimmed === '' || parseGrouped(trimmed) !== null ? text : trimmed;
  const isSaid = /[:=|]/.test(separator) || OWN_PLACE.test(line.slice(0, at + separator.length));
  const standsForNumber = separator !== '' && (isPlaceholder(text) || /^[-+~≈]?\d/.test(text) || isSaid);
  if (!standsForNumber || word.length > MOST_DIGITS) return null;
  return { text: word, isNumber: false, to: at + whole.length, step: null, isSpoken: false };
}
