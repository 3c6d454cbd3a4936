import { expect, test } from 'vitest';
import { firstLine, standings, withoutFirstLine } from './firstLine.ts';
import { MEASURED } from './measured.ts';
import { readTrees } from './trees.ts';

const tree = { digest: '0123456789abcdef', date: '2026-11-26' };
const trees = Object.fromEntries(MEASURED.map(({ name }) => [name, tree]));
const of = (page: string, digest: string) =>
  standings(trees, () => digest).filter(({ measured }) => measured.page === page);

test('a page of this tree names it, and one of another says that it is another', () => {
  expect(firstLine(of('measured/strength.md', tree.digest))).toBe(
    '> Measured on the tree 0123456789abcdef of 2026-11-26.',
  );
  expect(firstLine(of('measured/strength.md', 'another'))).toBe(
    '> Measured on the tree 0123456789abcdef of 2026-11-26, which is not this one (`npm run strength` measures anew).',
  );
});

test('a page of several measurements says it of each', () => {
  expect(firstLine(of('numerics.md', tree.digest))).toMatch(
    /^> Measured: noise and mistakes on the tree .*; other starts on .*; shares of tolerances on [^;]*\.$/,
  );
});

test('the line is taken off, and a page without it stays', () => {
  const page = '# Title\n\nText.\n';
  const line = firstLine(of('numerics.md', 'another'));
  expect(withoutFirstLine(`${line}\n\n${page}`)).toBe(page);
  expect(withoutFirstLine(page)).toBe(page);
});

test('each measurement has its tree in spec/measured/trees.json, and no other is there', () => {
  expect(Object.keys(readTrees())).toEqual([...new Set(MEASURED.map(({ name }) => name))].sort());
});
