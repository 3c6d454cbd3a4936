import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { SPEC_CHAPTERS } from '../../port/ops.ts';
import { ROOT } from '../release/sources.ts';

/** A page of the repository that is a page of the site. */
export interface SitePage {
  /** Its path in the repository: `spec/loss.md`. */
  readonly source: string;
  /** Its path in the site's folder of pages: a README is its folder's index. */
  readonly target: string;
  readonly title: string;
  readonly group: Group;
}

type Group = 'Overview' | 'Chapters' | 'Beside the chapters' | 'Measured';

/** Folders whose pages and other files are the site's, without those below them. */
const FOLDERS = ['spec', 'spec/measured', 'spec/figures'];
const CHAPTER_FILES: readonly string[] = SPEC_CHAPTERS.map((chapter) => `spec/${chapter}.md`);
const OVERVIEW = ['README.md', 'spec/README.md'];
const HEADING = /^# (.+)$/m;

/** All pages, in the order in which they are read. */
export function sitePages(): SitePage[] {
  const others = filesIn('spec').filter((file) => ![...CHAPTER_FILES, ...OVERVIEW].includes(file));
  return [
    ...OVERVIEW.map((source) => pageOf(source, 'Overview')),
    ...CHAPTER_FILES.map((source) => pageOf(source, 'Chapters')),
    ...others.filter(isPage).map((source) => pageOf(source, 'Beside the chapters')),
    ...filesIn('spec/measured')
      .filter(isPage)
      .map((source) => pageOf(source, 'Measured')),
  ];
}

/** Pictures and data that pages show or link to, by their paths in the repository, and in the site. */
export function siteData(): string[] {
  return FOLDERS.flatMap(filesIn).filter((file) => !isPage(file));
}

/** The text of a file of the repository. */
export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function pageOf(source: string, group: Group): SitePage {
  return { source, target: source.replace(/README\.md$/, 'index.md'), title: titleOf(source), group };
}

/** @throws Error where a page has no heading: then it has no name in the site either */
function titleOf(source: string): string {
  const title = HEADING.exec(textOf(source))?.[1];
  if (title === undefined) throw new Error(`site: ${source} has no heading; begin it with "# Its title"`);
  return title.replaceAll('`', '');
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => posix.join(folder, name))
    .sort();
}

function isPage(file: string): boolean {
  return file.endsWith('.md');
}
