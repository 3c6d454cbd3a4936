import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProvidedContext } from 'vitest';
import type { Port } from './port/port.ts';
import { giveContext, givenContext } from './suite/givenContext.ts';
import { type LibraryOptions, libraryOptions } from './suite/libraryOptions.ts';
import { PACKAGE_ROOT } from './suite/options.ts';
import { NO_REPRODUCTION } from './suite/reproduction.ts';
import { testFiles } from './suite/testFiles.ts';

/**
 * Registers the checks in the test file that calls it, as tests of its own vitest: filters, watch, reporters and coverage are
 * those of that run. One port a file, since the checks keep who is asked.
 *
 * @param port - the implementation: its operations, and what it says of itself
 * @param options - chapters, and how inputs are drawn
 * @returns once all are registered: `await` it at the top of the file
 * @throws Error where it was called before, in the same file or, without isolation, in another of the same worker
 */
export async function conformance(port: Port, options: LibraryOptions = {}): Promise<void> {
  if (givenContext() !== null) {
    throw new Error(
      'conformance: it was called before; call it once in a test file, and leave `isolate` of vitest as it is, true',
    );
  }
  const { chapters, sampling } = libraryOptions('conformance', options);
  const context: ProvidedContext = {
    port: { kind: 'object', port },
    sampling,
    kinds: null,
    reproduction: NO_REPRODUCTION,
    until: null,
    turns: null,
  };
  giveContext(context);
  for (const file of testFiles(chapters)) {
    await import(/* @vite-ignore */ pathToFileURL(join(PACKAGE_ROOT, 'properties', file)).href);
  }
}
