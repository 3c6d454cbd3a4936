import { startOfName } from './loss/startOfName.ts';

/** A component of the theme, as it stands in a page, behind the still picture that says the same. */
interface Live {
  readonly picture: string;
  readonly component: string;
}

/** What of a page can be tried on the site. */
const LIVE: Readonly<Record<string, () => readonly Live[]>> = {
  'spec/loss.md': () => [
    { picture: '(./figures/loss.svg)', component: '<LossOfP />' },
    { picture: '(./figures/emma.svg)', component: `<LossOfName :start='${JSON.stringify(startOfName())}' />` },
  ],
};

/**
 * A page of the site with what can be tried in it; any other as it is.
 *
 * @param source - the page's path in the repository
 * @param text - as `pageText` makes it
 * @throws Error where a picture is not in the page any more
 */
export function livePage(source: string, text: string): string {
  const live = LIVE[source]?.() ?? [];
  return live.reduce((page, { picture, component }) => {
    const place = page.indexOf(picture) + picture.length;
    if (place < picture.length)
      throw new Error(
        `site: ${source} has no picture ${picture}; say in livePage.ts where what can be tried stands now`,
      );
    return `${page.slice(0, place)}\n\n${component}${page.slice(place)}`;
  }, text);
}
