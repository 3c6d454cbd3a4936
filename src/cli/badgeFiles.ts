import { jsonText } from '../port/jsonText.ts';
import { badge } from '../report/badge.ts';
import type { RunResult } from '../report/result.ts';
import { revisionClauses, specRevision } from '../spec/revisions.ts';
import { type Product, productFor } from './products.ts';
import { STANDARD_OUTPUT } from './standardOutput.ts';

/** What a file's name cannot have everywhere, and what an address would have to write otherwise. */
const NOT_IN_NAMES = /[^\w.-]+/g;
const EXTENSION = /(\.[^./\\]*)?$/;
/** Characters of a port's name in a file's. */
const MOST_OF_NAME = 60;

/**
 * A badge of a result; of many, a file a port, for https://shields.io/endpoint reads one badge an address: beside `badge.json` for
 * one, `badge-c.json` and `badge-rust.json`. On standard output each has a line.
 *
 * @param file - the name for one
 */
export function badgeProducts(results: readonly RunResult[], file: string): Product[] {
  const badges = results.map((result) => badge(result, clausesOf(result.revision)));
  if (results.length === 1) return [productFor(file, jsonText(badges[0]))];
  if (file === STANDARD_OUTPUT) return badges.map((one) => productFor(file, `${JSON.stringify(one)}\n`));
  const names = namesOf(results);
  return badges.map((one, i) => productFor(file.replace(EXTENSION, `-${names[i]}$1`), jsonText(one)));
}

/** Clauses of a revision; none of one that is newer than this package. */
function clausesOf(revision: number): number {
  return revision > specRevision() ? 0 : revisionClauses(revision).length;
}

/** A name for each, that no other has: the port's; where two have one, a number behind it. */
function namesOf(results: readonly RunResult[]): string[] {
  const taken = new Set<string>();
  return results.map(({ port }) => {
    const name = port.name.replaceAll(NOT_IN_NAMES, '-').slice(0, MOST_OF_NAME).toLowerCase();
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
    taken.add(free);
    return free;
  });
}
