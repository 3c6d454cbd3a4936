import { RE2JS, RE2JSException } from 're2js';
import { shownOnLine } from '../../port/shown.ts';
import { type LineReader, MOST_DIGITS, type NamedSample, type Row } from './rows/row.ts';
import { type CounterText, rowOf } from './rows/rowOf.ts';

/** Characters of a line that a pattern sees. Time grows with line times pattern, and a pattern can have 1000 states. */
const MOST_LINE = 4096;
/** The longest pattern. */
const MOST_PATTERN = 10_000;
/** Without names, the groups are these. */
const BY_POSITION: Readonly<Record<number, readonly string[]>> = { 1: ['loss'], 2: ['step', 'loss'] };
const USAGE = 'it needs a group (?<loss>...), and may have (?<step>...) and (?<sample>...)';

/** A pattern that cannot be used; the message is one line. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/**
 * Makes a reader of a regular expression in RE2's syntax: JavaScript's without look-around and backreferences. RE2 takes
 * time linear in the line for every pattern, where JavaScript's own engine can take exponential time, and cannot be
 * stopped but by killing its thread.
 *
 * @param source - groups by name: `loss`, `step`, `sample`, `steps` (how many there are); without names, one group is
 *   the loss, two are step and loss
 * @throws PatternError where it is no such pattern
 */
export function patternReader(source: string): LineReader {
  const pattern = compile(source);
  const groups = groupsOf(pattern, source);
  return (line) => {
    const match = pattern.matcher(line.slice(0, MOST_LINE));
    if (!match.find()) return [];
    const group = (name: string): string | null => {
      const number = groups.get(name);
      return number === undefined ? null : match.group(number)?.trim() || null;
    };
    return eventsOf(group);
  };
}

function eventsOf(group: (name: string) => string | null): readonly (Row | NamedSample)[] {
  const text = group('loss')?.slice(0, MOST_DIGITS);
  if (text !== undefined) {
    const step = group('step');
    const counters: readonly CounterText[] = step === null ? [] : [{ name: 'step', text: step, total: group('steps') }];
    return [rowOf('pattern', 'loss', 'loss', counters, text)];
  }
  const name = group('sample');
  return name === null ? [] : [{ kind: 'sample', index: null, name }];
}

function compile(source: string): RE2JS {
  if (source.length > MOST_PATTERN) throw new PatternError(`pattern: longer than ${MOST_PATTERN} characters`);
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new PatternError(
      `pattern: ${shownOnLine(error.message)}; RE2 syntax, without look-around and backreferences`,
    );
  }
}

function groupsOf(pattern: RE2JS, source: string): ReadonlyMap<string, number> {
  const named = new Map(Object.entries(pattern.namedGroups()));
  const byPosition = BY_POSITION[pattern.groupCount()] ?? [];
  const groups = named.size > 0 ? named : new Map(byPosition.map((name, i) => [name, i + 1]));
  if (!groups.has('loss')) throw new PatternError(`pattern: no loss in ${shownOnLine(source)}; ${USAGE}`);
  return groups;
}
