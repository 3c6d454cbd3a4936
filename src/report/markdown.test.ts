import { describe, expect, test } from 'vitest';
import { columnsOf } from './columns.ts';
import { matrixMarkdown, runMarkdown } from './markdown.ts';
import {
  chapterResult,
  claiming,
  conformingResult,
  failingResult,
  HOSTILE,
  named,
  withFailures,
} from './result.fixture.ts';

describe('runMarkdown', () => {
  test('says verdict, chapters and failures', () => {
    const text = runMarkdown(failingResult(['-ln 1 = 0\n  expected 0']));
    expect(text).toContain('## ❌ mine 1.0: does not conform');
    expect(text).toContain('| random | 13 | 1 | 0 | 0 | 0 | 14 |');
    expect(text).toContain(
      '### random.1 what it says\n\nrandom.1 The words of MT19937 (law)\n\n```text\n-ln 1 = 0\n  expected 0\n```',
    );
  });

  test('a hostile name is text, on one line', () => {
    const [heading] = runMarkdown(named(conformingResult(), `${HOSTILE}\n# @everyone [x](http://x)`)).split('\n');
    expect(heading).toContain('conforms');
    expect(heading.slice(2)).not.toMatch(/[<>`|@[\]]|#(?!\d+;)|:\/\//);
  });

  test('a counterexample cannot end its block', () => {
    const text = runMarkdown(failingResult(['````\n# injected']));
    expect(text).toContain('`````text\n````\n# injected\n`````');
  });

  test('10,000 failures and a message of 10 MB stay below the 1 MiB of a job summary, and say what is left out', () => {
    const many = runMarkdown(withFailures(10_000));
    expect(many).toContain('and 9980 more failed checks; the JSON has them all');
    const long = runMarkdown(failingResult(['x'.repeat(10_000_000)]));
    expect(long).toContain('(10,000,000 characters');
    expect(Math.max(many.length, long.length)).toBeLessThan(2 ** 20);
  });
});

test('a part of the specification is shown as a part', async () => {
  const { clauses } = conformingResult();
  expect(runMarkdown(claiming(15))).toContain(
    `## 🔵 mine 1.0: conforms in what it claims (15 of ${clauses.length} clauses)\n`,
  );
  expect(runMarkdown(chapterResult('loss'))).toContain('## 🔵 mine 1.0: conforms, chapter loss alone\n');
  const text = matrixMarkdown(await columnsOf([conformingResult(), named(claiming(15), 'other')]));
  expect(text).toContain(`| 🔵 conforms in what it claims (15 of ${clauses.length} clauses) |`);
});

test('matrixMarkdown has a row a port', async () => {
  const text = matrixMarkdown(await columnsOf([conformingResult(), named(failingResult(['no']), HOSTILE)]));
  expect(text).toContain('| mine 1.0 | Zig | f64 | ✅ conforms | 14/14 |');
  expect(text).toContain('| ❌ does not conform | 13/14 ❌ 1 |');
  const columns = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').length);
  expect(new Set(columns).size).toBe(1);
});
