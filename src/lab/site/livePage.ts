/** What of a page can be tried on the site: a component of the theme, behind the still picture that says the same. */
const LIVE: Readonly<Record<string, readonly [picture: string, component: string]>> = {
  'spec/loss.md': ['(./figures/loss.svg)', 'LossOfP'],
};

/**
 * A page of the site with what can be tried in it; any other as it is.
 *
 * @param source - the page's path in the repository
 * @param text - as `pageText` makes it
 * @throws Error where the picture is not in the page any more
 */
export function livePage(source: string, text: string): string {
  const live = LIVE[source];
  if (live === undefined) return text;
  const [picture, component] = live;
  const place = text.indexOf(picture) + picture.length;
  if (place < picture.length)
    throw new Error(`site: ${source} has no picture ${picture}; say in livePage.ts where ${component} stands now`);
  return `${text.slice(0, place)}\n\n<${component} />${text.slice(place)}`;
}
