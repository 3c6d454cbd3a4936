import { InvalidArgumentError } from 'commander';
import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import { CANONICAL_STEPS, LARGEST_SIZES, MOST_RUNS, MOST_SEED } from '../suite/sampling.ts';
import type { Shard } from '../suite/shard.ts';
import { nearest } from './nearest.ts';
import { integerOf, numberOf } from './numbers.ts';

/** Timers of Node hold 24 days, and a training has 12 times as long as an answer. */
const LEAST_S = 0.001;
const DAY_S = 86_400;
const WEEK_S = 7 * DAY_S;
const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;
/** As many as a matrix is of use with. */
const MOST_SHARDS = 16;
/** More than a specification will have. */
const MOST_CLAUSES = 10_000;
/** Of a soak: less than a run takes. */
const LEAST_MINUTES = 0.001;

/** The chapter of that name; throws InvalidArgumentError with those most like it where there is none. */
export function chapterNamed(name: string): Chapter {
  const chapter = SPEC_CHAPTERS.find((candidate) => candidate === name.toLowerCase());
  if (chapter === undefined) {
    throw new InvalidArgumentError(
      `There is no chapter ${name}; did you mean ${nearest(name, SPEC_CHAPTERS).join(' or ')}?`,
    );
  }
  return chapter;
}

/** A seed of fast-check: a 32-bit integer, or one that is drawn. */
export function seedOf(text: string): number {
  if (text === 'random') return Math.floor(Math.random() * 2 ** 31);
  return integerOf(text, { least: -MOST_SEED, most: MOST_SEED });
}

/** Seconds that an answer may take; a training has 12 times as long, which a timer must hold. */
export function timeoutOf(text: string): number {
  return numberOf(text, { least: LEAST_S, most: DAY_S });
}

/** Seconds that a whole run may take. */
export function maxTimeOf(text: string): number {
  return numberOf(text, { least: LEAST_S, most: WEEK_S });
}

/** Inputs for each law. */
export function runsOf(text: string): number {
  return integerOf(text, { least: 1, most: MOST_RUNS });
}

/** Minutes of a soak. */
export function soakOf(text: string): number {
  return numberOf(text, { least: LEAST_MINUTES, most: WEEK_MINUTES });
}

/** Parts of a suite, which is divided by files. */
export function shardsOf(text: string): number {
  return integerOf(text, { least: 1, most: MOST_SHARDS });
}

/** Clauses that are held at least. */
export function minClausesOf(text: string): number {
  return integerOf(text, { least: 1, most: MOST_CLAUSES });
}

/** A share in percent. */
export function percentOf(text: string): number {
  return numberOf(text, { least: 0, most: 100 });
}

/** How much larger than usual inputs are drawn. */
export function sizesOf(text: string): number {
  return integerOf(text, { least: 1, most: LARGEST_SIZES });
}

/** Steps of the canonical run. */
export function stepsOf(text: string): number {
  return integerOf(text, { least: 1, most: CANONICAL_STEPS });
}

/** A revision of the specification. */
export function revisionOf(text: string): number {
  return integerOf(text, { least: 1 });
}

/** Reads `2/4`. */
export function shardOf(text: string): Shard {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!(index >= 1 && index <= count && Number.isSafeInteger(count)))
    throw new InvalidArgumentError('It must be a part of all, such as 2/4.');
  return { index, count };
}

/** For options and arguments that take several values, each read by itself. */
export function joined<T>(read: (text: string) => T): (text: string, before?: readonly T[]) => T[] {
  return (text, before = []) => [...before, read(text)];
}

/** For options that may be repeated. */
export function append(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
