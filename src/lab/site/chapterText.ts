import type { ClauseDetails } from './clauseDetails.ts';

/** Where a clause ends: at the anchor of the next, at a section, or with the page. */
const CLAUSE = /^### (?<id>[a-z]+\.\d+) .*\n[\s\S]*?(?=^<a id="|^## |(?![\s\S]))/gm;

/**
 * A chapter with what is known of each clause under its text.
 *
 * @param text - Markdown of the chapter; a page that has no clauses comes back as it is
 */
export function chapterText(text: string, details: ClauseDetails): string {
  return text.replace(CLAUSE, (clause, id: string) => `${clause.trimEnd()}\n\n${details(id)}\n\n`);
}
