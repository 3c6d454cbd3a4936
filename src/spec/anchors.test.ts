import { expect, test } from 'vitest';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { readOwnText } from '../port/ownText.ts';
import { readChapter, readSpec } from './clauses.ts';

/** An anchor with the heading under it. */
const ANCHORED = /^<a id="([^"]+)"><\/a>\n\n### (\S+) /gm;
const PAGES = [...SPEC_CHAPTERS, 'README'];
/** A link whose text is a clause. */
const LINK = /\[([a-z]+)\.(\d+)\]\(([^)]*)\)/g;

test.each(
  SPEC_CHAPTERS,
)('%s: each clause has its id as an anchor above its heading, so that page#id leads to it', (chapter) => {
  const page = readOwnText(new URL(`../../spec/${chapter}.md`, import.meta.url));
  const ids = readChapter(chapter).map(({ id }) => id);
  expect([...page.matchAll(ANCHORED)].map(([, anchor, heading]) => [anchor, heading])).toEqual(
    ids.map((id) => [id, id]),
  );
});

test.each(PAGES)('spec/%s.md: a link whose text is a clause leads to it', (name) => {
  const page = readOwnText(new URL(`../../spec/${name}.md`, import.meta.url));
  const astray = [...page.matchAll(LINK)].filter(([, chapter, n, to]) => !to.endsWith(`${chapter}.md#${chapter}.${n}`));
  expect(astray.map(([link]) => link)).toEqual([]);
});

test('no anchor is part of a clause’s text', () => {
  expect(readSpec().filter(({ text }) => text.includes('<a id='))).toEqual([]);
});
