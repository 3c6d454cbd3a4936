import { expect, test } from 'vitest';
import { pageText } from './pageText.ts';
import type { SitePage } from './siteFiles.ts';

const PAGES: readonly SitePage[] = [
  { source: 'README.md', target: 'index.md', title: 'all of it', group: 'Overview' },
  { source: 'spec/README.md', target: 'spec/index.md', title: 'the specification', group: 'Overview' },
  { source: 'spec/loss.md', target: 'spec/loss.md', title: 'the loss', group: 'Chapters' },
  { source: 'spec/measured/strength.md', target: 'spec/measured/strength.md', title: 'strength', group: 'Measured' },
];
const ADDRESS = 'https://github.com/owner/name';

function madeOf(text: string, repository: string | null = null, source = 'spec/loss.md'): string {
  return pageText(source, text, { pages: PAGES, data: ['spec/figures/loss.svg'], repository });
}

test.each([
  ['a page beside it', '[x](loss.md#loss.3)', '[x](./loss.md#loss.3)'],
  ['a README, which is an index', '[x](README.md#dialects)', '[x](./index.md#dialects)'],
  ['a page below it', '[`x`\ny](measured/strength.md)', '[`x`\ny](./measured/strength.md)'],
  ['a picture', '![x](figures/loss.svg)', '![x](./figures/loss.svg)'],
  ['itself', '[x](#clauses)', '[x](#clauses)'],
  ['another site', '[x](https://example.org/a)', '[x](https://example.org/a)'],
])('a link to %s leads there in the site', (_, text, due) => {
  expect(madeOf(text)).toBe(due);
});

test('a link to what the site has not leads to the repository, and is text where that has no address', () => {
  const text = 'the [`code`](../src/reference), and [more](../CONTRIBUTING.md#platforms)';
  expect(madeOf(text)).toBe('the `code`, and more');
  expect(madeOf(text, ADDRESS)).toBe(
    `the [\`code\`](${ADDRESS}/blob/HEAD/src/reference), and [more](${ADDRESS}/blob/HEAD/CONTRIBUTING.md#platforms)`,
  );
});

test('a picture in HTML is found from where the page is', () => {
  expect(madeOf('<img src="spec/figures/loss.svg" alt="x">', null, 'README.md')).toBe(
    '<img src="./spec/figures/loss.svg" alt="x">',
  );
});

test("formulas of GitHub's three forms become two", () => {
  expect(madeOf('$`a_1 \\cdot b`$ and $c$\n\n  ```math\n  x < y\n  ```\n')).toBe(
    '$a_1 \\cdot b$ and $c$\n\n  $$\n  x < y\n  $$\n',
  );
});

test('code stays as it is, but for what its fence says behind its language', () => {
  const code = 'a `[x](loss.md) <b>` c ``d ` [x](y)``\n';
  expect(madeOf(code)).toBe(code);
  const block = '```console\n$ a [x](loss.md) $`b`$ <c>\n```\n';
  expect(madeOf(block)).toBe(block);
  expect(madeOf('```docs emma ava\n```math\nx\n```\n')).toBe('```docs\n```math\nx\n```\n');
});

test('what only looks like HTML is text, and what is HTML stays', () => {
  expect(madeOf('--seed <n> </x> <https://a.org> 1 < 2<br><a id="loss.1"></a> <!-- x -->')).toBe(
    '--seed &lt;n> &lt;/x> <https://a.org> 1 < 2<br><a id="loss.1"></a> <!-- x -->',
  );
});
