import { readFileSync, writeFileSync } from 'node:fs';
import { MEASURED, type Measured } from './measured.ts';
import { treeDigest } from './sources.ts';
import { readTrees, type Tree, type Trees } from './trees.ts';

/** How a page of measurements begins, whatever tree they are of. */
const BEGINNING = '> Measured ';

/** A measurement, the tree that it was made on, and whether that is this one. */
export interface Standing {
  readonly measured: Measured;
  readonly tree: Tree;
  readonly isThis: boolean;
}

/** How every measurement stands to the tree as it is, in their order. */
export function standings(trees: Trees = readTrees(), digestOf = treeDigest): Standing[] {
  return MEASURED.map((measured) => {
    const tree = trees[measured.name];
    return { measured, tree, isThis: tree.digest === digestOf(measured.ground) };
  });
}

/**
 * The first line of a page: the tree that it was measured on, and where that is not the one that is here, that it is not.
 *
 * @param own - what of the page was measured when
 */
export function firstLine(own: readonly Standing[]): string {
  if (own.length === 1) return `${BEGINNING}on ${placeOf(own[0])}.`;
  return `${BEGINNING.trimEnd()}: ${own.map((standing) => `${standing.measured.what} on ${placeOf(standing)}`).join('; ')}.`;
}

/** A page without that line, as it is made from its numbers. */
export function withoutFirstLine(page: string): string {
  return page.startsWith(BEGINNING.trimEnd()) ? page.slice(page.indexOf('\n\n') + 2) : page;
}

/** Reads a page as it is made from its numbers. */
export function readPage(url: URL): string {
  return withoutFirstLine(readFileSync(url, 'utf8'));
}

/** Every page with the line that it must have. */
export function pagesWithFirstLines(
  all: readonly Standing[] = standings(),
): { readonly url: URL; readonly text: string }[] {
  const pages = [...new Set(all.map(({ measured }) => measured.page))];
  return pages.map((page) => {
    const url = new URL(`../../../spec/${page}`, import.meta.url);
    const line = firstLine(all.filter(({ measured }) => measured.page === page));
    return { url, text: `${line}\n\n${readPage(url)}` };
  });
}

/** Writes the first lines. */
export function writeFirstLines(): void {
  for (const { url, text } of pagesWithFirstLines()) writeFileSync(url, text);
}

function placeOf({ measured, tree, isThis }: Standing): string {
  const place = `the tree ${tree.digest} of ${tree.date}`;
  return isThis ? place : `${place}, which is not this one (\`${measured.command}\` measures anew)`;
}
