import { html, Markup } from './markup.ts';

/** Headings as the pages write them; what comes from outside is escaped, and cannot look like one. */
const HEADING = /<(h[23]) id="([^"]+)">([\s\S]*?)<\/\1>/g;
const TAG = /<[^>]*>/g;
/** So few sections need no table of contents. */
const LEAST = 3;

/**
 * The table of contents of a page: its headings that have an id, those of parts below those of sections. It is folded where the
 * page is narrow, and stands beside the page where it is wide (page.css).
 *
 * @param main - what the page has below its header
 * @returns null where there is not enough to be found
 */
export function contents(main: Markup): Markup | null {
  const headings = [...main.text.matchAll(HEADING)];
  if (headings.filter(([, level]) => level === 'h2').length < LEAST) return null;
  return html`<nav class="contents" aria-label="Contents"><details><summary>Contents</summary><ul>${headings.map(([, level, id, title]) => html`<li class="${level}"><a href="#${id}">${new Markup(title.replaceAll(TAG, ''))}</a></li>`)}</ul></details></nav>
`;
}
