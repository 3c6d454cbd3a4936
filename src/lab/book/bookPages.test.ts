import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bookPages } from './bookPages.ts';

const pages = bookPages().map(({ url, text }) => ({ name: basename(fileURLToPath(url)), url, text }));

test.each(pages)('spec/$name is what the program writes (npm run book)', ({ url, text }) => {
  expect(readFileSync(url, 'utf8')).toBe(text);
});
