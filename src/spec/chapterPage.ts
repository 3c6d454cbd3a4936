import type { Chapter } from '../port/ops.ts';
import { readOwnText } from '../port/ownText.ts';

const SPEC = new URL('../../spec/', import.meta.url);
const CLAUSE = /^### [a-z]+\.\d+ .*\n/m;

/** What a chapter of the specification begins with. */
export interface ChapterPage {
  readonly title: string;
  /** Its paragraphs up to the first heading or figure, as Markdown. */
  readonly introduction: string;
}

/** The beginning of spec/<chapter>.md. */
export function chapterPage(chapter: Chapter): ChapterPage {
  const [head, ...paragraphs] = readOwnText(new URL(`${chapter}.md`, SPEC))
    .split(CLAUSE)[0]
    .split('\n\n');
  const end = paragraphs.findIndex((paragraph) => /^(?:#|!|\||<)/.test(paragraph));
  return {
    title: head.replace(/^# /, ''),
    introduction: paragraphs
      .slice(0, end < 0 ? undefined : end)
      .join('\n\n')
      .trim(),
  };
}
