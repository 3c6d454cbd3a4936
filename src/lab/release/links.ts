import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const LINK = /\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)"/g;
const CODE = /```.*?```|`[^`\n]*`/gs;
const HEADING = /^#+ (.*)$/gm;
const ANCHOR = /<a id="([^"]+)">/g;
const ADDRESS = /^[a-z]+:/;

/** A link of a page that leads nowhere, and why. */
export interface BrokenLink {
  readonly page: string;
  readonly link: string;
  readonly why: 'no file' | 'no heading' | 'not packed';
}

/**
 * The relative links of Markdown pages that lead nowhere.
 *
 * @param root - of the repository
 * @param pages - paths from there
 * @param packed - files of the package: what is packed must not lead out of it
 */
export function brokenLinks(root: string, pages: readonly string[], packed: ReadonlySet<string>): BrokenLink[] {
  return pages.flatMap((page) =>
    linksOf(readFileSync(join(root, page), 'utf8')).flatMap((link): BrokenLink[] => {
      const [path, heading = ''] = link.split('#');
      const target = path === '' ? page : posix.normalize(posix.join(posix.dirname(page), path)).replace(/\/$/, '');
      const broken = (why: BrokenLink['why']) => [{ page, link, why }];
      if (!existsSync(join(root, target))) return broken('no file');
      if (heading !== '' && target.endsWith('.md') && !anchorsOf(join(root, target)).has(heading))
        return broken('no heading');
      return packed.has(page) && !isPacked(target, packed) ? broken('not packed') : [];
    }),
  );
}

function linksOf(text: string): string[] {
  const links = [...text.replace(CODE, '').matchAll(LINK)].map(([, inline, attribute]) => inline ?? attribute);
  return links.filter((link) => !ADDRESS.test(link));
}

function isPacked(target: string, packed: ReadonlySet<string>): boolean {
  return packed.has(target) || [...packed].some((file) => file.startsWith(`${target}/`));
}

/** A page's own anchors, and those that GitHub gives its headings; the second of the same words has `-1`. */
function anchorsOf(file: string): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const text = readFileSync(file, 'utf8').replace(/```.*?```/gs, '');
  const anchors = new Set([...text.matchAll(ANCHOR)].map(([, id]) => id));
  for (const [, heading] of text.matchAll(HEADING)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    anchors.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  return anchors;
}
