import { describe, expect, test } from 'vitest';
import { PatternError, patternReader } from './pattern.ts';
import { suggestedPattern } from './suggestion.ts';

/** Step, how many there are, value and text of the loss of a line. */
function read(pattern: string, line: string) {
  const [event] = patternReader(pattern)(line);
  return event?.kind === 'row'
    ? [event.counters[0]?.value ?? null, event.counters[0]?.total ?? null, event.value, event.text]
    : event;
}

describe('a pattern', () => {
  test.each([
    ['named groups', '(?<step>\\d+)/(?<steps>\\d+): (?<loss>\\S+)', '7/100: 3.5', [7, 100, 3.5, '3.5']],
    ["Python's names", '(?P<step>\\d+): (?P<loss>\\S+)', '7: 3.5', [7, null, 3.5, '3.5']],
    ['two groups', 'at (\\d+) it is (\\S+)', 'at 7 it is 3.5', [7, null, 3.5, '3.5']],
    ['one group', 'it is (\\S+)', 'it is 3.5', [null, null, 3.5, '3.5']],
    ['a flag', '(?i)LOSS (?<loss>\\S+)', 'loss 3.5', [null, null, 3.5, '3.5']],
    ['a loss that is no number', 'loss (?<loss>\\S+)', 'loss x', [null, null, null, 'x']],
  ])('has %s', (_, pattern, line, row) => {
    expect(read(pattern, line)).toEqual(row);
  });

  test('has samples too', () => {
    expect(read('cost (?<loss>\\S+)|name (?<sample>\\S+)', 'name kamon')).toEqual({
      kind: 'sample',
      index: null,
      name: 'kamon',
    });
  });

  test('says nothing of other lines', () => {
    expect(patternReader('cost (?<loss>\\S+)')('other')).toEqual([]);
  });

  test.each(['(a+)+$', '(a|aa)+$', '(a*)*b', '^(?:.*a){20}$'])('%s takes time linear in the line', (pathological) => {
    const read = patternReader(`(?:${pathological})(?<loss>\\d)`);
    const started = performance.now();
    for (let i = 0; i < 10; i++) read(`${'a'.repeat(65536)}!`);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test.each([
    ['(a', 'missing closing )'],
    ['(?<loss>a)(?=b)', 'without look-around'],
    ['(?<step>a)', 'no loss in (?<step>a); it needs a group (?<loss>...)'],
    ['loss', 'no loss in loss'],
    ['(a)(b)(c)', 'no loss in (a)(b)(c)'],
    ['(?<loss>(a{1000}){1000})', 'pattern: '],
    ['a'.repeat(10_001), 'longer than 10000 characters'],
    ['(\n', 'pattern: '],
  ])('%j is refused in one line', (pattern, message) => {
    expect(() => patternReader(pattern)).toThrow(PatternError);
    expect(() => patternReader(pattern)).toThrow(message);
    expect(() => patternReader(pattern)).toThrow(/^[^\n]*$/);
  });
});

describe('a pattern for a line that no form reads', () => {
  test.each([
    ['cost of 7 is 3.5 (a.b*c)', 'cost  of 12 is 2.25 (a.b*c)', [12, null, 2.25, '2.25']],
    ['obj=3.5 after 7 of 1000', 'obj=2.25 after 12 of 1000', [12, null, 2.25, '2.25']],
    ['7|x|3.5|0.01', '12|x|2.25|0.02', [12, null, 2.25, '2.25']],
    ['J: 3.5', 'J: nan', [null, null, NaN, 'nan']],
    ["it's 3.5 [$]", "it's 2.25 [$]", [null, null, 2.25, '2.25']],
    ['7\t3.5\t0.01', '12\t2.25\t0.01', [12, null, 2.25, '2.25']],
    ['speed 4000.5 obj 3.5', 'speed 1.5 obj 2.25', [null, null, 2.25, '2.25']],
  ])('made of %j reads %j', (line, next, row) => {
    expect(read(suggestedPattern(line) ?? '', next)).toEqual(row);
  });

  test.each(['no number', '12 34', 'v1.2.3', ''])('is not made of %j', (line) => {
    expect(suggestedPattern(line)).toBeNull();
  });
});
