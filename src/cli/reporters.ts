import { join, resolve } from 'node:path';
import type { Reporters } from '../suite/runSuite.ts';
import { Fault } from './fault.ts';
import type { SideFile } from './sideFiles.ts';

/** vitest's reporters that write a file where one is named. */
const WITH_FILE = ['junit', 'json', 'html', 'blob'];
/** Where vitest's pages go, if no file is named. */
const HTML_FILE = 'vitest-report/index.html';

/** Reporters, and the files that they make. */
export interface ChosenReporters {
  readonly reporters: Reporters;
  readonly files: readonly SideFile[];
}

/**
 * vitest's reporters from what the command line names: `junit`, `junit=results.xml`.
 *
 * @param work - a folder for their files
 * @throws Fault where one cannot be used so
 */
export function reportersOf(names: readonly string[], work: string): ChosenReporters {
  const files: SideFile[] = [];
  const reporters = names.map((text, i): Reporters[number] => {
    const [name, file] = [text.split('=', 1)[0], text.includes('=') ? text.slice(text.indexOf('=') + 1) : undefined];
    if (file !== undefined && (file === '' || !WITH_FILE.includes(name))) {
      throw new Fault(`run: --reporter ${text}: ${WITH_FILE.join(', ')} take a file, NAME=FILE; the others print`);
    }
    if (name === 'html') {
      hasUi();
      return [name, { outputFile: resolve(file ?? HTML_FILE) }]; // a folder, with files beside it
    }
    // Our own summary says more than vitest's.
    if (name === 'github-actions') return [name, { jobSummary: { enabled: false } }];
    if (file === undefined) return name;
    const from = join(work, `reporter-${i}`);
    files.push({ from, file });
    return [name, { outputFile: from }];
  });
  return { reporters, files };
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
