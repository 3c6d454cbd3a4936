import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from './fault.ts';

/** The file; or those of a folder, `step2` before `step10`. */
export function namedFiles(named: string): string[] {
  if (!statSync(named, { throwIfNoEntry: false })?.isDirectory()) return [named];
  const names = readdirSync(named).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const files = names.map((name) => join(named, name)).filter((file) => statSync(file).isFile());
  if (files.length === 0) {
    throw new Fault(`diff: --step ${named}: the folder has no file; name a dump, or write one into it`);
  }
  return files;
}
