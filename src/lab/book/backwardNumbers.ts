import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GOLDEN_FOLDER } from '../../golden/folder.ts';
import { bookCode } from '../../spec/bookCode.fixture.ts';

/** What stands between these marks of spec/backward.md is written by the program. */
const [BEGIN, END] = ['<!-- npm run book writes from here -->\n', '<!-- to here -->'];
const WORKED = fileURLToPath(new URL('../../../src/lab/book/worked.py', import.meta.url));

/**
 * spec/backward.md with its worked numbers: they come out of the page's own code, run on a small document.
 *
 * @param page - the page's text
 */
export function withNumbers(page: string): string {
  const numbers = execFileSync('python3', [WORKED, `${GOLDEN_FOLDER}small/other_constants.json`], {
    input: bookCode('backward'),
    encoding: 'utf8',
  });
  const [before] = page.split(BEGIN);
  const [, behind] = page.split(END);
  return `${before}${BEGIN}\n${numbers}\n${END}${behind}`;
}
