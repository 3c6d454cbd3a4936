import { posix } from 'node:path';
import type { SitePage } from './siteFiles.ts';

/** What the site has, and where the rest of the repository can be read. */
export interface Surroundings {
  readonly pages: readonly SitePage[];
  /** Files beside the pages, by their paths in the repository. */
  readonly data: readonly string[];
  /** `https://github.com/owner/name`; null where the repository has no address: links to its files are then plain text. */
  readonly repository: string | null;
}

/** A fenced block: how it is set in, its fence, what the fence says, and its text. */
const FENCED = /^( *)(`{3,})([^\n]*)\n([\s\S]*?)^\1\2 *$/gm;
/**
 * Outside of fences: GitHub's second form of a formula, a link or picture, code within a line, a picture in HTML, and what only looks
 * like HTML.
 */
const PARTS = new RegExp(
  [
    /\$`(?<formula>[^`]+)`\$/,
    /(?<mark>!?)\[(?<label>(?:`[^`]*`|[^\]`])*)\]\((?<target>[^)\s]+)\)/,
    /(?<ticks>`+)(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`)/,
    /(?<image><img src=")(?<picture>[^"]+)"/,
    /(?<angle><)(?!\/?(?:a|br|img|dd|details|dl|dt|em|li|q|summary|ul)\b)(?=\/?\w)(?!https?:)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);
const ELSEWHERE = /^(?:[a-z]+:|#|\/)/;

/**
 * A page of the repository as VitePress reads it: formulas between dollars, links to pages of the site, to files beside them, or to the
 * repository, and no link where none of these has the file.
 *
 * @param source - the page's path in the repository
 * @param text - its Markdown, as GitHub reads it
 */
export function pageText(source: string, text: string, surroundings: Surroundings): string {
  const out: string[] = [];
  let end = 0;
  for (const match of text.matchAll(FENCED)) {
    out.push(proseOf(source, text.slice(end, match.index), surroundings), blockOf(match));
    end = match.index + match[0].length;
  }
  return [...out, proseOf(source, text.slice(end), surroundings)].join('');
}

/** A fence's first word is its language; what follows is for tests. */
function blockOf([, indent, fence, info, body]: RegExpExecArray): string {
  const language = info.trim().split(' ')[0];
  if (language === 'math') return `${indent}$$\n${body}${indent}$$`;
  return `${indent}${fence}${language}\n${body}${indent}${fence}`;
}

function proseOf(source: string, prose: string, surroundings: Surroundings): string {
  return prose.replace(PARTS, (whole, ...rest) => {
    const { formula, mark, label, target, image, picture, angle } = rest.at(-1) as Record<string, string>;
    if (angle !== undefined) return '&lt;';
    if (formula !== undefined) return `$${formula}$`;
    if (image !== undefined) return `${image}${addressOf(source, picture, surroundings) ?? picture}"`;
    if (target === undefined) return whole;
    const address = addressOf(source, target, surroundings);
    return address === null ? label : `${mark}[${label}](${address})`;
  });
}

/** Where a link of a page leads to from its place in the site; null where there is nothing to lead to. */
function addressOf(source: string, target: string, { pages, data, repository }: Surroundings): string | null {
  if (ELSEWHERE.test(target)) return target;
  const [path, hash] = target.split('#');
  const file = posix.join(posix.dirname(source), path);
  const anchor = hash === undefined ? '' : `#${hash}`;
  const page = pages.find((page) => page.source === file);
  const here = pages.find((page) => page.source === source)?.target ?? source;
  if (page !== undefined) return `${relative(here, page.target)}${anchor}`;
  if (data.includes(file)) return relative(here, file);
  return repository === null ? null : `${repository}/blob/HEAD/${file.replace(/\/$/, '')}${anchor}`;
}

/** With a dot at its head, so that no reader takes a file's name for anything else. */
function relative(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
