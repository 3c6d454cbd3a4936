import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BOOK_FIGURES } from './bookFigures.ts';

test.each(
  Object.entries(BOOK_FIGURES),
)('spec/figures/%s is what the script makes (npm run figures)', (file, figure) => {
  expect(readFileSync(new URL(`../../../spec/figures/${file}`, import.meta.url), 'utf8')).toBe(figure());
});
