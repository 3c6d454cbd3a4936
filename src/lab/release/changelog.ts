/**
 * Whether CHANGELOG.md has a section of a version, with its day and something in it.
 *
 * @returns what is amiss and what to do; null where it has
 */
export function changelogProblem(changelog: string, version: string): string | null {
  const heading = `## ${version}, `;
  const section = changelog.split(/^(?=## )/m).find((text) => text.startsWith(heading));
  if (section === undefined)
    return `CHANGELOG.md has no section of ${version}; write "${heading}2026-11-28", and under it what is new`;
  const [title, ...body] = section.split('\n');
  if (!/^\d{4}-\d\d-\d\d$/.test(title.slice(heading.length))) {
    return `CHANGELOG.md: "${title}" has no day; write the day of the release, as 2026-11-28`;
  }
  return body.some((line) => line.startsWith('- '))
    ? null
    : `CHANGELOG.md: the section of ${version} is empty; say what is new`;
}
