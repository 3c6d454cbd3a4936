import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const PAGE = readFileSync(new URL('CONTRIBUTING.md', ROOT), 'utf8');
const SCRIPTS: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('package.json', ROOT), 'utf8'),
).scripts;

const [, map] = PAGE.split('## Where does it live');
const rows = map
  .split('## ')[0]
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2);

/** What stands in backticks and is a path of this repository: it has a folder, and no part that is to be filled in. */
function pathsIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`|\]\(([^)]+)\)/g)].map(([, code, link]) => code ?? link);
  return quoted.filter(
    (word) => /^(?:src|spec|properties|golden|\.ci)\/[\w./-]*$/.test(word) && !word.endsWith('/2.json'),
  );
}

describe('CONTRIBUTING.md', () => {
  test('has a map of ten lines, in which these are found', () => {
    const sought = [
      'the sampler',
      'log format',
      'tolerance of `diff`',
      "wire's reader",
      'kill matrix',
      'C port',
      'chart',
    ];
    expect(rows.length).toBe(10);
    expect(sought.filter((what) => !rows.some((row) => row.split('|')[1].includes(what)))).toEqual([]);
    expect(rows.filter((row) => pathsIn(row).length === 0)).toEqual([]);
  });

  test('names paths that are there', () => {
    const paths = pathsIn(PAGE);
    expect(paths.length).toBeGreaterThan(40);
    expect(paths.filter((path) => !existsSync(fileURLToPath(new URL(path, ROOT))))).toEqual([]);
  });

  test('names scripts that package.json has', () => {
    const named = [...PAGE.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => SCRIPTS[name] === undefined)).toEqual([]);
  });

  test('has a recipe for each thing that is added', () => {
    const headings = [...PAGE.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings.slice(2)).toEqual([
      'A clause',
      'A law',
      'A deviation',
      'A log format',
      'An adapter language',
      'Golden data',
      'Platforms',
      'A release',
    ]);
  });
});
