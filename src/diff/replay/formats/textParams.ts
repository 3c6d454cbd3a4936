import { NON_FINITE_SOURCE } from '../../../port/nonFinite.ts';
import { isInteger, parseNumber } from '../../number.ts';
import { checkPrint, leftOut } from './consolePrint.ts';
import { withPoints } from './decimalComma.ts';
import { checkNumbers, type DumpedArray } from './dumpedArray.ts';
import { dumpLines } from './dumpLines.ts';
import { matrixName } from './matrixNames.ts';

/**
 * A name of NaN or infinity, a word with the indices in or behind it (`layers[0].wq`, `wte[0][3]`), or what can be a number; all else separates.
 * Their lengths have limits, since V8's regular expressions run out of stack in longer ones.
 */
const TOKEN = new RegExp(
  String.raw`${NON_FINITE_SOURCE}(?![\p{L}\p{N}_.\-/])|[\p{L}_](?:[\p{L}\p{N}_.\-/]|\[\s*\d+(?:\s*,\s*\d+)*\s*\]){0,200}|[-+]?[\p{N}.][\p{L}\p{N}_.]{0,1100}(?:(?<=[edpf])[-+]\d+)?`,
  'giu',
);
/** What begins a comment; its line is one with words. */
const COMMENT = /^\s*(?:#|\/\/|%)/;
/** What stands for numbers left out, as in numpy's `[0.1 0.2 ... 0.3]`, and words that may stand beside it. */
const ELLIPSIS = /(?:^|[\s[(,])(?:\.{3}|…|⋮)(?:[\s\]),]|$)/;
const BESIDE_ELLIPSIS = /^(?:array|tensor|\.+)$/i;

/** Most integers that can be a size or an index on a line with words; more of them are parameters, such as zeros. */
const MOST_SIZES = 4;
/** Fewest numbers that are taken for pairs of an index and a number. */
const FEWEST_INDEXED = 6;

/** The numbers behind one name. */
interface Section {
  readonly name: string;
  sizes: readonly number[];
  readonly values: number[];
}

/**
 * Reads decimal numbers separated by anything (spec/traces.md, Dumps of a start).
 *
 * @param dump - the text
 * @returns an array for each matrix that it names, or one without a name
 * @throws RangeError where numbers are left out
 */
export function readTextParams(dump: string): DumpedArray[] {
  const text = withPoints(dump);
  const sections: Section[] = [{ name: '', sizes: [], values: [] }];
  let count = 0;
  for (const line of dumpLines(text)) {
    const { hasWords, tokens } = scan(line, count);
    count += tokens;
    readLine(line, hasWords, sections);
  }
  const [unnamed, ...named] = sections;
  const complete = named.length > 1 && unnamed.values.length === 0 && named.every(({ values }) => values.length > 0);
  if (complete) return named.map(arrayOf);
  const values = sections.flatMap((section) => section.values);
  return [arrayOf({ name: '', sizes: [], values })];
}

/** How many tokens a line has, and whether words are among them. Keeps none, so that a line of 32 MiB takes no memory. */
function scan(line: string, before: number): { readonly hasWords: boolean; readonly tokens: number } {
  checkPrint(line);
  let tokens = 0;
  let hasWords = COMMENT.test(line);
  let mayElide = ELLIPSIS.test(line);
  for (const [token] of line.matchAll(TOKEN)) {
    checkNumbers(before + ++tokens);
    if (parseNumber(token) !== null) continue;
    hasWords = true;
    mayElide &&= BESIDE_ELLIPSIS.test(token);
  }
  if (!mayElide) return { hasWords, tokens };
  throw leftOut(line, '"..."');
}

function readLine(line: string, hasWords: boolean, sections: Section[]): void {
  let run: string[] = [];
  for (const [token] of line.matchAll(TOKEN)) {
    if (parseNumber(token) !== null) {
      run.push(token);
      continue;
    }
    take(run, hasWords, sections);
    run = [];
    open(matrixName(token), sections);
  }
  take(run, hasWords, sections);
}

/** Numbers that stand together. On a line with words, integers before the others are sizes and indices. */
function take(run: readonly string[], hasWords: boolean, sections: readonly Section[]): void {
  const section = sections[sections.length - 1];
  const firstOther = run.findIndex((token) => !isInteger(token));
  const integers = firstOther < 0 ? run.length : firstOther;
  const skipped = hasWords && integers <= MOST_SIZES ? integers : 0;
  if (skipped > 0) section.sizes = run.slice(0, skipped).map(Number);
  for (const token of run.slice(skipped)) section.values.push(Number(parseNumber(token)));
}

/** Goes over to the section of a name; the one of the same name goes on, as in `wte[0][1] = ...`. */
function open(name: string | null, sections: Section[]): void {
  if (name === null || name === sections[sections.length - 1].name) return;
  sections.push({ name, sizes: [], values: [] });
}

function arrayOf({ name, sizes, values }: Section): DumpedArray {
  const plain = Float64Array.from(isIndexed(values) ? values.filter((_, at) => at % 2 === 1) : values);
  const [rows, columns] = sizes;
  const isShape = sizes.length === 2 && rows * columns === plain.length;
  return { name, shape: isShape ? [rows, columns] : [plain.length], values: plain };
}

/** Whether each number has its index before it: 0 0.1, 1 0.7, 2 -0.3. */
function isIndexed(values: readonly number[]): boolean {
  if (values.length < FEWEST_INDEXED || values.length % 2 !== 0) return false;
  return (
    (values[0] === 0 || values[0] === 1) && values.every((value, at) => at % 2 === 1 || value === values[0] + at / 2)
  );
}
