import { resolve } from 'node:path';
import { PACKAGE_ROOT } from '../suite/options.ts';

/** What V8's coverage leaves out, wherever it is asked for. */
const LEFT_OUT = /[/\\]node_modules[/\\]/;
const OTHER_LANGUAGES =
  "the port's code is covered by its own language's tool, of which the command is made: gcov, llvm-cov, coverage.py (README, Coverage)";
const INSTALLED =
  "the reference's code is not covered here: vitest leaves out what lies in node_modules; in a clone, npm run coverage does it";

/**
 * Why the code of a port is not covered, in a line; null where it is.
 *
 * @param command - the port's; empty for a module or the reference
 * @param module - the port's file, if it is one
 */
export function uncovered(command: readonly string[], module: string | undefined): string | null {
  if (command.length > 0) return OTHER_LANGUAGES;
  if (module === undefined) return LEFT_OUT.test(PACKAGE_ROOT) ? INSTALLED : null;
  const file = resolve(module);
  if (!LEFT_OUT.test(file)) return null;
  return `the code of ${module} is not covered: vitest leaves out what lies in node_modules; name it by another path`;
}
