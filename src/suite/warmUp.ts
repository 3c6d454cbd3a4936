import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Vitest } from 'vitest/node';
import { PACKAGE_ROOT } from './options.ts';

/** What the checks of every chapter import. */
const FOLDERS = ['properties/harness', 'properties/harness/oracle', 'src/port', 'src/reference'];

/**
 * Begins to transform the modules that a worker will ask for, one after the other, while it starts: it then finds them ready.
 * Measured: a chapter takes a tenth less time.
 */
export function warmUp({ vite }: Vitest): void {
  for (const folder of FOLDERS) {
    for (const file of readdirSync(join(PACKAGE_ROOT, folder))) {
      if (/(?<!\.(test|fixture))\.ts$/.test(file)) void vite.environments.ssr.warmupRequest(`/${folder}/${file}`);
    }
  }
}
