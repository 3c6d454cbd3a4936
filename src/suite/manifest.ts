import { readFileSync } from 'node:fs';
import type { Chapter } from '../port/ops.ts';
import type { Reach } from '../report/result.ts';

/** The titles of all checks by chapter, each core or edge (spec/numerics.md): what a complete run must have run. */
export type CheckManifest = Readonly<Record<string, Readonly<Record<string, Reach>>>>;

/** Where `npm run manifest` writes it, generated from a run. */
export const MANIFEST_FILE = new URL('../../properties/manifest.json', import.meta.url);

/** Reads properties/manifest.json. */
export function readManifest(): CheckManifest {
  return JSON.parse(readFileSync(MANIFEST_FILE, 'utf8'));
}

/**
 * Compares the checks that ran with those that the manifest expects, so that a file which matches nothing, or a check
 * that silently went, is a fault of the suite.
 *
 * @param manifest - what must have run
 * @param chapters - the chapters that were run
 * @param titles - the titles of the checks that ran
 * @returns one line for each difference, none where they are the same
 */
export function manifestFaults(
  manifest: CheckManifest,
  chapters: readonly Chapter[],
  titles: readonly string[],
): string[] {
  const wanted = chapters.flatMap((chapter) => Object.keys(manifest[chapter] ?? {}));
  const ran = new Set(titles);
  const expected = new Set(wanted);
  return [
    ...wanted.filter((title) => !ran.has(title)).map((title) => `the check "${title}" did not run`),
    ...titles
      .filter((title) => !expected.has(title))
      .map((title) => `the check "${title}" is not in properties/manifest.json`),
  ];
}
