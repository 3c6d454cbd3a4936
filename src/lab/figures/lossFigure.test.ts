import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lossFigure } from './lossFigure.ts';

test('spec/figures/loss.svg is what the script makes (npm run figures)', () => {
  expect(readFileSync(new URL('../../../spec/figures/loss.svg', import.meta.url), 'utf8')).toBe(lossFigure());
});
