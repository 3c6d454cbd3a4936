import { readFileSync, writeFileSync } from 'node:fs';
import { recordLines } from '../recordLines.ts';
import { MEASURED, type Measured } from './measured.ts';
import { treeDigest } from './sources.ts';

/** A tree that something was measured on. */
export interface Tree {
  /** Of what the measurement depends on; see `treeDigest`. */
  readonly digest: string;
  /** The day, as 2026-11-26. */
  readonly date: string;
}

/** By the name of the measurement. */
export type Trees = Readonly<Record<string, Tree>>;

const FILE = new URL('../../../spec/measured/trees.json', import.meta.url);

/** Reads spec/measured/trees.json. */
export function readTrees(): Trees {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Trees;
}

/** The tree as it is, for a measurement that begins: what is changed while it runs is not what it measures. */
export function treeNow(name: Measured['name']): Tree {
  const measured = MEASURED.find((entry) => entry.name === name);
  if (measured === undefined) throw new RangeError(`treeNow: there is no measurement ${name}; see measured.ts`);
  return { digest: treeDigest(measured.ground), date: new Date().toISOString().slice(0, '2026-11-26'.length) };
}

/** Notes the tree that a measurement was made on, once it is done. */
export function noteTree(name: Measured['name'], tree: Tree): void {
  writeTrees({ ...readTrees(), [name]: tree });
}

function writeTrees(trees: Trees): void {
  writeFileSync(FILE, recordLines(Object.fromEntries(Object.entries(trees).sort(([a], [b]) => (a < b ? -1 : 1)))));
}
