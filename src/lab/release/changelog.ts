/**
 * Whether CHANGELOG.md has a section of a version, with its day and something in it.
 *
 * @returns what is amiss and what to do; null where it has
 */
export function changelogProblem(changelog: string, version: string): string | null {
  const heading = `## ${version}, `;
  const section = sectionOf(changelog, version);
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

/** What CHANGELOG.md says of a version, without its heading: the notes of a release. */
export function releaseNotes(changelog: string, version: string): string {
  const [, ...body] = (sectionOf(changelog, version) ?? '').split('\n');
  return `${body.join('\n').trim()}\n`;
}

function sectionOf(changelog: string, version: string): string | undefined {
  return changelog.split(/^(?=## )/m).find((text) => text.startsWith(`## ${version}, `));
}
