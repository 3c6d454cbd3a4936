import type { CoverageOptions } from 'vitest/node';

/** Code whose coverage is wanted, and where its report goes. */
export interface CoverageRequest {
  /** Files, as globs from the package's folder, or absolute paths. */
  readonly include: readonly string[];
  /** Folder for lcov and HTML. */
  readonly folder: string;
}

/** The reference, for a run without a port. */
export const REFERENCE_CODE: readonly string[] = ['src/reference/**'];

/** V8's coverage of some code under the suite: text on standard output, lcov and HTML in the folder. */
export function coverageOptions({ include, folder }: CoverageRequest): CoverageOptions {
  return {
    enabled: true,
    provider: 'v8',
    include: [...include],
    exclude: ['**/*.test.ts'],
    allowExternal: true, // a module port lies outside the package
    reporter: ['text', 'lcov', 'html'],
    reportsDirectory: folder,
    clean: false, // the folder may hold other files of the user's
  };
}
