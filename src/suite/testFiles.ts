import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Chapter } from '../port/ops.ts';
import { PACKAGE_ROOT } from './options.ts';

/** The files of some chapters' checks: `loss.test.ts`, `loss.gradient.test.ts`. */
export function testFiles(chapters: readonly Chapter[]): string[] {
  return readdirSync(join(PACKAGE_ROOT, 'properties')).filter(
    (name) => name.endsWith('.test.ts') && chapters.some((chapter) => name.startsWith(`${chapter}.`)),
  );
}
