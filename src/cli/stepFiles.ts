import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { numberInName } from '../diff/step/readStep.ts';
import { Fault } from './fault.ts';
import { statsOf } from './fileIdentity.ts';
import { STANDARD_INPUT } from './logSource.ts';
import { shortList } from './shortList.ts';

/** What a name of `--step` stands for. */
export interface NamedSteps {
  readonly named: string;
  readonly files: readonly string[];
  /** What is said of files in a folder that are not read; null where all are. */
  readonly note: string | null;
}

/** A page that `--html` has written beside the dumps. */
const PAGE = /\.html?$/i;

/**
 * The file; or those of a folder, `step2` before `step10`: where names of some say a step, these alone.
 *
 * @throws Fault where it names no file
 */
export function namedSteps(named: string): NamedSteps {
  if (named === STANDARD_INPUT) {
    throw new Fault('diff: --step reads files, and - is standard input: write the dump into a file and name that');
  }
  if (named === '') throw new Fault('diff: --step has an empty name: name the file of the dump');
  if (!isOf(named, 'isDirectory')) return { named, files: [named], note: null };
  const names = readdirSync(named).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const all = names.filter((name) => isOf(join(named, name), 'isFile'));
  if (all.length === 0) {
    throw new Fault(`diff: --step ${named}: the folder has no file; name a dump, or write one into it`);
  }
  const steps = all.filter((name) => numberInName(name) !== null && !PAGE.test(name));
  const read = steps.length === 0 ? all : steps;
  const others = all.filter((name) => !read.includes(name));
  const note = `${named}: not read, since other names there say a step: ${shortList(others)}`;
  return { named, files: read.map((name) => join(named, name)), note: others.length === 0 ? null : note };
}

function isOf(file: string, kind: 'isFile' | 'isDirectory'): boolean {
  return statsOf(file)?.[kind]() ?? false;
}
