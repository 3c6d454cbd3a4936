import { InvalidArgumentError } from 'commander';
import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import { CANONICAL_STEPS } from '../suite/sampling.ts';
import type { Shard } from '../suite/shard.ts';
import { nearest } from './nearest.ts';

/** The chapter of that name; throws InvalidArgumentError with those most like it where there is none. */
export function chapterNamed(name: string): Chapter {
  const chapter = SPEC_CHAPTERS.find((candidate) => candidate === name);
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
  const seed = Number(text);
  if (text === '' || !Number.isInteger(seed) || Math.abs(seed) >= 2 ** 31) {
    throw new InvalidArgumentError('It must be an integer below 2**31, or "random".');
  }
  return seed;
}

export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds < Infinity)) throw new InvalidArgumentError('It must be a number of seconds > 0.');
  return seconds;
}

/** Steps of the canonical run. */
export function stepsOf(text: string): number {
  const steps = countOption(text);
  if (steps > CANONICAL_STEPS) throw new InvalidArgumentError(`The canonical run has ${CANONICAL_STEPS}.`);
  return steps;
}

export function countOption(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be an integer >= 1.');
  return count;
}

/** Reads `2/4`. */
export function shardOf(text: string): Shard {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!(index >= 1 && index <= count)) throw new InvalidArgumentError('It must be a part of all, such as 2/4.');
  return { index, count };
}

/** For options that may be repeated. */
export function append(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
