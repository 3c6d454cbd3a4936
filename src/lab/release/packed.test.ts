import { expect, test } from 'vitest';
import { packedProblems } from './packed.ts';

test('what a package has and needs is no problem', () => {
  expect(packedProblems(['dist/index.js', 'properties/loss.test.ts', 'src/cli/run.ts'], ['dist/index.js'])).toEqual([]);
});

test('what is missing, and what is there for tests alone, is one line each', () => {
  const files = [
    'dist/lab/bench/bench.js',
    'src/cli/run.test.ts',
    'golden/recorder/__pycache__/a.pyc',
    'src/a.fixture.ts',
  ];
  expect(packedProblems(files, ['dist/index.js'])).toEqual([
    'dist/index.js is not packed; see "files" in package.json',
    ...files.map((file) => `${file} is packed, and only tests or the laboratory need it; leave it out in package.json`),
  ]);
});
