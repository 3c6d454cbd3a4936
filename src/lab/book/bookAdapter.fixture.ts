import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookCode } from '../../spec/bookCode.fixture.ts';

const TEMPLATE = readFileSync(new URL('../../adapters/python/full.py', import.meta.url), 'utf8');
const OWN = /^YOURS = \{\n[\s\S]*?^\}\n/m;
/** The constants of the early revision that pages may not have. */
const ANY = "'config=any'";

/**
 * Writes the code of some pages, `book.py`, and the adapter of `init --full` that calls it.
 *
 * @param functions - the file beside this one that takes the place of "Your functions"
 * @param declared - what the port declares behind `hello`
 * @returns the folder, in which `python3 adapter.py` is the port
 */
export function bookAdapter(pages: readonly string[], functions: string, declared: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'book-port-'));
  const yours = readFileSync(new URL(functions, import.meta.url), 'utf8');
  writeFileSync(join(folder, 'book.py'), bookCode(...pages));
  writeFileSync(join(folder, 'adapter.py'), TEMPLATE.replace(OWN, () => yours).replace(ANY, `'${declared}'`));
  return folder;
}
