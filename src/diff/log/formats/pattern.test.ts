import { describe, expect, test } from 'vitest';
import { PatternError, patternReader } from './pattern.ts';

describe('a pattern', () => {
  test.each([
    ['named groups', '(?<step>\\d+)/(?<steps>\\d+): (?<loss>\\S+)', '7/100: 3.5', { step: 7, num_steps: 100 }],
    ["Python's names", '(?P<step>\\d+): (?P<loss>\\S+)', '7: 3.5', { step: 7, num_steps: null }],
    ['two groups', 'at (\\d+) it is (\\S+)', 'at 7 it is 3.5', { step: 7, num_steps: null }],
    ['one group', 'it is (\\S+)', 'it is 3.5', { step: 1, num_steps: null }],
    ['a flag', '(?i)LOSS (?<loss>\\S+)', 'loss 3.5', { step: 1, num_steps: null }],
  ])('has %s', (_, pattern, line, rest) => {
    expect(patternReader(pattern)(line)).toEqual({ kind: 'loss', value: 3.5, text: '3.5', ...rest });
  });

  test('counts losses that have no step', () => {
    const read = patternReader('cost (?<loss>\\S+)');
    expect(['cost 3.5', 'other', 'cost nan'].map(read)).toEqual([
      expect.objectContaining({ step: 1, value: 3.5 }),
      null,
      expect.objectContaining({ step: 2, value: NaN }),
    ]);
  });

  test('has samples too', () => {
    const read = patternReader('cost (?<loss>\\S+)|name (?<sample>\\S+)');
    expect(read('name kamon')).toEqual({ kind: 'sample', index: null, name: 'kamon' });
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
