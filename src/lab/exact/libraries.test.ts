import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLibraryLosses } from '../../golden/libraryLosses.ts';
import { withoutFirstLine } from '../release/firstLine.ts';
import { librariesPage } from './libraries.ts';

const measured = (file: string) => readFileSync(new URL(`../../../spec/measured/${file}`, import.meta.url), 'utf8');

test('spec/measured/libraries.json gives libraries.md', () => {
  expect(withoutFirstLine(measured('libraries.md'))).toBe(librariesPage(readLibraryLosses(measured('libraries.json'))));
});
