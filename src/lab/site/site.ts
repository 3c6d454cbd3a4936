import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vitepress';
import { ROOT } from '../release/sources.ts';
import { addressed } from '../release/tarball.ts';
import { chapterText } from './chapterText.ts';
import { clauseDetails } from './clauseDetails.ts';
import { COMPILED, CONFIG_FOLDER, PAGES_FOLDER, SITE_FOLDER, TRY_PAGE } from './folders.ts';
import { livePage } from './livePage.ts';
import { liveFiles } from './loss/liveFiles.ts';
import { pageText } from './pageText.ts';
import { siteData, sitePages, textOf } from './siteFiles.ts';

/** Files that pages take in; all others are only linked to. */
const PICTURE = /\.(?:svg|png)$/;
/** A repository on GitHub, as package.json may name it. */
const GITHUB = /github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?$/;

/**
 * `npm run site [-- --repository OWNER/NAME] [--base /NAME/] [--folder FOLDER]`: the book as a site.
 *
 * @param repository - `owner/name` on GitHub, where links to code lead to; null where there is none: they are plain text then
 * @param base - the folder of the server that the site will be in, with a slash at both ends
 * @param folder - where the site is written to
 */
async function makeSite(repository: string | null, base: string, folder: string): Promise<void> {
  writePages(repository);
  for (const [file, text] of Object.entries(await liveFiles(COMPILED))) write(`public/${file}`, text);
  await build(CONFIG_FOLDER, { base, outDir: folder });
  process.stdout.write(`site: ${sitePages().length} pages in ${folder}\n`);
}

function writePages(repository: string | null): void {
  rmSync(PAGES_FOLDER, { recursive: true, force: true });
  const address = repository === null ? null : `https://github.com/${repository}`;
  const [pages, data, details] = [sitePages(), siteData(), clauseDetails()];
  for (const { source, target } of pages) {
    const text = repository === null ? textOf(source) : addressed(textOf(source), repository);
    const page = pageText(source, chapterText(text, details), { pages, data, repository: address });
    write(target, livePage(source, page));
  }
  for (const file of data) copy(join(ROOT, file), PICTURE.test(file) ? file : `public/${file}`);
  if (existsSync(TRY_PAGE)) copy(TRY_PAGE, 'public/try.html');
}

function write(target: string, text: string): void {
  const file = join(PAGES_FOLDER, target);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function copy(file: string, target: string): void {
  cpSync(file, join(PAGES_FOLDER, target));
}

/** What package.json names, if it names one. */
function ownRepository(): string | null {
  const manifest: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const url = JSON.stringify(Object(manifest).repository?.url ?? '').slice(1, -1);
  return GITHUB.exec(url)?.[1] ?? null;
}

const { repository, base, folder } = parseArgs({
  options: {
    repository: { type: 'string' },
    base: { type: 'string', default: '/' },
    folder: { type: 'string', default: SITE_FOLDER },
  },
}).values;
await makeSite(repository ?? ownRepository(), base, resolve(folder));
