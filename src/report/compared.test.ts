import { expect, test } from 'vitest';
import { changedClauses, comparedMarkdown } from './compared.ts';
import { conformingResult, HOSTILE } from './result.fixture.ts';
import type { ClauseStatus, RunResult } from './result.ts';

/** A result in which some clauses have another status. */
function withStatus(of: Readonly<Record<string, ClauseStatus>>): RunResult {
  const result = conformingResult();
  return {
    ...result,
    clauses: result.clauses.map((clause) => ({ ...clause, status: of[clause.id] ?? clause.status })),
  };
}

test('two results that are alike differ in nothing', () => {
  expect(changedClauses(conformingResult(), conformingResult())).toEqual([]);
  expect(comparedMarkdown(conformingResult(), conformingResult())).toContain('no clause became another');
});

test('clauses are told by what became of them, the worst first', () => {
  const before = withStatus({ 'loss.1': 'failed', 'loss.2': 'not-claimed', 'loss.4': 'failed', 'loss.5': 'held' });
  const after = withStatus({ 'loss.3': 'failed-at-edge', 'loss.4': 'not-claimed', 'loss.5': 'expected-failure' });
  expect(changedClauses(before, after).map(({ id, change }) => [id, change])).toEqual([
    ['loss.3', 'newly failing'],
    ['loss.4', 'no longer claimed'],
    ['loss.1', 'newly held'],
    ['loss.2', 'newly claimed'],
  ]);
});

test('a clause of a chapter that one of them has not is new, or gone', () => {
  const whole = conformingResult();
  const part = { ...whole, clauses: whole.clauses.filter(({ id }) => id !== 'loss.3') };
  expect(changedClauses(part, whole)).toMatchObject([{ id: 'loss.3', change: 'new', before: null }]);
  expect(changedClauses(whole, part)).toMatchObject([{ id: 'loss.3', change: 'gone', after: null }]);
});

test('Markdown has a row a clause, and says what else is another', () => {
  const before = { ...conformingResult(), suite: '0.0.9', seed: 1 };
  const text = comparedMarkdown(before, withStatus({ 'loss.3': 'failed' }));
  expect(text).toMatch(/^## mine 1&#?\S* → 1\S*: 1 newly failing$|^## mine 1\.0 → 1\.0: 1 newly failing$/m);
  expect(text).toContain('The results differ in the suite (0.0.9 → 0.1.0), the seed (1 → 42) too, which may be why.');
  expect(text).toMatch(/^\| loss\.3 .* \| newly failing \| held \| failed \|$/m);
});

test('what a port says means nothing to Markdown', () => {
  const hostile = { ...conformingResult(), port: { ...conformingResult().port, name: HOSTILE } };
  expect(comparedMarkdown(hostile, hostile)).not.toContain('<script>');
});
