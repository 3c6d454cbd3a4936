import { expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { readSpec } from '../../spec/clauses.ts';
import { chapterText } from './chapterText.ts';
import { clauseDetails } from './clauseDetails.ts';

const details = clauseDetails();

test('every clause that can be checked has its checks under it', () => {
  const without = readSpec().filter(({ id }) => details(id) === '');
  expect(without.filter(({ uncheckable }) => uncheckable === null)).toEqual([]);
});

test('each known mistake stands under its clause, with what failed for it', () => {
  const shown = readSpec().map(({ id }) => [id, details(id).split('<dt>').length - 1]);
  const due = readSpec().map(({ id }) => [id, CATALOGUE.filter(({ clause }) => clause === id).length]);
  expect(shown).toEqual(due);
  expect(details('loss.6')).toMatch(/<dt>loss divided by block_size<\/dt>\n<dd>.* Caught by <q>.*<\/q>/);
  expect(details('loss.6')).not.toContain('Not measured');
});

test('a check of a clause that has no mistake of its own says which others it catches', () => {
  expect(details('loss.3')).toMatch(/other clauses:\n\n<ul>\n<li>.* \(<a href="\.\/\w+\.html#\w+\.\d+">/);
});

test('what a clause has stands behind its text, before the next clause or section', () => {
  const text =
    '# A\n\n<a id="a.1"></a>\n\n### a.1 One\n\nIt MUST.\n\n<a id="a.2"></a>\n\n### a.2 Two\n\nIt MAY.\n\n## More\n\nx\n';
  expect(chapterText(text, (id) => `[${id}]`)).toBe(
    '# A\n\n<a id="a.1"></a>\n\n### a.1 One\n\nIt MUST.\n\n[a.1]\n\n<a id="a.2"></a>\n\n### a.2 Two\n\nIt MAY.\n\n[a.2]\n\n## More\n\nx\n',
  );
});
