import type { CoverageOptions } from 'vitest/node';
import { PACKAGE_ROOT } from './options.ts';

/** Code whose coverage is wanted, and where its report goes. */
export interface CoverageRequest {
  /** The folder of files, as a glob from the package's folder or an absolute one; null for all that runs outside the package. */
  readonly include: string | null;
  /** Folder for lcov and HTML. */
  readonly folder: string;
}

/** The reference, for a run without a port. */
export const REFERENCE_CODE = 'src/reference/**';

/** What vitest leaves in the folder for other tools, with paths from the working folder. */
export const LCOV_NAME = 'lcov.info';

/** The suite's own code, which asks the port. */
const SUITE_CODE = ['src', 'dist', 'properties'] as const;
/** What means something in a glob. */
const GLOB = /[\\*?[\]{}()!+@|$^]/g;

/**
 * V8's coverage of some code under the suite: lcov and HTML in the folder. Where no folder is named, that is all code that the port
 * loads from outside node_modules and the suite, wherever it lies.
 */
export function coverageOptions({ include, folder }: CoverageRequest): CoverageOptions {
  const own = SUITE_CODE.map((name) => `${globOf(PACKAGE_ROOT)}${name}/**`);
  return {
    enabled: true,
    provider: 'v8',
    ...(include === null ? {} : { include: [include] }),
    exclude: include === null ? own : ['**/*.test.ts'],
    allowExternal: true, // a module port lies outside the package
    reportOnFailure: true, // a port that fails a check has lines too that none reaches
    reporter: [['lcovonly', { projectRoot: process.cwd(), file: LCOV_NAME }], ['html']],
    reportsDirectory: folder,
    clean: false, // the folder may hold other files of the user's
  };
}

/** The glob of a folder itself, and of what lies in it. */
export function globOf(path: string): string {
  return path.replace(GLOB, '\\$&');
}
