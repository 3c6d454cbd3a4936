import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stepFigure } from './stepFigure.ts';

test('spec/figures/step.svg is what the script makes (npm run figures)', async () => {
  expect(readFileSync(new URL('../../../spec/figures/step.svg', import.meta.url), 'utf8')).toBe(await stepFigure());
});
