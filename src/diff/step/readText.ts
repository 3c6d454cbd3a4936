import { quoted } from '../../port/shown.ts';
import { isInteger, parseNumber } from '../number.ts';
import { checkPrint, leftOut } from '../replay/formats/consolePrint.ts';
import { cutOffNumber } from '../replay/formats/cutNumber.ts';
import { checkNumbers, type DumpedArray, sizeOf } from '../replay/formats/dumpedArray.ts';
import { dumpLines } from '../replay/formats/dumpLines.ts';
import type { NamedArrays } from './readJson.ts';
import { KNOWN_NAMES, meaningOf } from './readNames.ts';

/** What is a number by itself. */
const SINGLE = /^(?:step0?|loss)$/i;
const POINT = /\d\.\d/;
const COMMA = /(?<![\d,])-?\d+,\d+(?![\d,])/;
const COMMENT = /^\s*(?:#|\/\/|%)/;
/** A name at the beginning of a line, and what is behind it. */
const NAMED = /^\s*"?([\p{L}_](?:[\p{L}\p{N}_./-]|\[\d{1,9}\]){0,200})"?\s*[:=]?(?:\s+|$)(.*)$/u;
/** A constant of the port that is a word. */
const WORD = /^\s*config[./](\w{1,40})\s*[:=]?\s+"?([a-z_]{1,40})"?\s*$/;
/** What stands between numbers. */
const BETWEEN = /[\s,;|[\](){}]+/;
/** What stands for numbers left out. */
const ELLIPSIS = /^(?:\.{2,}|…|⋮)$/;
/** Numbers from the end on that a last one is compared with. */
const MOST_COMPARED = 1000;
/** Most sizes behind a name. */
const MOST_SIZES = 2;
/** Characters that a message shows. */
const SHOWN = 60;

/** The numbers behind one name. */
interface Block {
  readonly name: string;
  /** On the line of the name. */
  readonly beside: readonly string[];
  /** On the lines behind it. */
  readonly below: string[];
}

/**
 * Reads blocks of text: a line `name rows columns` or `name count`, and the numbers behind it, on that line or on others, in any
 * layout. `doc anna`, `step 2` and `loss 3.36` need no sizes. Lines that begin with `#`, `//` or `%` are passed over.
 *
 * @throws RangeError where a block has too few or too many numbers, or something else among them
 */
export function readTextStep(text: string): NamedArrays {
  const blocks: Block[] = [];
  const texts: Record<string, string> = {};
  const config: [key: string, value: string][] = [];
  let count = 0;
  for (const line of dumpLines(text)) {
    if (COMMENT.test(line) || line.trim() === '') continue;
    const word = WORD.exec(line);
    if (word !== null && parseNumber(word[2]) === null) {
      config.push([word[1], word[2]]);
      continue;
    }
    const named = NAMED.exec(line);
    const isName = named !== null && parseNumber(named[1]) === null;
    if (isName && /^(?:doc|uchars)$/i.test(named[1])) {
      texts[named[1].toLowerCase()] = named[2].trim().replace(/^"(.*)"$/, '$1');
      continue;
    }
    checkPrint(line);
    const numbers = (isName ? named[2] : line).split(BETWEEN).filter((part) => part !== '');
    count += numbers.length;
    checkNumbers(count);
    const wrong = numbers.find((part) => parseNumber(part) === null);
    if (wrong !== undefined) throw ELLIPSIS.test(wrong) ? leftOut(line, '"..."') : noNumber(wrong, line);
    if (isName) blocks.push({ name: named[1], beside: numbers, below: [] });
    else if (blocks.length === 0) throw unnamed(line);
    else for (const part of numbers) blocks[blocks.length - 1].below.push(part);
  }
  const cut = cutIn(blocks, text);
  if (cut !== null) {
    throw new RangeError(
      `step: the text ends with ${cut}, which has fewer digits than the numbers before it, and no line end: it may be cut off; write it anew, and end it with a line end`,
    );
  }
  return {
    arrays: blocks.map((block) => arrayOf(block, commaIn(text))),
    doc: texts.doc ?? null,
    uchars: texts.uchars === undefined ? null : [...texts.uchars],
    config,
  };
}

/** The number that the text ends within, as it seems: the other fractions say how many digits it should have. */
function cutIn(blocks: readonly Block[], text: string): string | null {
  const last = blocks.at(-1);
  if (last === undefined || !isFractional(last)) return null;
  const numbers = blocks
    .filter(isFractional)
    .flatMap(({ beside, below }) => [...(below.length > 0 ? [] : beside.slice(MOST_SIZES)), ...below]);
  return text.endsWith(numbers[numbers.length - 1]) ? cutOffNumber(numbers.slice(-MOST_COMPARED).join('\n')) : null;
}

function isFractional({ beside, below }: Block): boolean {
  return [...beside, ...below].some((part) => !isInteger(part));
}

/** A number with a decimal comma, as it seems: no number has a point. */
function commaIn(text: string): string | null {
  return POINT.test(text) ? null : (COMMA.exec(text)?.[0] ?? null);
}

/** @param comma - a number that seems to have a decimal comma, in a text where none has a point */
function arrayOf(block: Block, comma: string | null): DumpedArray {
  const { name, beside, below } = block;
  const all = [...beside, ...below];
  const isNumber = SINGLE.test(name) || meaningOf(name) === null;
  const shape = isNumber && all.length === 1 ? [] : shapeOf(block);
  if (shape === null) throw comma === null ? wrongCount(block) : withCommas(block, comma);
  const values = all.slice(all.length - sizeOf(shape));
  return { name, shape, values: Float64Array.from(values, (part) => Number(parseNumber(part))) };
}

/** The sizes: the integers beside the name alone, or those that leave as many numbers behind them; null where none do. */
function shapeOf({ beside, below }: Block): number[] | null {
  const all = [...beside, ...below];
  const isAlone = beside.length <= MOST_SIZES && below.length > 0;
  const tried = isAlone ? [beside.length] : [1, MOST_SIZES];
  for (const count of tried) {
    const sizes = all.slice(0, count);
    const shape = sizes.map(Number);
    if (count > 0 && sizes.every(isInteger) && sizeOf(shape) === all.length - count) return shape;
  }
  return null;
}

function wrongCount({ name, beside, below }: Block): RangeError {
  const sizes = beside.slice(0, MOST_SIZES).filter(isInteger);
  const isTold = sizes.length > 0 && sizes.length === Math.min(beside.length, MOST_SIZES);
  const count = beside.length + below.length - (isTold ? sizes.length : 0);
  const form = `the form is a line "${quotedName(name)} rows columns" or "${quotedName(name)} count", and the numbers behind it`;
  if (!isTold) return new RangeError(`step: ${quotedName(name)} has no sizes behind it; ${form}`);
  return new RangeError(
    `step: ${quotedName(name)} has ${count} numbers behind its sizes, which are ${sizes.join(' ')}: the text may be cut off; ${form}`,
  );
}

function withCommas({ name }: Block, comma: string): RangeError {
  return new RangeError(
    `step: ${quotedName(name)} has numbers such as ${comma}, which is read as two: commas stand between numbers here; write numbers with a point (LC_NUMERIC=C, or a locale that has one)`,
  );
}

function quotedName(name: string): string {
  return quoted(name, SHOWN).slice(1, -1);
}

function noNumber(part: string, line: string): RangeError {
  return new RangeError(
    `step: ${quoted(part, SHOWN)} in the line ${quoted(line.trim(), SHOWN)} is no number; a line has a name and its sizes, or numbers alone`,
  );
}

function unnamed(line: string): RangeError {
  return new RangeError(
    `step: the line ${quoted(line.trim(), SHOWN)} has numbers without a name before them; begin with a line such as "grad.wte 27 16"; ${KNOWN_NAMES}`,
  );
}
