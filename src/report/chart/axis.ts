import { nice, tickIncrement, ticks } from 'd3-array';
import { html, type Markup } from '../page/markup.ts';

/** Where values lie along an axis, and which of them are written beside it. */
export interface Axis {
  /** The pixel of a value. */
  readonly at: (value: number) => number;
  /** Values that are written. */
  readonly ticks: readonly number[];
  /** How one of them is written. */
  readonly written: (tick: number) => Markup;
}

/** From the pixel of the least value to that of the greatest. */
type Pixels = readonly [number, number];
/** From the least to the greatest value. */
type Range = readonly [number, number];

/** Ticks of an axis, about. */
const TICKS = 5;

/** The greatest power of ten that is written with its zeros, where all of a scale can be. */
const PLAIN = 4;

/**
 * A scale on which equal differences are equally long.
 *
 * @param count - ticks, about; they are round numbers
 */
export function linearAxis(range: Range, pixels: Pixels, count = TICKS): Axis {
  // Steps below 1 come as what 1 is divided by, negative: -20 for 0.05.
  const step = tickIncrement(range[0], range[1], count);
  const decimals = step < 0 ? Math.ceil(Math.log10(-step)) : 0;
  return {
    at: between(range, pixels),
    ticks: ticks(range[0], range[1], count),
    written: (tick) => html`${tick.toFixed(decimals)}`,
  };
}

/** The same range, from round number to round number; of one value alone, some below and above it. */
export function roundRange([least, most]: Range, count = TICKS): Range {
  return least === most ? [least - 1, most + 1] : nice(least, most, count);
}

/**
 * A scale of powers of ten; what lies below it, 0 for one, stands at its lower end, and what lies above at the upper.
 *
 * @param exponents - of the least and the greatest power
 * @param every - decades from tick to tick, from the first tick on
 */
export function logarithmicAxis(exponents: Range, pixels: Pixels, every = 1, first = exponents[0]): Axis {
  const [least, most] = exponents;
  const place = between(exponents, pixels);
  const count = Math.floor((most - first) / every) + 1;
  const isPlain = first >= 0 && most <= PLAIN;
  return {
    at: (value) => place(Math.min(Math.max(Math.log10(value), least), most)),
    ticks: Array.from({ length: count }, (_, i) => Number(`1e${first + every * i}`)),
    written: (tick) =>
      isPlain ? html`${tick}` : html`10<tspan dy="-5" font-size="9">${Math.round(Math.log10(tick))}</tspan>`,
  };
}

function between([from, to]: Range, [first, last]: Pixels): (value: number) => number {
  return (value) => first + ((value - from) / (to - from)) * (last - first);
}
