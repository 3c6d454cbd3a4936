import { html, type Markup } from './markup.ts';

/**
 * What has an address of its own on a page: beside it stands the mark that is a link to it, which shows where it is pointed at
 * or focused (page.css).
 *
 * @param id - one on the page; of the suite's own words, never a port's
 * @param name - what the link leads to, for those who do not see where it stands
 */
export function anchored(id: string, name: string, body: Markup, attributes: Markup | null = null): Markup {
  return html`<div class="anchored" id="${id}" ${attributes}><a class="mark" href="#${id}" aria-label="Link to ${name}">#</a>${body}</div>
`;
}
