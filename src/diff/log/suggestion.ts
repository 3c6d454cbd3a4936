import { patternReader } from './pattern.ts';
import { parseGrouped } from './rows/grouped.ts';
import { looksLikeLoss } from './rows/looksLikeLoss.ts';
import { referenceBefore } from './rows/ofReference.ts';
import { NUMBER } from './rows/token.ts';

/** Numbers of a line that a pattern goes through at the most: what stands behind the loss is no matter. */
const MOST_NUMBERS = 12;
/** A loss of microgpt lies below; its first is ln 27. */
const MOST_LOSS = 20;
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/** A number of a line. */
interface Found {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Makes the pattern that reads a line: its first number with a fraction below 20 that is no reference's is the loss, the
 * first whole number before or behind it the step, everything else stands for itself, other numbers for numbers.
 *
 * @param line - which no form reads
 * @returns a pattern that was tried on the line and reads it; null where there is none
 */
export function suggestedPattern(line: string): string | null {
  const numbers = [...line.matchAll(new RegExp(`(?<![\\w.])${NUMBER}`, 'gi'))]
    .slice(0, MOST_NUMBERS)
    .flatMap(({ 0: text, index }) => foundIn(text, index));
  const isLoss = ({ text }: Found) => looksLikeLoss(text) && Math.abs(parseGrouped(text) ?? NaN) < MOST_LOSS;
  const isOwn = ({ from }: Found) => referenceBefore(line.slice(0, from).replace(/[\s=]+$/, '')) === null;
  const losses = numbers.filter(isLoss);
  const loss = losses.find(isOwn) ?? losses[0] ?? numbers.find(({ text }) => looksLikeLoss(text));
  if (loss === undefined) return null;
  const step = numbers.find(({ text }) => /^\d{1,15}$/.test(text));
  for (const withStep of step === undefined ? [null] : [step, null]) {
    const pattern = patternOf(line, numbers, loss, withStep);
    if (reads(pattern, line, loss.text, withStep?.text ?? null)) return pattern;
  }
  return null;
}

/** The numbers of what looks like one: cells with commas between them look like groups of digits, and are none. */
function foundIn(text: string, from: number): Found[] {
  if (parseGrouped(text) !== null) return [{ text, from, to: from + text.length }];
  let at = from;
  return text.split(',').flatMap((cell) => {
    const found = { text: cell, from: at, to: at + cell.length };
    at = found.to + 1;
    return parseGrouped(cell) === null ? [] : [found];
  });
}

function patternOf(line: string, numbers: readonly Found[], loss: Found, step: Found | null): string {
  const last = Math.max(loss.to, step?.to ?? 0);
  let pattern = '^';
  let at = 0;
  for (const number of numbers.filter(({ to }) => to <= last)) {
    pattern += literal(line.slice(at, number.from));
    if (number === loss) pattern += '(?<loss>\\S+?)';
    else pattern += number === step ? '(?<step>\\d+)' : '\\S+?';
    at = number.to;
  }
  const next = /^\S/.exec(line.slice(at))?.[0];
  return pattern + (next === undefined ? '(?:\\s|$)' : literal(next));
}

/** Text that stands for itself, but for its white space, which padding makes longer and shorter. */
function literal(text: string): string {
  return text
    .replace(SPECIAL, '\\$&')
    .replace(/\s+/g, '\\s+')
    .replace(/^\\s\+$/, '\\s+');
}

function reads(pattern: string, line: string, loss: string, step: string | null): boolean {
  const [event] = patternReader(pattern)(line);
  if (event?.kind !== 'row' || event.text !== loss) return false;
  return step === null ? event.counters.length === 0 : event.counters[0]?.value === Number(step);
}
