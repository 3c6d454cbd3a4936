import { readFileSync } from 'node:fs';
import { withNumbers } from './backwardNumbers.ts';
import { clausesPage } from './clausesPage.ts';

const SPEC = new URL('../../../spec/', import.meta.url);

/** The pages of the book that programs write, wholly or in part, as they must be. */
export function bookPages(): { readonly url: URL; readonly text: string }[] {
  const backward = new URL('backward.md', SPEC);
  return [
    { url: backward, text: withNumbers(readFileSync(backward, 'utf8')) },
    { url: new URL('clauses.md', SPEC), text: clausesPage() },
  ];
}
