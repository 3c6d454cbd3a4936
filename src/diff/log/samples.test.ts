import { describe, expect, test } from 'vitest';
import { readSample, Samples } from './samples.ts';

const MOST = 3;

/** The samples of lines behind a loss. */
function samplesOf(lines: readonly string[]): Samples {
  const samples = new Samples(MOST);
  samples.lossSeen();
  for (const line of lines) samples.take(line);
  return samples;
}

const namesOf = (lines: readonly string[]) => [...samplesOf(lines).fromOne().kept];

describe('a line of a sample', () => {
  test.each([
    ['sample  1: kamon', 1, 'kamon'],
    ['sample 20: anton ', 20, 'anton'],
    ['sample  3: ', 3, ''],
    ['sample  3:', 3, ''],
    ['sample  4: two words', 4, 'two words'],
    ['sample 01: kamon', 1, 'kamon'],
    ['Sample 0 : kamon', 0, 'kamon'],
    ['[LOG] Sample 1/20: kamon', 1, 'kamon'],
    ['sample #1 = "kamon"', 1, 'kamon'],
    ['sample 1 -> kamon', 1, 'kamon'],
    ['sample: kamon', null, 'kamon'],
  ])('%j has its number and name', (line, index, name) => {
    expect(readSample(line)).toEqual({ kind: 'sample', index, name });
  });

  test.each(['samples: 3', 'num samples: 20', '--- inference ---', 'sample', 'resample 1: x'])('%j is none', (line) => {
    expect(readSample(line)).toBeNull();
  });
});

describe('samples', () => {
  test('without numbers are numbered in their order', () => {
    expect(namesOf(['sample: kamon', 'sample: ann'])).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
    ]);
  });

  test('numbered from 0 are numbered from 1', () => {
    expect(namesOf(['Sample 0 : kamon', 'Sample 1 : ann'])).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
    ]);
  });

  test.each([
    '--- inference (new, hallucinated names) ---',
    'inference:',
    'Samples:',
    'Generated names:',
    'Generating 20 names...',
  ])('are the single words behind %j', (heading) => {
    expect(namesOf(['done', heading, '', 'kamon', ' 2. ann', '- karai', 'bye'])).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
      [3, 'karai'],
    ]);
  });

  test('are no lines of several words, numbers or times', () => {
    expect(namesOf(['samples:', 'took 3.2 s', '42', '12:30', '====', 'kamon'])).toEqual([[1, 'kamon']]);
  });

  test('begin anew where training goes on', () => {
    const samples = samplesOf(['samples:', 'early', 'other']);
    samples.lossSeen();
    for (const line of ['word', 'samples:', 'kamon']) samples.take(line);
    expect([...samples.fromOne().kept]).toEqual([
      [1, 'kamon'],
      [2, 'other'],
    ]);
  });

  test('beyond the last are counted, not kept; words beyond it are none', () => {
    expect(samplesOf(['sample 4: x', 'sample 1: y']).outside).toBe(1);
    expect(samplesOf(['samples:', 'a', 'b', 'c', 'done']).outside).toBe(0);
  });

  test('do not begin before training', () => {
    const samples = new Samples(MOST);
    for (const line of ['samples:', 'kamon']) samples.take(line);
    expect(samples.fromOne().kept.size).toBe(0);
  });
});
