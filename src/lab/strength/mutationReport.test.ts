import { expect, test } from 'vitest';
import { mutationPage } from './mutationPage.ts';
import { argued, type Mutation, type MutationRecord, mutationIn, withMutation } from './mutationReport.ts';

const score = (mutants: number, killedByLaws: number): Mutation => ({
  node: '20',
  ignored: 1,
  files: [{ file: 'loss.ts', mutants, killedByLaws, killed: mutants, equivalent: 0 }],
  survivors: [],
});

const EMPTY: MutationRecord = {
  schema: 2,
  programs: [],
  files: [],
  survivors: [],
  kernels: { node: '20', seed: 1, changes: 30, redrawn: 2 },
  kernelMutants: [
    {
      file: 'mlp.ts',
      line: 5,
      original: 'i < n',
      replacement: 'i <= n',
      killedByLaws: true,
      killer: 'x',
      argument: null,
    },
    {
      file: 'mlp.ts',
      line: 6,
      original: 'put(y, 0);',
      replacement: '',
      killedByLaws: false,
      killer: null,
      argument: 'y is 0',
    },
  ],
};

const record = withMutation(withMutation(EMPTY, 'engine', score(10, 5)), 'reference', score(20, 19));

test('one program is measured anew, and what is known of the other stays', () => {
  const renewed = withMutation(record, 'engine', score(12, 9));
  expect(mutationIn(renewed, 'engine').files).toMatchObject([{ mutants: 12, killedByLaws: 9 }]);
  expect(mutationIn(renewed, 'reference')).toEqual(mutationIn(record, 'reference'));
  expect(renewed.programs.map(({ program }) => program)).toEqual(['reference', 'engine']);
});

test('what is argued later counts without a new measurement, and what is argued no more does not', () => {
  const survivor = { file: 'autograd.ts', line: 1, original: 'depth > 0', replacement: 'depth >= 0', argument: null };
  const other = { ...survivor, replacement: 'true', argument: 'it was once' };
  const files = [{ file: 'autograd.ts', mutants: 5, killedByLaws: 3, killed: 3, equivalent: 1 }];
  const renewed = argued(withMutation(record, 'reference', { ...score(5, 3), files, survivors: [survivor, other] }));
  const mutation = mutationIn(renewed, 'reference');
  expect(mutation.files).toMatchObject([{ equivalent: 1 }]);
  expect(mutation.survivors.map(({ argument }) => argument !== null)).toEqual([true, false]);
});

test('the page has the two programs and the kernels side by side', () => {
  const rows = mutationPage(record)
    .split('\n')
    .filter((line) => /^\| The/.test(line))
    .map((line) => line.split(/ *\| */).slice(1, 5));
  expect(rows).toEqual([
    ['The reference', '20', '95.0 %', '100.0 %'],
    ['The engine', '10', '50.0 %', '100.0 %'],
    ["The engine's kernels, a sample", '2', '100.0 %', '100.0 %'],
  ]);
});

test('what is left out of a kernel is a survivor with its argument', () => {
  expect(mutationPage(record)).toMatch(/mlp\.ts:6 +\| +`put\(y, 0\);` becomes `nothing` \| +y is 0/);
});
