import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSpec } from './clauses.ts';

/** Pages that say what a port must read, print or do; the others explain how this project measures. */
const NORMATIVE = ['README.md', 'protocol.md', 'traces.md'];
/** A link to the code, or a file of it by its path; README.md says once that a chapter has a file there. */
const CODE = /\(\.\.\/src\/|`src\/(?!reference\/loss\.ts)/;

test('no clause sends its reader into the code', () => {
  expect(readSpec().filter(({ text }) => text.includes('src/'))).toEqual([]);
});

test.each(NORMATIVE)('spec/%s says by itself what it demands, without a link into the code', (page) => {
  expect(readFileSync(new URL(`../../spec/${page}`, import.meta.url), 'utf8')).not.toMatch(CODE);
});
