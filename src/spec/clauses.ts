import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import { readOwnText } from '../port/ownText.ts';

/** One normative clause of the specification. */
export interface Clause {
  /** `<chapter>.<n>`, never reused or renumbered. */
  readonly id: string;
  readonly chapter: Chapter;
  readonly title: string;
  /** Its one normative sentence, with MUST, SHOULD or MAY. */
  readonly statement: string;
  /** The whole text under its heading, as Markdown. */
  readonly text: string;
  /** Lines of its ```example blocks. */
  readonly examples: readonly string[];
  /** Why no check can decide it, where none can. */
  readonly uncheckable: string | null;
}

const SPEC = new URL('../../spec/', import.meta.url);
const HEADING = /^### ([a-z]+)\.(\d+) (.+)$/;
/** Above each heading, so that a link may end in a clause's id: `loss.md#loss.3`. */
const ANCHOR = /^<a id="[^"]+"><\/a>$/;
const UNCHECKABLE = /^Not checked: (.+)$/m;

/**
 * Reads a chapter's clauses from spec/<chapter>.md: a heading `### loss.3 Title`, and in the paragraph under it the
 * normative sentence.
 *
 * @throws Error where a clause is malformed: no MUST, SHOULD or MAY, an id of another chapter, or out of order
 */
export function readChapter(chapter: Chapter): Clause[] {
  return parseChapter(chapter, readOwnText(new URL(`${chapter}.md`, SPEC)));
}

/** Every clause, chapter by chapter. */
export function readSpec(): Clause[] {
  return SPEC_CHAPTERS.flatMap(readChapter);
}

/** Reads clauses from the text of a chapter; see `readChapter`. */
function parseChapter(chapter: Chapter, markdown: string): Clause[] {
  const clauses: Clause[] = [];
  let heading: RegExpExecArray | null = null;
  let body: string[] = [];
  const finish = () => {
    if (heading) clauses.push(clauseOf(chapter, heading, body.join('\n').trim(), clauses.length + 1));
    heading = null;
    body = [];
  };
  for (const line of markdown.split('\n')) {
    const match = HEADING.exec(line);
    if (match || line.startsWith('## ')) finish();
    if (match) heading = match;
    else if (!ANCHOR.test(line)) body.push(line);
  }
  finish();
  return clauses;
}

function clauseOf(chapter: Chapter, heading: RegExpExecArray, text: string, number: number): Clause {
  const id = `${heading[1]}.${heading[2]}`;
  if (id !== `${chapter}.${number}`)
    throw new Error(`spec/${chapter}.md: clause ${id} stands where ${chapter}.${number} must`);
  const statement = text.split('\n\n')[0].replaceAll('\n', ' ');
  if (!/\b(MUST|SHOULD|MAY)\b/.test(statement))
    throw new Error(`spec/${chapter}.md: ${id} begins without a normative sentence`);
  return {
    id,
    chapter,
    title: heading[3],
    statement,
    text,
    examples: exampleLines(text),
    uncheckable: UNCHECKABLE.exec(text)?.[1] ?? null,
  };
}

function exampleLines(text: string): string[] {
  const blocks = text.matchAll(/^```example\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap((block) => block[1].split('\n').filter((line) => line.trim() !== ''));
}
