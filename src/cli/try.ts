import { Command } from 'commander';
import { Fault } from './fault.ts';
import { statsOf } from './fileIdentity.ts';
import { productFor, writeProducts } from './products.ts';
import { print, STANDARD_OUTPUT } from './standardOutput.ts';

/** The page, as `npm run build` has made it; seen from src/ and from dist/ alike. */
const PAGE = new URL('../../dist/try.html', import.meta.url);
/** Where it is written, if nothing else is said. */
const FILE = 'try.html';

/** `try`: writes the page that judges a log without Node. */
export function tryCommand(): Command {
  return new Command('try')
    .description(
      'write the page that judges a log as diff does: one file, for a browser without Node and without a network',
    )
    .argument('[file]', 'where it is written; "-" prints it', FILE)
    .action(writePage);
}

async function writePage(file: string): Promise<void> {
  if (statsOf(file)?.isDirectory() === true) {
    throw new Fault(`try: ${file} is a folder; name a file in it, or another`);
  }
  await writeProducts('try', [productFor(file, await page())]);
  if (file !== STANDARD_OUTPUT) {
    await print(
      `${file}: open it in a browser, and paste or drop a log; it works offline, and nothing leaves the page\n`,
    );
  }
}

async function page(): Promise<string> {
  const { readOwnText } = await import('../port/ownText.ts');
  try {
    return readOwnText(PAGE);
  } catch {
    throw new Fault('try: the page is not there; npm run build makes it, in a clone of the repository');
  }
}
