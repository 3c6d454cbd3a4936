import { InvalidArgumentError } from 'commander';

const INTEGER = /^[-+]?\d+$/;
const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** The numbers that a flag takes, both ends included. */
export interface Range {
  readonly least: number;
  /** Beyond it a timer or an array would not hold it, or nobody would live to see the end. */
  readonly most?: number;
}

/**
 * Reads an integer of the command line, in digits: neither `0x10` nor `1e3`, and no blanks.
 *
 * @throws InvalidArgumentError where it is another text, or outside the range
 */
export function integerOf(text: string, { least, most = Number.MAX_SAFE_INTEGER }: Range): number {
  const number = Number(text);
  if (INTEGER.test(text) && number >= least && number <= most) return number;
  throw new InvalidArgumentError(`It must be an integer ${rangeText(least, most, Number.MAX_SAFE_INTEGER)}.`);
}

/**
 * Reads a decimal number of the command line.
 *
 * @throws InvalidArgumentError where it is another text, or outside the range
 */
export function numberOf(text: string, { least, most = Infinity }: Range): number {
  const number = Number(text);
  if (DECIMAL.test(text) && number >= least && number <= most) return number;
  throw new InvalidArgumentError(`It must be a number ${rangeText(least, most, Infinity)}`.trimEnd().concat('.'));
}

/** Reads an integer of any size; beyond 2**53 it is a bigint. */
export function bigIntegerOf(text: string): bigint | number {
  if (!INTEGER.test(text)) throw new InvalidArgumentError('It must be an integer.');
  const integer = BigInt(text);
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
}

function rangeText(least: number, most: number, unbounded: number): string {
  if (most < unbounded) return `from ${least} to ${most}`;
  return least > -unbounded ? `>= ${least}` : '';
}
