import { Option } from 'commander';
import type { LibraryLosses } from '../golden/libraryLosses.ts';
import { Fault } from './fault.ts';

/** Libraries whose losses of the canonical run were measured (spec/measured/libraries.md). */
const LIBRARIES = ['glibc', 'musl', 'go', 'java', 'v8'];

const FILE = new URL('../../spec/measured/libraries.json', import.meta.url);

/** `--libm`, for the command that compares losses. */
export function libmFlag(): Option {
  return new Option(
    '--libm <name>',
    "compare with the canonical run as microgpt.py would have it on that platform's exp, ln and powers (spec/measured/libraries.md)",
  ).choices(LIBRARIES);
}

/** The losses on a library. Throws Fault where they were not measured. */
export async function libraryNamed(name: string): Promise<LibraryLosses> {
  const { readOwnText } = await import('../port/ownText.ts');
  const { readLibraryLosses } = await import('../golden/libraryLosses.ts');
  const found = readLibraryLosses(readOwnText(FILE)).find((library) => library.name === name);
  if (found === undefined) throw new Fault(`diff: --libm ${name} is not measured; npm run measure:libraries does it`);
  return found;
}
