import { expect, test } from 'vitest';
import { changelogProblem } from './changelog.ts';

const CHANGELOG =
  '# Changelog\n\n## 0.3.0, unreleased\n\n- C.\n\n## 0.2.0, 2026-11-28\n\n- B.\n\n## 0.1.0, 2026-11-20\n';

test('a version has a section with its day and what is new', () => {
  expect(changelogProblem(CHANGELOG, '0.2.0')).toBeNull();
});

test.each([
  ['0.4.0', 'CHANGELOG.md has no section of 0.4.0; write "## 0.4.0, 2026-11-28", and under it what is new'],
  ['0.3.0', 'CHANGELOG.md: "## 0.3.0, unreleased" has no day; write the day of the release, as 2026-11-28'],
  ['0.1.0', 'CHANGELOG.md: the section of 0.1.0 is empty; say what is new'],
])('%s has none', (version, problem) => {
  expect(changelogProblem(CHANGELOG, version)).toBe(problem);
});
