import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['.', 'spec', 'spec/measured', 'golden'];
const FENCED = /^```.*\n[\s\S]*?^```$/gm;
/** Code, and mathematics in the form of code: Markdown takes nothing from either. */
const CODE = /\$`[^`]+`\$|``.+?``|`[^`]+`/g;
const FORMULA = /\$([^$]+)\$/g;
/** Markdown takes the backslash before punctuation for its own: `\,` comes to the formula as a comma. */
const EATEN = /\\[!-/:-@[-`{-~]/;

const pages = FOLDERS.flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`),
);

/** Formulas between single dollars, outside of code. */
function formulas(page: string): string[] {
  const text = readFileSync(`${ROOT}${page}`, 'utf8').replace(FENCED, '').replace(CODE, '');
  return [...text.matchAll(FORMULA)].map(([, formula]) => formula);
}

test('there are formulas to look at', () => {
  expect(pages.flatMap(formulas).length).toBeGreaterThan(50);
});

test.each(pages)('%s: no formula loses a backslash to Markdown; $`...`$ keeps it', (page) => {
  expect(formulas(page).filter((formula) => EATEN.test(formula))).toEqual([]);
});
