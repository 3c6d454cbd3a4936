import { join, resolve } from 'node:path';
import type { RunResult } from '../report/result.ts';
import type { Reporters } from '../suite/runSuite.ts';
import { Fault } from './fault.ts';
import { type Product, productFor } from './products.ts';
import type { SideFile } from './sideFiles.ts';
import { STANDARD_OUTPUT } from './standardOutput.ts';

/** Reporters that write a file where one is named; of these `junit` is our own. */
const WITH_FILE = ['junit', 'json', 'html', 'blob'];
/** Where vitest's pages go, if no file is named. */
const HTML_FILE = 'vitest-report/index.html';

/** What is made of the result, under a name that vitest's reporters have: theirs tell of files and tests, and of no clause. */
export interface OwnReporter {
  readonly name: (typeof OWN)[number];
  /** `-` for standard output. */
  readonly file: string;
}

const OWN = ['junit', 'github-actions'] as const;

/** Reporters, and the files that they make. */
export interface ChosenReporters {
  readonly reporters: Reporters;
  readonly files: readonly SideFile[];
  readonly own: readonly OwnReporter[];
}

/**
 * Reporters from what the command line names: `junit`, `junit=results.xml`, `tap`.
 *
 * @param work - a folder for the files of vitest's
 * @throws Fault where one cannot be used so
 */
export function reportersOf(names: readonly string[], work: string): ChosenReporters {
  const files: SideFile[] = [];
  const own: OwnReporter[] = [];
  const reporters: Reporters[number][] = [];
  for (const [i, text] of names.entries()) {
    const [name, file] = [text.split('=', 1)[0], text.includes('=') ? text.slice(text.indexOf('=') + 1) : undefined];
    if (file !== undefined && (file === '' || !WITH_FILE.includes(name))) {
      throw new Fault(`run: --reporter ${text}: ${WITH_FILE.join(', ')} take a file, NAME=FILE; the others print`);
    }
    const ours = OWN.find((one) => one === name);
    if (ours !== undefined) {
      own.push({ name: ours, file: file ?? STANDARD_OUTPUT });
    } else if (name === 'html') {
      hasUi();
      reporters.push([name, { outputFile: resolve(file ?? HTML_FILE) }]); // a folder, with files beside it
    } else if (file === undefined) {
      reporters.push(name);
    } else {
      const from = join(work, `reporter-${i}`);
      files.push({ from, file });
      reporters.push([name, { outputFile: from }]);
    }
  }
  return { reporters, files, own };
}

/** What our own reporters make of a result. */
export async function reporterProducts(own: readonly OwnReporter[], result: RunResult): Promise<Product[]> {
  const { junit } = await import('../report/junit.ts');
  const { annotations } = await import('../report/annotations.ts');
  const makers = { junit, 'github-actions': annotations };
  return own.map(({ name, file }) => productFor(file, makers[name](result)));
}

/** How vitest begins what it says of a reporter that is neither its own nor a module. */
const UNKNOWN = /^Failed to load custom Reporter from (.*)/;

/** Runs vitest; a reporter that it does not know is a fault of the call. */
export async function withReporters<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const [, name] = (error instanceof Error && UNKNOWN.exec(error.message)) || [];
    if (name === undefined) throw error;
    throw new Fault(
      `run: there is no reporter ${name}; vitest has junit, github-actions, tap, tap-flat, html, json, verbose`,
    );
  }
}

/** vitest's pages are made by a package of their own. */
function hasUi(): void {
  try {
    import.meta.resolve('@vitest/ui');
  } catch {
    throw new Fault(
      'run: --reporter html needs @vitest/ui (npm install @vitest/ui); our own page needs nothing: --json FILE, then microgpt-spec report FILE',
    );
  }
}
