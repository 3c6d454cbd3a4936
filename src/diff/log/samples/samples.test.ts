import { describe, expect, test } from 'vitest';
import { isHeading } from './heading.ts';
import { readSamples } from './sampleLine.ts';
import { Samples } from './samples.ts';

const MOST = 3;

/** Takes lines, the first of which is the second of the log. */
function takeAll(samples: Samples, lines: readonly string[]): Samples {
  for (const [i, line] of lines.entries()) samples.take(line, line, i + 2);
  return samples;
}

/** The samples of lines behind a loss. */
function samplesOf(lines: readonly string[], most = MOST): Samples {
  const samples = new Samples(most);
  samples.lossSeen();
  return takeAll(samples, lines);
}

const namesOf = (lines: readonly string[], most = MOST) => [...samplesOf(lines, most).fromOne().kept];

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
    ['sample: 0: kamon', 0, 'kamon'],
    ['Sample[3]: kamon', 3, 'kamon'],
    ['sample 1 (temperature 0.5): kamon', 1, 'kamon'],
    ['sample 1 [T=0.5]: kamon', 1, 'kamon'],
    ['sample 1, temperature 0.5: kamon', 1, 'kamon'],
    ['sample 1\tkamon', 1, 'kamon'],
    ['2026-02-17T10:00:00Z sample 1: kamon', 1, 'kamon'],
    ['train-1  | sample 1: kamon', 1, 'kamon'],
    ['> sample 1: kamon', 1, 'kamon'],
    ['INFO "sample 1: kamon", extra', 1, 'kamon'],
    ['name 1: kamon', 1, 'kamon'],
    ['sample_1: kamon', 1, 'kamon'],
    ['samples[1] = kamon', 1, 'kamon'],
    ['sample 1 at temperature 0.5: kamon', 1, 'kamon'],
    ['sample 1 temp=0.5: kamon', 1, 'kamon'],
    ['sample 1 of 20: kamon', 1, 'kamon'],
    ['sample 1) kamon', 1, 'kamon'],
    ['sample 1 - kamon', 1, 'kamon'],
    ['sample 1 => kamon', 1, 'kamon'],
    ['sample 1: kamon (5 chars)', 1, 'kamon'],
    ['sample 1: "kamon" len=5', 1, 'kamon'],
    [String.raw`sample 1: kamon\n`, 1, 'kamon'],
  ])('%j has its number and name', (line, index, name) => {
    expect(readSamples(line)).toEqual([{ kind: 'sample', index, name }]);
  });

  test('can have several', () => {
    expect(readSamples('sample 1: kamon | sample 2: ann').map(({ index, name }) => [index, name])).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
    ]);
  });

  test.each([
    'samples: 3',
    'num samples: 20',
    '--- inference ---',
    'sample',
    'resample 1: x',
    'sample 20 names',
  ])('%j is none', (line) => {
    expect(readSamples(line)).toEqual([]);
  });

  test.each([
    'sample 1',
    'sample ',
    'sample 1(',
    'sample 1, a',
    'name 1: ',
  ])('is looked for in linear time: %j over and over', (piece) => {
    const started = performance.now();
    readSamples(piece.repeat(Math.floor(65536 / piece.length)));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a heading', () => {
  test.each([
    '--- inference (new, hallucinated names) ---',
    'inference:',
    'Generating 20 names...',
    '--- names ---',
  ])('is %j', (line) => expect(isHeading(line)).toBe(true));

  test.each(['loading names.txt', 'num docs: 32033', 'wrote 20 names to a file', ''])('is not %j', (line) => {
    expect(isHeading(line)).toBe(false);
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
    'names',
  ])('are the single words behind %j', (heading) => {
    expect(namesOf(['done', heading, '', 'kamon', ' 2. ann', '- karai', 'bye'])).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
      [3, 'karai'],
    ]);
  });

  test.each([
    [[' 1: kamon   2: ann', ' 3: karai']],
    [['1) kamon\t2) ann\t3) karai']],
    [['kamon   ann', 'karai']],
    [['kamon, ann, karai']],
    [['1 | kamon', '2 | ann', '3 | karai']],
    [["'kamon',", "'ann',", "'karai'"]],
    [['kamon · ann · karai']],
    [['1 - kamon', '2 - ann', '3 - karai']],
  ])('can stand in columns: %j', (lines) => {
    expect(namesOf(['names:', ...lines])).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
      [3, 'karai'],
    ]);
  });

  test.each([
    'samples: kamon, ann',
    "samples = ['kamon', 'ann']",
    'Generated names: "kamon" "ann"',
  ])('can stand in the line of their heading: %j', (line) => {
    expect(namesOf([line])).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
    ]);
  });

  test('are no lines of several words, numbers or times', () => {
    expect(namesOf(['samples:', 'took 3.2 s', '42', '12:30', '====', 'all of them done', 'kamon'])).toEqual([
      [1, 'kamon'],
    ]);
  });

  test('that stand for none are counted and passed over', () => {
    const samples = samplesOf(['sample 1: kamon', 'sample 2: ...', 'sample 3: <name>']);
    expect([[...samples.fromOne().kept], samples.placeholders]).toEqual([[[1, 'kamon']], 2]);
  });

  test('begin anew where training goes on', () => {
    const samples = samplesOf(['samples:', 'early', 'other']);
    samples.lossSeen();
    takeAll(samples, ['word', 'samples:', 'kamon']);
    expect([...samples.fromOne().kept]).toEqual([
      [1, 'kamon'],
      [2, 'other'],
    ]);
  });

  test('are those of one run between two lines', () => {
    const samples = new Samples(MOST);
    samples.lossSeen();
    samples.take('sample 1: kamon', '', 2);
    samples.lossSeen();
    samples.take('sample 1: ann', '', 4);
    expect([[...samples.fromOne(0, 3).kept], [...samples.fromOne(3).kept]]).toEqual([[[1, 'kamon']], [[1, 'ann']]]);
    expect([samples.isBetween(1, 3), samples.isBetween(2, 3)]).toEqual([true, false]);
  });

  test('with numbers are not overwritten by words behind them, but where the name was missing', () => {
    expect(namesOf(['--- samples ---', 'sample 1: kamon', 'sample 2: ann', 'bye', 'sam'])).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
    ]);
    expect(namesOf(['--- samples ---', 'sample 1:', 'kamon', 'sample 2:', 'ann', 'bye'])).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
    ]);
  });

  test.each([
    [['sample 0: kamon', 'sample 1: an'], 2],
    [['sample 1: kamon\tsample 2: an'], 2],
    [['samples:', 'kamon', 'an'], 2],
    [['samples: kamon, an'], 2],
    [['sample 1: kamon', 'done'], null],
  ])('of %j in a last line without its end: number %j', (lines, number) => {
    const samples = new Samples(MOST);
    samples.lossSeen();
    takeAll(samples, lines.slice(0, -1));
    samples.isUnended = true;
    samples.take(lines.at(-1) ?? '', lines.at(-1) ?? '', lines.length + 1);
    expect(samples.fromOne().unended).toBe(number);
  });

  test('beyond the last are counted, not kept; words beyond it are none', () => {
    expect(samplesOf(['sample 4: x', 'sample 1: y']).fromOne().outside).toBe(1);
    expect(samplesOf(['samples:', 'a', 'b', 'c', 'done']).fromOne().outside).toBe(0);
  });

  test('on lines of their own before training count where there is no training at all', () => {
    const samples = takeAll(new Samples(MOST), ['samples:', 'kamon']);
    expect(samples.fromOne().kept.size).toBe(0);
    expect([...samples.fromOne(0, Infinity, false).kept]).toEqual([[1, 'kamon']]);
  });

  test('that a heading announces and that do not come are known', () => {
    expect(samplesOf(['samples:', 'took 3.2 s']).emptyHeading).toEqual({ line: 2, text: 'samples:' });
    expect(samplesOf(['samples:', 'kamon']).emptyHeading).toBeNull();
    expect(samplesOf(['took 3.2 s']).emptyHeading).toBeNull();
  });
});
