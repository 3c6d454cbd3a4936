import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { readOwnText } from '../port/ownText.ts';
import { readChapter, readSpec } from './clauses.ts';

const SPEC = new URL('../../spec/', import.meta.url);
/** An anchor with the heading under it. */
const ANCHORED = /^<a id="([^"]+)"><\/a>\n\n### (\S+) /gm;
const PAGES = readdirSync(SPEC).filter((name) => name.endsWith('.md'));
/** A link whose text is a clause. */
const LINK = /\[([a-z]+)\.(\d+)\]\(([^)]*)\)/g;

test.each(
  SPEC_CHAPTERS,
)('%s: each clause has its id as an anchor above its heading, so that page#id leads to it', (chapter) => {
  const page = readOwnText(new URL(`${chapter}.md`, SPEC));
  const ids = readChapter(chapter).map(({ id }) => id);
  expect([...page.matchAll(ANCHORED)].map(([, anchor, heading]) => [anchor, heading])).toEqual(
    ids.map((id) => [id, id]),
  );
});

test.each(PAGES)('spec/%s: a link whose text is a clause leads to a clause of that id', (name) => {
  const page = readOwnText(new URL(name, SPEC));
  const astray = [...page.matchAll(LINK)].filter(([, chapter, n, to]) => !to.endsWith(`#${chapter}.${n}`));
  expect(astray.map(([link]) => link)).toEqual([]);
});

test('no anchor is part of a clause’s text', () => {
  expect(readSpec().filter(({ text }) => text.includes('<a id='))).toEqual([]);
});
