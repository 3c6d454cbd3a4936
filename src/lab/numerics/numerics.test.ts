import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { numericsFiles } from './numerics.ts';

test.each(numericsFiles())('$url shows what was measured (npm run measure -- --render)', ({ url, text }) => {
  expect(readFileSync(fileURLToPath(url), 'utf8')).toBe(text);
});
