import type { Chapter } from '../port/ops.ts';
import { readOwnText } from '../port/ownText.ts';
import type { Reach } from '../report/result.ts';

/** The titles of all checks by chapter, each core or edge (spec/numerics.md): what a complete run must have run. */
export type CheckManifest = Readonly<Record<string, Readonly<Record<string, Reach>>>>;

/** Where `npm run manifest` writes it, generated from a run. */
export const MANIFEST_FILE = new URL('../../properties/manifest.json', import.meta.url);

/** Reads properties/manifest.json. */
export function readManifest(): CheckManifest {
  return JSON.parse(readOwnText(MANIFEST_FILE));
}

/** The titles of all checks of some chapters. */
export function titlesOf(manifest: CheckManifest, chapters: readonly Chapter[]): string[] {
  return chapters.flatMap((chapter) => Object.keys(manifest[chapter] ?? {}));
}

/**
 * Compares the checks that ran with those that are due, so that a file which matches nothing, or a check that silently went,
 * is a fault of the suite.
 *
 * @param due - titles of the manifest
 * @param titles - the titles of the checks that ran
 * @returns one line for each difference, none where they are the same
 */
export function manifestFaults(due: readonly string[], titles: readonly string[]): string[] {
  const ran = new Set(titles);
  const expected = new Set(due);
  return [
    ...due.filter((title) => !ran.has(title)).map((title) => `the check "${title}" did not run`),
    ...titles
      .filter((title) => !expected.has(title))
      .map((title) => `the check "${title}" is not in properties/manifest.json`),
  ];
}
