import type { CounterText } from './rowOf.ts';
import { COUNT, countOf } from './token.ts';

/** Words that count steps. */
const STEP_WORDS = String.raw`step|iteration|iter|it|update|mini[_-]?batch|batch|document|doc|epoch`;
/** `step 1`, `Step: 1/1000`, `step=1`, `Step [1/1000]`, `step 1,000 of 2,000`, `"step": 1`. */
const COUNTER = new RegExp(
  String.raw`(?<![a-z])(${STEP_WORDS})(?![a-z])[\s:=#(["'\]|*\x60]*?(${COUNT})(?:\s*(?:\/|of\b|out of\b)\s*(${COUNT}))?`,
  'gi',
);
/** `after 1000 steps`. */
const BEFORE_WORD = new RegExp(String.raw`(?<![\w./:-])(${COUNT})\s+(?:steps?|iterations?|iters?)(?![a-z])`, 'gi');
/** `1/1000`, with nothing at it that makes a date, a path or a speed. */
const RATIO = new RegExp(String.raw`(?<![\w./:-])(${COUNT})\s*\/\s*(${COUNT})(?![\w/:-]|\.\d)`, 'gi');
/** A number before all else: `1 loss 3.36`, `1: loss 3.36`, `[1] loss 3.36`. */
const LEADING = new RegExp(
  String.raw`^\s*[[(#]?(${COUNT})[\])]?(?:\s*[:.,|)>-]+\s*|\s+(?=(?:[a-z]+[\s_-]?)?(?:loss|nll|xent|cross)))`,
  'i',
);
/** A bar of progress. */
const BAR = /\d%\|/;
/** From here on a number before all else is a time. */
const MOST_LEADING = 1e8;
const EPOCH = 'epoch';

/** Part of a line. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What may be the step in a line. */
export interface LineCounters {
  /** Each name once, the most telling first. */
  readonly once: readonly CounterText[];
  /** All of the most telling name, in their order. */
  readonly steps: readonly CounterText[];
  readonly length: number;
}

/**
 * Finds the counters of a line.
 *
 * @param losses - where its losses stand, which hold none
 */
export function countersIn(line: string, losses: readonly Span[]): LineCounters {
  const isFree = (at: number) => losses.every(({ from, to }) => at < from || at >= to);
  const words = [...line.matchAll(COUNTER)].filter(({ index }) => isFree(index));
  const counters = words.map(([, name, text, total]) => counter(name.toLowerCase(), text, total));
  const first = counters.find(({ name }) => name !== EPOCH);
  const steps = counters.filter(({ name }) => name === (first ?? counters[0])?.name);
  const others = first === undefined ? withoutWord(line, isFree) : [];
  const once = [...new Map([...others, ...counters].reverse().map((one) => [one.name, one])).values()].reverse();
  once.sort((a, b) => Number(a.name === EPOCH) - Number(b.name === EPOCH));
  return { once, steps, length: once.length };
}

function withoutWord(line: string, isFree: (at: number) => boolean): CounterText[] {
  const ratio = [...line.matchAll(RATIO)].find(({ index }) => isFree(index));
  if (ratio !== undefined) return [counter(BAR.test(line) ? 'bar' : 'n/total', ratio[1], ratio[2])];
  const before = [...line.matchAll(BEFORE_WORD)].find(({ index }) => isFree(index));
  if (before !== undefined) return [counter('step', before[1], undefined)];
  const leading = LEADING.exec(line);
  if (leading === null || countOf(leading[1]) >= MOST_LEADING) return [];
  return [counter('number before the loss', leading[1], undefined)];
}

function counter(name: string, text: string, total: string | undefined): CounterText {
  return { name, text, total: total ?? null };
}
