import { NUMBER_SOURCE, parseNumber } from '../../number.ts';
import type { LossEvent } from '../log.ts';
import { type Format, MOST_DIGITS, STEP_SOURCE } from './format.ts';

/** microgpt.py's own line, `step    1 / 1000 | loss 3.3660`: what stands in the place of the loss is one, number or not. */
const OWN = new RegExp(
  String.raw`^\s*step\s+(${STEP_SOURCE})\s*\/\s*(${STEP_SOURCE})\s*\|\s*loss(?:\s+|\s*[:=]\s*)([^\s|;:=>()"'][^\s|;)]{0,${MOST_DIGITS - 1}})`,
  'i',
);

/** `step 1`, `Step: 1/1000`, `step=1`, `Step [1/1000]`, `step 1,000 of 2,000`; other words for it where there is no step. */
const COUNT = String.raw`\d{1,3}(?:,\d{3})+|${STEP_SOURCE}`;
const STEPS = ['step', 'iter(?:ation)?', 'epoch'].map(
  (word) =>
    new RegExp(String.raw`(?<![a-z])${word}[\s:=#(["']*(${COUNT})(?:\s*(?:\/|of)\s*(${COUNT}))?(?!\d|\.\d)`, 'i'),
);
/** `loss 3.3660`, `loss: 3.3660`, `loss=3.3660`, `| Loss | 3.3660`, `loss -> 3.3660`. */
const LOSS = new RegExp(String.raw`loss(?![a-z])[\s:=|>("'-]*?(${NUMBER_SOURCE})(?!\w|\.\w)`, 'gi');

/** The word before `loss`, with what separates them; as many characters are looked at. */
const QUALIFIER = /([a-z]+)([\s_./-]*)$/i;
const QUALIFIER_LENGTH = 24;
/** A loss of several steps: taken where the line has no other. */
const AVERAGED = /^(?:avg|average|mean|ema|smooth|smoothed|running|moving|rolling)$/i;
/** A loss of something else. */
const OTHER = /^(?:val|valid|validation|test|eval|dev|best|min|lowest|previous|prev|last)$/i;

/** Every spelling of `step N / T | loss X`, with anything before, between and behind. */
export const microgptFormat: Format = { name: 'microgpt', named: true, reader: () => readMicrogpt };

function readMicrogpt(line: string): LossEvent | null {
  const own = OWN.exec(line);
  if (own) {
    const text = own[3].endsWith(',') ? own[3].slice(0, -1) : own[3];
    return lossEvent(own[1], own[2], parseNumber(text) ?? NaN, text);
  }
  return /loss/i.test(line) ? readVariant(line) : null;
}

function readVariant(line: string): LossEvent | null {
  for (const pattern of STEPS) {
    const step = pattern.exec(line);
    if (!step) continue;
    const text = lossIn(line, step.index + step[0].length);
    const value = text === null ? null : parseNumber(text);
    return text === null || value === null ? null : lossEvent(step[1], step[2], value, text);
  }
  return null;
}

/** The first loss behind the step that is no average, or else the first average. */
function lossIn(line: string, from: number): string | null {
  let average: string | null = null;
  LOSS.lastIndex = from;
  for (let loss = LOSS.exec(line); loss; loss = LOSS.exec(line)) {
    const text = loss[1].slice(0, MOST_DIGITS);
    const kind = kindOf(line, loss.index);
    if (kind === 'plain') return text;
    if (kind === 'average') average ??= text;
  }
  return average;
}

function kindOf(line: string, at: number): 'plain' | 'average' | 'other' {
  const before = QUALIFIER.exec(line.slice(Math.max(0, at - QUALIFIER_LENGTH), at));
  if (!before) return 'plain';
  const [, word, separator] = before;
  if (separator === '' && line[at] !== 'L') return 'other'; // gloss, but avgLoss
  if (AVERAGED.test(word)) return 'average';
  return OTHER.test(word) ? 'other' : 'plain';
}

function lossEvent(step: string, num_steps: string | undefined, value: number, text: string): LossEvent {
  return { kind: 'loss', step: count(step), num_steps: num_steps === undefined ? null : count(num_steps), value, text };
}

function count(text: string): number {
  return Number(text.includes(',') ? text.replaceAll(',', '') : text);
}
